import pytest
from made_sentences import sentence_of, words_of

from dateline.transforms.quotes.quoting import quoted_person, quotes_as_saying, quoting_verb
from dateline.transforms.quotes.subjects import SubjectReader


@pytest.mark.parametrize(
    ("text", "verb", "person"),
    [
        ("TASS quoted Lee as saying “we stay”.", "quoted", "Lee"),
        ("Lee was quoted as saying “we stay”.", "quoted", "Lee"),
        ("Khabar reports Lee saying “we stay”.", "reports", "Lee"),
    ],
)
def test_who_is_quoted(text: str, verb: str, person: str) -> None:
    sentence = sentence_of(text)
    saying = list(sentence.words).index("saying")
    index = quoting_verb(sentence, saying)
    assert index is not None
    assert sentence.word(index) == verb
    assert quotes_as_saying(sentence, index)
    assert words_of(sentence, quoted_person(SubjectReader(sentence), saying)) == person


def test_nobody_is_quoted_by_who_heard_voters() -> None:
    sentence = sentence_of("Lee heard voters saying “we stay”.")
    saying = list(sentence.words).index("saying")
    assert quoting_verb(sentence, saying) is None
    assert quoted_person(SubjectReader(sentence), saying) is None
