import pytest

from dateline.transforms.quotes.classification import classify, may_report
from dateline.transforms.quotes.word_classes import (
    ADVERB,
    AUXILIARY,
    CONTRACTION,
    GERUND,
    NAME,
    NOUN,
    NUMBER,
    OTHER_MARK,
    PAST_FORM,
    POSSESSIVE,
    QUOTATION,
    RELATIVE,
    REPORTING_GERUND,
    REPORTING_VERB,
    VERB,
    WordClass,
)


@pytest.mark.parametrize(
    ("text", "index", "expected"),
    [
        ("Lee left", 0, NAME),
        ("Lee's plan", 0, POSSESSIVE),
        ("2,000 people", 0, NUMBER),
        ("the 90-year-old", 1, NOUN),
        ("slowly they left", 0, ADVERB),
        ("they visited Rome", 1, PAST_FORM),
        ("they kept visiting", 2, GERUND),
        ("it went home", 1, VERB),
        ("they will hold banners", 2, VERB),
        ("they would not comment on it", 3, REPORTING_VERB),
        ("the will of voters", 3, NOUN),
        ("as Harbour reports with care", 2, REPORTING_VERB),
        ("Harbour reports with reference", 1, REPORTING_VERB),
        ("Harbour reports with care", 1, NOUN),
        ("articles from noted scholars", 2, NOUN),
        ("Park's fired manager", 1, NOUN),
        ("in answering questions about it", 2, NOUN),
        ("he said so", 1, REPORTING_VERB),
        ("he left saying so", 2, REPORTING_GERUND),
        ("he's late", 0, CONTRACTION),
        ("who's late", 0, RELATIVE),
        ("the US left", 1, NAME),
        ("they will go", 1, AUXILIARY),
        ("when Will Smith left", 1, NAME),
        # A form that may report is a noun behind what determines one.
        ("the claim that", 1, NOUN),
        ("they claim that", 1, REPORTING_VERB),
        ("Lee's report on", 1, NOUN),
        ("many claim that", 1, REPORTING_VERB),
        # An abbreviation's dot ends nothing where lower case follows.
        ("it . ended", 1, OTHER_MARK),
    ],
)
def test_class_of_a_word(text: str, index: int, expected: WordClass) -> None:
    assert classify(["Today", *text.split()], is_title=False)[index + 1] is expected


def test_a_sentence_may_open_with_a_verb_but_a_headline_capitalises_all() -> None:
    assert classify(["Asked", "why"], is_title=False)[0] is REPORTING_VERB
    assert classify(["Lee", "Says", "No"], is_title=True)[1] is REPORTING_VERB
    assert classify(["Ann", "Says", "No"], is_title=False)[1] is NAME


def test_an_empty_word_is_a_quotation() -> None:
    assert classify([""], is_title=False) == [QUOTATION]


@pytest.mark.parametrize("word", ["said", "Said", "SAYS", "according"])
def test_a_passage_may_report_where_one_of_its_words_can(word: str) -> None:
    assert may_report(["the", "mayor", word])
    assert not may_report(["the", "mayor", "was", "there"])
