"""How likely a quotation and its speaker are right, by the rule that made them."""

from functools import cache

from dateline.seeds import lexicon

_UNKNOWN = 0.5
_FEW_WORDS = 4
_SHORT_LOSS = 0.1


@cache
def _shares() -> dict[str, float]:
    return {row["rule"]: float(row["confidence"]) for row in lexicon("quote_confidence")}


@cache
def _share_of_speakers() -> dict[str, float]:
    return {row["basis"]: float(row["share"]) for row in lexicon("speaker_confidence")}


def confidence(rule: str, kind: str, words: int, basis: str | None = None) -> float:
    """The share of rows like this one that were right on development articles.

    A row is right when its words are a quotation, its speaker's mention is the one that people
    marked, and the mention means the speaker: a name does, a pronoun or a role may not. Quoted
    stretches of a few words are less sure than whole sentences.

    Args:
        rule: The rule that made the row.
        kind: `direct`, `mixed` or `indirect`.
        words: How many words are quoted.
        basis: How the mention came to mean the speaker; None where there is none.

    Returns:
        A share from 0 to 1.
    """
    share = _shares().get(rule, _UNKNOWN)
    if kind != "indirect" and words < _FEW_WORDS:
        share -= _SHORT_LOSS
    if basis is not None:
        share *= _share_of_speakers()[basis]
    return round(share, 2)
