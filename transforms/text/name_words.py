"""Words that make names: titles, heads of organisations, connecting words, and the like."""

from functools import cache

from dateline.seeds import lexicon


@cache
def words_used_as(*uses: str) -> frozenset[str]:
    """The lower-case words of `seeds/name_words.csv` with one of these uses, such as `title`.

    Raises:
        KeyError: No word has one of the uses.
    """
    by_use = {
        use: {row["word"] for row in lexicon("name_words") if row["use"] == use} for use in uses
    }
    for use, words in by_use.items():
        if not words:
            raise KeyError(use)
    return frozenset().union(*by_use.values())
