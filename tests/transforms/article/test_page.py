from labelled_pages import PARAGRAPH, article_page

from dateline.transforms.schema.closed_sets import LineLabel


def test_excerpts_slice_back_to_the_document() -> None:
    page = article_page(("headline", "  Talks go on\t"), ("blank", ""), ("body", PARAGRAPH))
    for index, text in enumerate(("Talks go on", "", PARAGRAPH)):
        excerpt = page.excerpt(index)
        assert excerpt.text == text == page.page.text[excerpt.start : excerpt.end]


def test_lines_are_found_by_label_and_by_rule() -> None:
    page = article_page(("legal", "© A"), ("body", PARAGRAPH), ("legal", "© B"), rule="no_rule")
    assert [line.text for line in page.labelled(LineLabel.LEGAL)] == ["© A", "© B"]
    assert [line.text for line in page.ruled("publisher_line")] == []
    assert len(list(page.ruled("no_rule"))) == 3


def test_a_dateline_is_cut_off_the_first_paragraph() -> None:
    page = article_page(("body", f"PARIS (AFP) - {PARAGRAPH}"), ("body", PARAGRAPH))
    assert page.dateline is not None
    assert not page.dateline.is_own_line
    assert page.text == f"{PARAGRAPH}\n\n{PARAGRAPH}"
    assert page.body[0].text.startswith("PARIS (AFP) - ")


def test_a_dateline_on_its_own_line_leaves_the_text_alone() -> None:
    page = article_page(("dateline", "PARIS (AFP) -"), ("body", PARAGRAPH))
    assert page.dateline is not None
    assert page.dateline.is_own_line
    assert page.dateline.line.text == "PARIS (AFP) -"
    assert page.text == PARAGRAPH


def test_an_outlet_signs_in_the_first_paragraphs_only() -> None:
    signature = ("body", "As Caliber.Az reports, citing the ministry, the road is open.")
    other = ("body", PARAGRAPH)
    assert article_page(other, other, signature).signed is not None
    assert article_page(other, other, other, signature).signed is None
