import pytest
from made_sentences import sentence_of, words_of

from dateline.transforms.quotes.attribution import choose_cue
from dateline.transforms.quotes.cues import find_cues
from dateline.transforms.quotes.via import reported_through


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("“We stay,” Lee said in a written statement.", ["a written statement"]),
        ("In a letter, Lee said: “We stay.”", ["a letter"]),
        ("“We stay,” Lee told Reuters.", ["Reuters"]),
        ("“We stay,” Lee told a crowd.", []),
        ("TASS quoted Lee as saying “we stay”.", ["TASS"]),
        ("Lee called it “a joke,” according to AFP.", ["AFP"]),
        # Who speaks for others tells what they said.
        ("The spokesman Park said the mayor called it “a joke”.", []),
        ("The spokesman Park stated that it was so, and Lee called it “a joke”.", []),
    ],
)
def test_chain_of_reporting(text: str, chain: list[str]) -> None:
    sentence = sentence_of(text)
    cues = find_cues(sentence)
    (index,) = sentence.quoted
    cue = choose_cue(sentence, cues, index)
    assert cue is not None
    found = [words_of(sentence, phrase) for phrase in reported_through(sentence, cues, cue)]
    assert found == chain


def test_an_outlet_that_stands_between_marks_passes_words_on() -> None:
    sentence = sentence_of("“We stay here for good”, “Harbour” reports Ann Lee saying.")
    cues = find_cues(sentence)
    words, outlet = sentence.quoted
    cue = choose_cue(sentence, cues, words)
    assert cue is not None
    assert reported_through(sentence, cues, cue) == [(outlet, outlet + 1)]
