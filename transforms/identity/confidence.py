"""How likely a mention means its entity, by what it was resolved by."""

from collections.abc import Mapping
from functools import cache

from dateline.seeds import lexicon


@cache
def _shares() -> Mapping[str, float]:
    return {row["basis"]: float(row["confidence"]) for row in lexicon("identity_confidence")}


def confidence(basis: str) -> float:
    """The share of mentions resolved so that mean the entity."""
    return _shares()[basis]
