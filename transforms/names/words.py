"""Words that make names: titles, heads of organisations, connecting words, and the like."""

from functools import cache

from dateline.seeds import lexicon


@cache
def words_used_as(use: str) -> frozenset[str]:
    """The lower-case words of `seeds/name_words.csv` with a use, such as `title`.

    Raises:
        KeyError: No word has that use.
    """
    words = frozenset(row["word"] for row in lexicon("name_words") if row["use"] == use)
    if not words:
        raise KeyError(use)
    return words
