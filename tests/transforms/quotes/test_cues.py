import pytest
from made_sentences import sentence_of, words_of

from dateline.transforms.quotes.cues import find_cues


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said she would stay.", ("said", "The mayor", "speech")),
        ("“We stay,” said Ann Lee.", ("said", "Ann Lee", "speech")),
        ("“We stay,” according to Ann Lee.", ("according to", "Ann Lee", "according")),
        ("In the plan's, in the words of Lee, “bad joke”", ("in the words of", "Lee", "according")),
        ("Ann Lee: “We stay.”", (":", "Ann Lee", "label")),
        ("Nobody liked her remark that it was “a joke”.", ("remark", "her", "noun")),
        ("The plan was called “a joke” by Mayor Lee.", ("called", "Mayor Lee", "judge")),
        ("TASS quoted Lee as saying “we stay”.", ("saying", "Lee", "speech")),
        # A passive without a form of “be”.
        ("A plan called “a joke” by the mayor failed.", ("called", "the mayor", "judge")),
        ("Salem, called the “port” by traders, grew.", ("called", "traders", "judge")),
        ("Lee, out of town, said by telephone “we stay”.", ("said", "Lee", "speech")),
        # Whose participle it is.
        ("Lee, citing “bad weather,” left with Ann, Park and Dee.", ("citing", "Lee", "speech")),
        ("“We stay,” Lee added, saying it was “a joke”.", ("saying", "Lee", "speech")),
        ("Lee helped Park by saying “we stay”.", ("saying", "Lee", "speech")),
        (
            "Lee spoke, recently telling Park it was “a joke”.",
            ("telling", "Lee", "address"),
        ),
        ("Lee issued a statement saying “we stay”.", ("saying", "Lee", "speech")),
        ("Lee sent an email to voters on Monday saying “we stay”.", ("saying", "Lee", "speech")),
        ("Lee heard voters saying “we stay”.", ("saying", "voters", "speech")),
        ("“We stay”, “Harbour” reports Ann Lee saying.", ("saying", "Ann Lee", "speech")),
        # What stands before the dash has no part in the label.
        ("The polls agree - Pollster: “We stay.”", (":", "Pollster", "label")),
    ],
)
def test_cue_and_speaker(text: str, expected: tuple[str, str, str]) -> None:
    sentence = sentence_of(text)
    found = [
        (words_of(sentence, cue.cue), words_of(sentence, cue.speaker), cue.kind)
        for cue in find_cues(sentence)
    ]
    assert expected in found


def test_verbs_that_do_not_report_are_cues_beside_a_quotation_only() -> None:
    assert find_cues(sentence_of("Lee went home.")) == []
    (cue,) = find_cues(sentence_of("Lee went “home”."))
    assert cue.kind == "verb"


def test_a_participle_in_brackets_is_no_cue() -> None:
    sentence = sentence_of("The rule of Lee (repeated to Park for years) was, “Stay.”")
    assert "repeated" not in [words_of(sentence, cue.cue) for cue in find_cues(sentence)]


def test_who_quotes_is_no_speaker() -> None:
    sentence = sentence_of("TASS quoted Lee as saying “we stay”.")
    speakers = [words_of(sentence, cue.speaker) for cue in find_cues(sentence)]
    assert "TASS" not in speakers


def test_first_and_last_word_of_a_cue_with_its_speaker() -> None:
    (cue,) = find_cues(sentence_of("They left, said Ann Lee."))
    assert (cue.first, cue.last, cue.inverted) == (3, 6, True)
