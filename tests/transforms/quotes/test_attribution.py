import pytest
from made_sentences import sentence_of, words_of

from dateline.transforms.quotes.attribution import (
    BEFORE_QUOTATION,
    BEHIND_QUOTATION,
    OUTDONE_BEFORE,
    OUTDONE_BEHIND,
    Fit,
    choose_cue,
)
from dateline.transforms.quotes.cue_clauses import is_strong
from dateline.transforms.quotes.cues import find_cues


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # The outermost cue of speech wins over what it reports ...
        ("Lee said that Park had called the plan “a joke”.", "Lee"),
        # ... unless the inner one stands alone,
        ("Lee said it was late, and Park said “we stay”.", "Park"),
        # stands between commas,
        ("Lee said it was, Park said, “a joke”.", "Park"),
        # or a new main clause begins.
        ("Lee said it was late, but he called it “a joke”.", "he"),
        # Side and relative clauses attribute only what is inside them.
        ("When Park said so, Lee called it “a joke”.", "Lee"),
        ("Park, who said it was late, called it “a joke”.", "Park"),
        # Who opens a clause of its own is not outdone by the clause around it.
        ("Lee said a path was open, which Park called “a joke”.", "Park"),
        ("Lee said it was late, hours after Park said it was “a joke”.", "Park"),
        ("Despite what Park wrote in spring, Lee said it was “a joke”.", "Lee"),
        # Of what is judged, the owner says nothing there.
        ("Lee called Park's remarks on rain “a joke”.", "Lee"),
        # A cue behind with words of its own belongs to those.
        ("Although Lee admitted that it was “a joke,” he claimed they knew it.", "Lee"),
        # A relative clause tells of the quoted words.
        ("Lee said he was “a joke” which told them all.", "Lee"),
        # A cue behind counts at once, or where it closes the sentence.
        ("“We will stay,” Lee said.", "Lee"),
        ("It was “a joke” for all of them, a study concluded.", "a study"),
        ("The plan was “a joke”, and the rain fell.", None),
    ],
)
def test_whose_words_they_are(text: str, speaker: str | None) -> None:
    sentence = sentence_of(text)
    (index,) = sentence.quoted
    cue = choose_cue(sentence, find_cues(sentence), index)
    found = words_of(sentence, cue.speaker) if cue is not None else None
    assert found == speaker or (speaker is None and cue is not None and not is_strong(cue))


def test_every_rule_has_an_example_and_a_weight_that_counts() -> None:
    for rule in (*BEFORE_QUOTATION, *BEHIND_QUOTATION, *OUTDONE_BEFORE, *OUTDONE_BEHIND):
        assert rule.measure.__doc__
        assert rule.weight != 0


def test_a_fit_knows_what_stands_between() -> None:
    sentence = sentence_of("Lee said, “We will stay.”")
    cues = find_cues(sentence)
    fit = Fit(sentence, cues, cues[0], 3)
    assert (fit.is_before, fit.start, fit.end, fit.distance, fit.breaks) == (True, 2, 3, 1, 0)
    assert fit.others == cues[1:]
