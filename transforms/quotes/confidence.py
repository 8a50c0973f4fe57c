"""How likely a quotation and its speaker are right, by the rule that made them."""

from bisect import bisect_right
from collections import defaultdict
from functools import cache, lru_cache
from itertools import pairwise

from dateline.seeds import lexicon
from dateline.transforms.schema.closed_sets import QuoteKind, SpeakerBasis

FEW_WORDS = 4
SHORT_LOSS = 0.1
LINES: dict[str | None, str] = {
    None: "none",
    SpeakerBasis.NAME: "name",
    SpeakerBasis.PRONOUN: "pronoun",
    SpeakerBasis.AUTHOR: "pronoun",
    SpeakerBasis.GROUP: "other",
    SpeakerBasis.ROLE: "other",
    SpeakerBasis.ISSUER: "other",
    SpeakerBasis.RELATIVE: "other",
}
"""The line of each basis from shares of rules to confidence; turns were not measured."""

_UNKNOWN = 0.5


@cache
def _shares() -> dict[str, float]:
    return {row["rule"]: float(row["confidence"]) for row in lexicon("quote_confidence")}


@cache
def _share_of_speakers() -> dict[str, float]:
    return {row["basis"]: float(row["share"]) for row in lexicon("speaker_confidence")}


@cache
def _lines() -> dict[str, list[tuple[float, float]]]:
    """The points of each line, from left to right."""
    lines: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for row in lexicon("confidence_lines"):
        lines[row["line"]].append((float(row["share"]), float(row["confidence"])))
    return {name: sorted(points) for name, points in lines.items()}


def _on_line(points: list[tuple[float, float]], share: float) -> float:
    """The height of a line at a share; level left of its first point and right of its last."""
    if share <= points[0][0]:
        return points[0][1]
    if share >= points[-1][0]:
        return points[-1][1]
    (left, low), (right, high) = list(pairwise(points))[bisect_right(points, (share, 2.0)) - 1]
    return low + (high - low) * (share - left) / (right - left)


@lru_cache(maxsize=1024)
def _by_rule(rule: str, is_short: bool, basis: str | None) -> float:
    share = _shares().get(rule, _UNKNOWN) - SHORT_LOSS * is_short
    line = LINES.get(basis)
    if line is not None:
        share = _on_line(_lines()[line], share)
    if basis is not None:
        share *= _share_of_speakers()[basis]
    return round(share, 2)


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
    return _by_rule(rule, kind != QuoteKind.INDIRECT and words < FEW_WORDS, basis)
