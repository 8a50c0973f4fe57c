"""For which government a capital or its seat speaks: "Baku rejected", "the Kremlin said"."""

from functools import cache, lru_cache

from dateline.seeds import lexicon
from dateline.transforms.names.entities import entity_id, fold
from dateline.transforms.quotes.antecedents import Speaker
from dateline.transforms.schema.closed_sets import EntityKind

_MAY_STAND_FOR_ONE = (EntityKind.PLACE, EntityKind.ORGANISATION)


@cache
def _countries() -> dict[str, str]:
    return {
        fold(row["seat"]): entity_id(EntityKind.PLACE, row["country"])
        for row in lexicon("government_seats")
    }


@lru_cache(maxsize=1 << 12)
def government_of(speaker: Speaker | None) -> str | None:
    """The country for whose government a speaker stands, as an entity; None for everybody else.

    The speaker keeps its own name: that a capital speaks does not tell who there spoke.
    """
    if speaker is None or not (speaker.entity_id or "").startswith(_MAY_STAND_FOR_ONE):
        return None
    return _countries().get(fold(speaker.name))
