"""Words with a use of their own in the grammar of quotations."""

from functools import cache

from dateline.seeds import lexicon


@cache
def grammar_words(use: str) -> frozenset[str]:
    """The words of `seeds/grammar_words.csv` with a use, such as `quoting_verb`.

    Raises:
        KeyError: No word has that use.
    """
    words = frozenset(row["word"] for row in lexicon("grammar_words") if row["use"] == use)
    if not words:
        raise KeyError(use)
    return words


@cache
def statement_forms() -> frozenset[str]:
    """What a statement is made in, such as an address or an affidavit, in lower case."""
    return frozenset(row["word"] for row in lexicon("statement_forms"))
