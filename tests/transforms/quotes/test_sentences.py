import pytest
from made_sentences import sentences_of

from dateline.transforms.quotes.sentences import LONGEST_SENTENCE


@pytest.mark.parametrize(
    ("text", "openings"),
    [
        ("Lee left. Park stayed.", ["Lee", "Park"]),
        ("Mr. Lee met Sen. Park of Conn. on Friday.", ["Mr."]),
        ("It closed at 5 p.m. The mayor left.", ["It", "The"]),
        ("The U.S. Senate voted.", ["The"]),
        ("“We stay.” Park left.", ["", "Park"]),
        ("“We stay.” the mayor said.", [""]),
        ("“Do we stay?” asked Lee. Park left.", ["", "Park"]),
        ("“We stay,” Lee said.", [""]),
        ("Lee left (and came back.) Park stayed.", ["Lee", "Park"]),
        ("Lee stayed, e.g. in May.", ["Lee"]),
    ],
)
def test_where_sentences_begin(text: str, openings: list[str]) -> None:
    assert [sentence.words[0] for sentence in sentences_of(text)] == openings


def test_spans_are_of_the_text_and_a_quotation_is_one_word() -> None:
    text = "Lee said: “We will stay.”"
    (sentence,) = sentences_of(text)
    spans = [sentence.span((index, index + 1)) for index in range(len(sentence))]
    assert [text[start:end] for start, end in spans] == [
        "Lee",
        "said",
        ":",
        "“We will stay.”",
    ]
    assert sentence.quoted == {3: 0}


def test_a_sentence_without_an_end_is_cut() -> None:
    sentences = sentences_of("word " * (2 * LONGEST_SENTENCE + 1))
    assert [len(sentence) for sentence in sentences] == [LONGEST_SENTENCE, LONGEST_SENTENCE, 1]
