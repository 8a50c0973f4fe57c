"""How likely a quotation and its speaker are right, by the rule that made them."""

from functools import cache

from dateline.seeds import lexicon

_UNKNOWN = 0.5
_FEW_WORDS = 4
_SHORT_LOSS = 0.1


@cache
def _shares() -> dict[str, float]:
    return {row["rule"]: float(row["confidence"]) for row in lexicon("quote_confidence")}


def confidence(rule: str, kind: str, words: int) -> float:
    """The share of rows like this one that were right on development articles.

    A row is right when its words are a quotation and its speaker's mention is the one that people
    marked. Quoted stretches of a few words are less sure than whole sentences.

    Args:
        rule: The rule that made the row.
        kind: `direct`, `mixed` or `indirect`.
        words: How many words are quoted.

    Returns:
        A share from 0 to 1.
    """
    share = _shares().get(rule, _UNKNOWN)
    if kind != "indirect" and words < _FEW_WORDS:
        share -= _SHORT_LOSS
    return round(share, 2)
