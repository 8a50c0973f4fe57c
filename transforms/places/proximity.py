"""How near the places are to each other that the names of an article may mean.

An article speaks of places of one part of the world: of all places that bear a name, the one is
meant that lies near places of other names.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from dateline.transforms.names.entities import fold
from dateline.transforms.places.gazetteer import GazetteerPlace
from dateline.transforms.schema.closed_sets import PlaceKind

_EARTH_KILOMETRES = 12742
# Beyond, a place says nothing about another one. This and what follows was fitted on local news of
# the US, see docs/decisions/0004-names.md.
_FAR_KILOMETRES = 150
# Less populous ones are left out, so that an article of many names takes no longer.
_MOST_PLACES = 12
# What naming a state says of the places in it.
_SAME_STATE = 0.5
# How fast a name says less, the more places bear it.
_NAMESAKE_DOUBT = 0.7


def support_of(
    candidates: Mapping[str, Sequence[GazetteerPlace]], known: Mapping[str, GazetteerPlace]
) -> dict[str, list[tuple[float, GazetteerPlace]]]:
    """For each name, the places that may be meant with how much other names speak for them.

    A name speaks by its nearest place: fully where it is known, less the more places bear it.

    Args:
        candidates: The places that bear each name.
        known: The places that some of the names mean.
    """
    names: list[str] = []
    places: list[GazetteerPlace] = []
    trust: list[float] = []
    for name, bearing in candidates.items():
        chosen = [known[name]] if name in known else bearing[:_MOST_PLACES]
        for place in chosen:
            names.append(name)
            places.append(place)
            trust.append(len(chosen) ** -_NAMESAKE_DOUBT * _reach(place))
    if not places:
        return {}
    near = np.maximum(0, 1 - _distances(places) / _FAR_KILOMETRES)
    near = np.maximum(near, _SAME_STATE * _in_named_states(places)) * np.array(trust)
    index = {name: number for number, name in enumerate(dict.fromkeys(names))}
    groups = np.array([index[name] for name in names])
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    # The nearest place of each other name.
    best = np.maximum.reduceat(near, starts, axis=1)
    best[np.arange(len(places)), groups] = 0
    found: dict[str, list[tuple[float, GazetteerPlace]]] = {name: [] for name in index}
    for name, place, value in zip(names, places, best.sum(axis=1).tolist(), strict=True):
        found[name].append((value, place))
    return found


def _reach(place: GazetteerPlace) -> float:
    """How much being near to a place says; the middle of a country is nowhere in particular."""
    return 1.0 if place.kind in (PlaceKind.CITY, PlaceKind.COUNTY, PlaceKind.STATE) else 0.0


def _in_named_states(places: Sequence[GazetteerPlace]) -> npt.NDArray[np.bool_]:
    """For each two places, whether the second is a state, and the first lies in it."""
    areas: dict[tuple[str | None, str], int] = {}
    lies_in = np.array(
        [areas.setdefault((one.country, fold(one.admin1 or "")), len(areas)) for one in places]
    )
    state = np.array(
        [
            areas.get((one.country, one.key), -1) if one.kind is PlaceKind.STATE else -1
            for one in places
        ]
    )
    return np.asarray(np.equal.outer(lies_in, state))


def _distances(places: Sequence[GazetteerPlace]) -> npt.NDArray[np.float64]:
    """The distances of all places from all, in kilometres, by the haversine formula."""
    latitude, longitude = (
        np.radians([getattr(place, name) for place in places]) for name in ("latitude", "longitude")
    )
    half = np.sin(np.subtract.outer(latitude, latitude) / 2) ** 2
    half += (
        np.multiply.outer(np.cos(latitude), np.cos(latitude))
        * np.sin(np.subtract.outer(longitude, longitude) / 2) ** 2
    )
    return np.asarray(_EARTH_KILOMETRES * np.arcsin(np.sqrt(np.minimum(1, half))))
