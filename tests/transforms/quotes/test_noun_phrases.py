import pytest
from made_sentences import sentence_of, words_of

from dateline.transforms.quotes.noun_phrases import is_person_like, phrase_behind, phrase_ending


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        ("the mayor of Salem said", "Salem", "the mayor of Salem"),
        ("In Ohio the mayor said", "mayor", "the mayor"),
        ("on Monday the mayor said", "mayor", "the mayor"),
        ("Lee and Park said", "Park", "Lee and Park"),
        ("the tired mayor said", "mayor", "the tired mayor"),
        ("they said", "they", "they"),
        # A form in -ed before a determiner is a verb.
        ("the council issued a statement said", "statement", "a statement"),
        ("Lee doubled down on the plan said", "plan", "the plan"),
        (
            "the statement issued by the council said",
            "council",
            "the statement issued by the council",
        ),
        ("when someone in the hall said", "hall", "someone in the hall"),
        ("with of said", "of", None),
    ],
)
def test_phrase_before_a_verb(text: str, last: str, expected: str | None) -> None:
    sentence = sentence_of(text)
    phrase = phrase_ending(sentence, list(sentence.words).index(last))
    assert words_of(sentence, phrase) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("said Senator Smith of Ohio on Friday", "Senator Smith of Ohio"),
        ("said an aide to the mayor.", "an aide to the mayor"),
        ("said a man who asked for water, then left", "a man who asked for water"),
        ("said the mayor, Jane Smith, on Friday", "the mayor , Jane Smith"),
        ("said she would", "she"),
        ("said later the mayor", "the mayor"),
        ("said that it", None),
    ],
)
def test_phrase_behind_a_verb(text: str, expected: str | None) -> None:
    sentence = sentence_of(text)
    assert words_of(sentence, phrase_behind(sentence, 0)) == expected


@pytest.mark.parametrize(
    ("text", "is_person"),
    [
        ("when Ann Lee", True),
        ("when deputy mayor Ann Lee", True),
        ("when the Green Party", False),
        ("when Lee", False),
        ("when First National Bank Of Ohio Falls Trust", False),
    ],
)
def test_what_looks_like_a_full_name(text: str, is_person: bool) -> None:
    sentence = sentence_of(text)
    assert is_person_like(sentence, (1, len(sentence))) is is_person
