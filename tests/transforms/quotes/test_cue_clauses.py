import pytest
from made_sentences import sentence_of

from dateline.transforms.quotes.cue_clauses import (
    closes_sentence,
    count_breaks,
    is_coordinated,
    is_strong,
    is_subordinate,
    is_tag,
    opens_side_clause,
)
from dateline.transforms.quotes.cues import Cue, find_cues


def cue_of(text: str, word: str) -> Cue:
    sentence = sentence_of(text)
    return next(cue for cue in find_cues(sentence) if sentence.word(cue.cue[0]) == word)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("“We stay,” Lee said.", True), ("Lee said, “We stay.”", False)],
)
def test_a_tag_follows_its_quotation(text: str, is_so: bool) -> None:
    assert is_tag(sentence_of(text), cue_of(text, "said")) is is_so


def test_a_clause_of_its_own_is_joined_or_opened_by_a_relative() -> None:
    joined = "It rained and Park said “we stay”."
    assert is_coordinated(sentence_of(joined), cue_of(joined, "said"))
    opened = "Lee said a path was open, which Park called “a joke”."
    assert opens_side_clause(sentence_of(opened), cue_of(opened, "called"))
    assert not opens_side_clause(sentence_of(opened), cue_of(opened, "said"))


def test_a_side_clause_ends_before_what_others_say() -> None:
    text = "When Lee said so, others called it “a joke”."
    sentence = sentence_of(text)
    quotation = next(iter(sentence.quoted))
    assert is_subordinate(sentence, cue_of(text, "said"), quotation)
    assert not is_subordinate(sentence, cue_of(text, "called"), quotation)


def test_new_clauses_are_counted() -> None:
    sentence = sentence_of("Lee said so; it rained, and he left “early”.")
    assert count_breaks(sentence, 0, len(sentence)) == 2


def test_a_cue_can_close_its_sentence_and_say_by_itself_that_somebody_speaks() -> None:
    text = "It was “a joke” for all of them, a study said."
    cue = cue_of(text, "said")
    assert closes_sentence(sentence_of(text), cue, cue.first)
    assert is_strong(cue)
