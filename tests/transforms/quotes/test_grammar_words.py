import pytest

from dateline.seeds import lexicon
from dateline.transforms.quotes.grammar_words import grammar_words


def test_words_have_uses() -> None:
    assert {"quoted", "cited"} <= grammar_words("quoting_verb")
    with pytest.raises(KeyError):
        grammar_words("no such use")


def test_every_row_says_where_it_is_from() -> None:
    rows = lexicon("grammar_words")
    assert all(row["source"] for row in rows)
    assert len({(row["word"], row["use"]) for row in rows}) == len(rows)
