from dateline.transforms.text.passages import ArticleText, Passage, PassageKind


def test_passages_slice_the_text_of_their_document() -> None:
    text = "Talks\n\nPARIS (AFP) - They go on."
    article = ArticleText(
        "page",
        text,
        (
            Passage(0, 5, PassageKind.HEADLINE),
            Passage(21, len(text), PassageKind.PARAGRAPH),
        ),
        "en",
    )
    assert [text[p.start : p.end] for p in article.passages] == ["Talks", "They go on."]
    assert [p.kind for p in article.passages] == ["headline", "paragraph"]
