import pytest
from made_sentences import sentence_of, words_of

from dateline.transforms.quotes.insertions import subject_before_insertions, with_role


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        # A full name ends the search; of equals, the rightmost wins.
        ("Lee, a lawyer for the port,", "Lee"),
        ("Ann Lee, a lawyer for the port,", "Ann Lee"),
        ("Park, Lee,", "Lee"),
        # What cannot be a subject is passed over.
        ("Ann Lee, R-Iowa,", "Ann Lee"),
        ("Ann Lee, 42,", "Ann Lee"),
        ("Ann Lee, Jr.,", "Ann Lee"),
        ("Ann Lee, who runs the city,", "Ann Lee"),
        ("The lawyers, one of them,", "The lawyers"),
        # A lone name behind a place tells where.
        ("A woman in Worcester, Ohio,", "A woman in Worcester"),
        # Dashes and brackets set an insertion off as commas do.
        ("Ann Lee – a friend of mine –", "Ann Lee"),
        ("Ann Lee, a lawyer (for the port)", "Ann Lee"),
        ("The mayor, Ann Lee, a lawyer,", "The mayor , Ann Lee"),
        ("When it rained,", None),
        # A piece that tells when or whence, or that belongs to a name.
        ("Lee, after a long pause,", "Lee"),
        ("Mr. Lee, of Salem Capital,", "Mr. Lee"),
        ("Ann Lee, a friend of Park's who ran the port,", "Ann Lee"),
        # A clause that opens before a name.
        ("It was late when Ann Lee, who knew,", "Ann Lee"),
        ("It was then that Lee, who knew,", "Lee"),
        # The quoted words before a name.
        ("They are “a joke” and “a shame,” Ann Lee, the mayor,", "Ann Lee"),
    ],
)
def test_the_subject_that_insertions_follow(before: str, expected: str | None) -> None:
    sentence = sentence_of(f"{before} said so")
    last = list(sentence.words).index("said") - 1
    assert words_of(sentence, subject_before_insertions(sentence, last)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor, Ann Lee, spoke", "The mayor , Ann Lee"),
        ("But the mayor, Ann Lee, spoke", "the mayor , Ann Lee"),
        ("Ann Lee spoke", "Ann Lee"),
        # No role: no determiner, or a clause of its own.
        ("On Friday, Ann Lee spoke", "Ann Lee"),
        ("The rain stopped, Ann Lee said", "Ann Lee"),
    ],
)
def test_a_name_takes_the_role_before_it(text: str, expected: str) -> None:
    sentence = sentence_of(text)
    first = list(sentence.words).index("Ann")
    assert words_of(sentence, with_role(sentence, (first, first + 2))) == expected
