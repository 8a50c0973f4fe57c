import pytest

from dateline.transforms.names.multilingual.features import DocumentNotes, shape, token_features
from dateline.transforms.names.multilingual.tokens import tokens_of


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Москва", "title"),
        ("МВД", "capitals3"),
        ("ՆԱՏՕ-ում", "capitals4-"),
        ("Visteon", "latin_title"),
        ("мост", "lower"),
        ("2019", "digits4"),
        ("2019թ", "number"),
        ("А", "initial"),
        ("«", "«"),
        ("eBay", "latin_mixed"),
    ],
)
def test_shape_says_how_a_token_is_written(word: str, expected: str) -> None:
    assert shape(word) == expected


def test_a_word_is_seen_with_its_neighbours_and_its_document() -> None:
    text = "Вчера Ольга Вранова пела. Вранову слушали."
    tokens = tokens_of(text, 0, len(text))
    rows = token_features("ru", tokens, DocumentNotes("ru", [tokens]))
    assert len(rows) == len(tokens.texts)
    olga, vranova, later = rows[1], rows[2], rows[5]
    assert {"is=given", "+1shape=title", "-1w=вчера"} <= set(olga)
    assert "doc=after_given" in vranova
    assert "doc=after_given" in later
    assert "starts" in later
    assert "starts" not in vranova


def test_what_stands_in_quotation_marks_is_noted_to_their_end() -> None:
    text = "в газете «Вечерний мост» пишут"
    tokens = tokens_of(text, 0, len(text))
    rows = token_features("ru", tokens, DocumentNotes("ru", [tokens]))
    assert ["quoted" in row for row in rows] == [False, False, True, True, True, True, False]
