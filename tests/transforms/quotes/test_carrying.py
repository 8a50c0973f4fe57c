from dataclasses import replace

import pytest
from made_sentences import article_of

from dateline.transforms.quotes.carrying import read_paragraphs


def rules(text: str) -> list[str]:
    return [
        quotation.attribution.rule
        for paragraph in read_paragraphs(article_of(text))
        for quotation in paragraph.found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We stay,” Lee said.\n“It is our city.”", ["speech after", "carried over"]),
        ("“It is our city.”\n“We stay,” Lee said.", ["carried back", "speech after"]),
        ("The ministry responded:\n“We have nothing to add.”", ["colon"]),
        ("Lee said it was late.\n“It is our city.”", ["carried topic"]),
        ("The rain fell.\n“It is our city.”", ["none"]),
        ("“We came here.\n“We stay,” Lee said.", ["continued", "speech after"]),
        ("“We will stay here.\n- Ann Lee”", ["none"]),
        ("“We will stay here.\nAnn Lee, mayor”", ["signature"]),
    ],
)
def test_speakers_between_paragraphs(text: str, expected: list[str]) -> None:
    assert rules(text) == expected


def test_who_spoke_last_in_a_passage_is_carried_over() -> None:
    text = "Lee called it “a very bad joke”. Rather, Park said, it was late.\n“It is our city.”"
    *_, last = read_paragraphs(article_of(text))
    speaker = last.found[0].attribution.speaker
    assert speaker is not None
    assert text[speaker.start : speaker.end] == "Park"


@pytest.mark.parametrize(
    ("opening", "via"),
    [
        ("As Harbour.az reports with reference to AFP, Lee was asked.", ["AFP", "Harbour.az"]),
        ("Harbour.az is an outlet of the port, and Lee was asked.", []),
    ],
)
def test_a_quotation_rests_on_the_source_of_the_passage_before(
    opening: str, via: list[str]
) -> None:
    text = f"{opening}\n“We came here.\n“We stay,” Lee said."
    _, first, _ = read_paragraphs(article_of(text))
    spans = first.found[0].attribution.via
    assert [text[span.start : span.end] for span in spans] == via


def test_a_stretch_continues_the_one_that_has_no_closing_mark() -> None:
    first, second = read_paragraphs(article_of("“We came here.\n“We stay,” Lee said."))
    assert second.found[0].continues is first.found[0]
    assert first.found[0].attribution.speaker == second.found[0].attribution.speaker


def test_another_language_is_not_attributed() -> None:
    article = replace(article_of("„Wir bleiben“, sagte er.\n„Hier.“"), language="de")
    found = [q.attribution.rule for p in read_paragraphs(article) for q in p.found]
    assert found == ["other language"] * 2
