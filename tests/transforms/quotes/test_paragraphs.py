import pytest
from made_sentences import article_of

from dateline.transforms.quotes.paragraphs import (
    UNATTRIBUTED,
    Paragraph,
    mark_paragraph,
    read_paragraph,
)
from dateline.transforms.schema.content import Span


def read(text: str) -> Paragraph:
    article = article_of(text)
    return read_paragraph(article, article.passages[0], 0)


def rules(paragraph: Paragraph) -> list[str]:
    return [quotation.attribution.rule for quotation in paragraph.found]


def test_a_speaker_stays_within_the_paragraph() -> None:
    paragraph = read("“We stay,” Lee said. “It is our city.”")
    assert rules(paragraph) == ["speech after", "same paragraph"]
    assert [quotation.is_own for quotation in paragraph.found] == [True, False]


def test_a_quotation_may_wait_for_its_speaker() -> None:
    paragraph = read("“It is our city.” “We stay,” Lee said.")
    assert rules(paragraph)[-1] == "speech after"
    assert paragraph.found[0].attribution.speaker == paragraph.found[-1].attribution.speaker


def test_a_name_and_a_full_stop_label_a_quotation() -> None:
    paragraph = read("Antony Blinken. “We oppose any unilateral act”")
    assert rules(paragraph) == ["label before"]
    assert paragraph.found[0].attribution.speaker == Span(0, 14)


def test_a_paragraph_leaves_a_lead_and_a_topic() -> None:
    paragraph = read("The ministry responded on Monday:")
    lead = paragraph.lead()
    assert lead is not None
    assert lead.speaker == Span(0, len("The ministry"))
    assert read("Ann Lee went home.").last_speaker() is not None


def test_indirect_speech_is_reported() -> None:
    text = "Lee said that talks had failed."
    ((span, attribution),) = read(text).reported
    assert text[span.start : span.end] == "that talks had failed"
    assert attribution.rule == "speech that"


def test_marks_alone_attribute_nothing() -> None:
    article = article_of("„Wir bleiben hier“, sagte Anna Lehm.")
    (quotation,) = mark_paragraph(article, article.passages[0], 0).found
    assert quotation.attribution.rule == "other language"
    assert UNATTRIBUTED.by("continued").rule == "continued"


@pytest.mark.parametrize(
    ("text", "speaker"), [("He’s predicting “a good year”.", "He"), ("They say “a joke”.", "They")]
)
def test_the_verb_of_a_contraction_is_no_part_of_the_speaker(text: str, speaker: str) -> None:
    article = article_of(text)
    (found,) = read_paragraph(article, article.passages[0], 0).found
    span = found.attribution.speaker
    assert span is not None
    assert text[span.start : span.end] == speaker


def test_a_paragraph_that_attributes_nothing_is_read_when_asked() -> None:
    paragraph = read("Ann Lee was at home. The port was shut:")
    assert not paragraph.found
    lead = paragraph.lead()
    assert lead is not None
    assert lead.speaker == Span(21, 29)
    assert len(paragraph.sentences) == 2
