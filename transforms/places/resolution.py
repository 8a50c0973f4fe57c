"""Which of the places that bear a name an article means."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from dateline.transforms.names.entities import fold
from dateline.transforms.places.gazetteer import GazetteerPlace, locations
from dateline.transforms.places.proximity import support_of
from dateline.transforms.places.stated_places import state_abbreviations
from dateline.transforms.schema.closed_sets import PlaceBasis, PlaceKind

_STATED_AREA = re.compile(r",\s+((?:[A-Z][\w.’'-]* *){1,4})")
REACH_BEHIND = 40
"""Characters behind a name in which its state or country is looked for."""

_LIE_IN_OTHERS = (PlaceKind.CITY, PlaceKind.COUNTY)

_DOMINANCE = 5
"""How many times as populous as the next a place is that is meant without any other sign."""

_FAME = 50
"""The same, where one that bears the name lies in a country that the article speaks of."""

_SHARE_OF_NAMES = 0.5
"""The share of an article's names of which a state or country has a place that it then means."""

_FEWEST_NAMES = 2
"""Names that have a place in an area at least where one of them is known to lie there."""

_FEWEST_UNKNOWN = 3

_LEAST_SUPPORT = 0.4
"""What other names say at least for a place that is meant since it lies near theirs."""

_LEAST_MARGIN = 0.2
"""By how much it is likelier at least than any in another state."""

_MOST_SUPPORT = 2.0

_POPULATION_WEIGHT = 0.15
"""What ten times the people count for, where one name in the same place counts 1."""

_WELL_KNOWN = 100_000
"""The people of a place that may be the only one of its country in an article."""

_Area = tuple[str, str | None]
"""A country and a state of it; the whole country where the state is None."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place's name where an article has it; `behind` is the text that follows."""

    name: str
    behind: str


@dataclass(frozen=True, slots=True)
class ResolvedPlace:
    """The place that a name means, and why."""

    location: GazetteerPlace
    basis: PlaceBasis


def resolve_places(
    named: Sequence[NamedPlace], dateline: str | None, hints: Sequence[str] = ()
) -> dict[str, ResolvedPlace]:
    """Find which place each name of an article means; a name means one place in all of it.

    The first that tells, in this order: the state or country behind the name ("Columbus, Ga.");
    that one place bears it; the state or the country of the dateline; that one place lies near what
    other names mean; fame; the state and the country in which most of the article's names have a
    place; and that one place is a capital or far more populous than the others. Where none does,
    the name is ambiguous and left out, as it is where the abbreviation of a state follows in which
    no place of the name is listed.

    Args:
        named: The names of places in order of the text.
        dateline: The article's dateline as written, if it has one.
        hints: Names of places that stand in names of organisations.
    """
    resolver = _Resolver(named)
    resolver.by_statement(named)
    resolver.by_uniqueness()
    origin = _origin(dateline)
    for area in _areas_of(origin) if origin is not None else ():
        resolver.inside(area, PlaceBasis.DATELINE)
    resolver.by_proximity(hints)
    resolver.by_prominence(_FAME)
    for area in resolver.areas():
        resolver.inside(area, PlaceBasis.CONTEXT)
    resolver.by_prominence(_DOMINANCE)
    return resolver.found


class _Resolver:
    """The names of one article: the places that bear each, and those that are meant so far."""

    def __init__(self, named: Sequence[NamedPlace]) -> None:
        self.found: dict[str, ResolvedPlace] = {}
        self._candidates = {place.name: locations(place.name) for place in named}
        self._by_main_name = {
            name: _by_main_name(places) for name, places in self._candidates.items()
        }

    def by_statement(self, named: Sequence[NamedPlace]) -> None:
        """Resolve the names behind which their state or country stands."""
        for place in named:
            wider, is_abbreviated = _wider(place.behind)
            if wider is None or place.name in self.found:
                continue
            inside = [p for p in self._candidates.get(place.name, ()) if _lies_in(p, wider)]
            if inside:
                self.found[place.name] = ResolvedPlace(inside[0], PlaceBasis.STATED)
            elif is_abbreviated:
                self._candidates.pop(place.name, None)

    def by_uniqueness(self) -> None:
        """Resolve the names that one place alone bears, if it is known or has company."""
        unique = {
            name: self._by_main_name[name][0]
            for name, _ in self._open()
            if len(self._by_main_name[name]) == 1
        }
        countries = Counter(place.country for place in unique.values())
        countries.update(meant.location.country for meant in self.found.values())
        for name, place in unique.items():
            is_known = place.population >= _WELL_KNOWN or place.kind is not PlaceKind.CITY
            if is_known or countries[place.country] > 1 or len(countries) == 1:
                self.found[name] = ResolvedPlace(place, PlaceBasis.UNIQUE)

    def inside(self, area: _Area, basis: PlaceBasis) -> None:
        """Resolve the names of which one place lies in an area."""
        for name, places in self._open():
            here = _merged([place for place in places if area in _areas_of(place)])
            if here and _dominates(here[0], here[1:], _DOMINANCE):
                self.found[name] = ResolvedPlace(here[0], basis)

    def by_proximity(self, hints: Sequence[str]) -> None:
        """Resolve the names of which one place lies near what other names mean."""
        if not self._open():
            return
        candidates = {name: locations(name) for name in hints} | self._candidates
        known = {name: meant.location for name, meant in self.found.items()}
        supported = support_of(candidates, known)
        for name, _ in self._open():
            ranked = sorted(
                ((_worth(support, place), support, place) for support, place in supported[name]),
                key=lambda one: -one[0],
            )
            (worth, support, first), *others = ranked
            rivals = [one for one, _, place in others if not _is_same_area(place, first)]
            if support >= _LEAST_SUPPORT and worth - max(rivals, default=-9) >= _LEAST_MARGIN:
                self.found[name] = ResolvedPlace(first, PlaceBasis.CONTEXT)

    def by_prominence(self, times: int) -> None:
        """Resolve the names of which one place is a capital, or that much more populous."""
        known = {meant.location.country for meant in self.found.values()}
        for name, _ in self._open():
            first, *others = self._by_main_name[name]
            rivals = [place for place in others if place.country in known]
            is_capital = first.is_capital and times < _FAME
            if is_capital or (
                _dominates(first, others, times) and _dominates(first, rivals, _FAME)
            ):
                self.found[name] = ResolvedPlace(first, PlaceBasis.MOST_POPULOUS)

    def areas(self) -> list[_Area]:
        """The state and the country in which most of the article's names have a place.

        Of several, the one where they have the fewest other places.
        """
        weights: dict[_Area, float] = defaultdict(float)
        names: Counter[_Area] = Counter()
        known: Counter[_Area] = Counter()
        for name, places in self._candidates.items():
            own = [self.found[name].location] if name in self.found else places
            areas = {area for place in own for area in _areas_of(place)}
            names.update(areas)
            known.update(areas if name in self.found else ())
            for area in areas:
                weights[area] += 1 / len(own)
        least = _SHARE_OF_NAMES * len(list(filter(None, self._candidates.values())))
        speaking = [
            area
            for area, count in names.items()
            if count >= max(least, _FEWEST_NAMES if known[area] else _FEWEST_UNKNOWN)
        ]
        return _foremost_of_each_kind(speaking, weights)

    def _open(self) -> list[tuple[str, Sequence[GazetteerPlace]]]:
        return [
            (name, places)
            for name, places in self._candidates.items()
            if places and name not in self.found
        ]


def _worth(support: float, place: GazetteerPlace) -> float:
    """How likely a place is meant: by what lies near it, and by how many people know it."""
    return min(support, _MOST_SUPPORT) + _POPULATION_WEIGHT * log10(place.population + 1000)


def _is_same_area(place: GazetteerPlace, other: GazetteerPlace) -> bool:
    """Whether it makes no difference which is meant, as of a city and its county."""
    return (place.country, place.admin1) == (other.country, other.admin1)


def _foremost_of_each_kind(areas: Sequence[_Area], weights: Mapping[_Area, float]) -> list[_Area]:
    """The foremost state and the foremost country of some areas."""
    states = [area for area in areas if area[1] is not None]
    countries = [area for area in areas if area[1] is None]
    foremost = (_foremost(group, weights) for group in (states, countries))
    return [area for area in foremost if area is not None]


def _foremost(areas: Sequence[_Area], weights: Mapping[_Area, float]) -> _Area | None:
    """The area of most weight; of two that weigh the same neither is meant."""
    if not areas:
        return None
    most = max(weights[area] for area in areas)
    first, *others = [area for area in areas if weights[area] == most]
    return None if others else first


def _by_main_name(places: Sequence[GazetteerPlace]) -> list[GazetteerPlace]:
    """The places whose main name it is, others only where there are none; without their states."""
    main = [place for place in places if not place.is_other_name]
    return _merged(main or places)


def _merged(places: Sequence[GazetteerPlace]) -> list[GazetteerPlace]:
    """Places without those that share their name with what is meant before them.

    Those are the states named after a city in them ("Yerevan", "New York"), and the states and
    cities of a country that are named like it ("Mexico", "Luxembourg").
    """
    countries = {place.country for place in places if place.kind is PlaceKind.COUNTRY}
    cities = [place for place in places if place.kind is PlaceKind.CITY]
    seats = {(city.country, fold(city.admin1 or "")) for city in cities}
    return [
        place
        for place in places
        if place.kind is PlaceKind.COUNTRY
        or (
            place.country not in countries
            and (place.kind is not PlaceKind.STATE or (place.country, place.key) not in seats)
        )
    ]


def _wider(behind: str) -> tuple[str | None, bool]:
    """The state or country behind a name, and whether it is abbreviated: "Columbus, *Ga.*"."""
    match = _STATED_AREA.match(behind[:REACH_BEHIND])
    if match is None:
        return None, False
    words = match[1].split()
    for count in range(len(words), 0, -1):
        text = " ".join(words[:count])
        state = state_abbreviations().get(text) or state_abbreviations().get(text.rstrip("."))
        if state is not None:
            return state, True
        if any(place.kind in (PlaceKind.STATE, PlaceKind.COUNTRY) for place in locations(text)):
            return text, False
    return None, False


def _lies_in(place: GazetteerPlace, wider: str) -> bool:
    if place.kind not in _LIE_IN_OTHERS:
        return False
    if place.admin1 is not None and fold(place.admin1) == fold(wider):
        return True
    return any(
        outer.kind is PlaceKind.COUNTRY and outer.country == place.country
        for outer in locations(wider)
    )


def _origin(dateline: str | None) -> GazetteerPlace | None:
    """The place of a dateline, if its name and what it states beside it mean one."""
    if dateline is None:
        return None
    name, comma, rest = dateline.partition(",")
    places = [NamedPlace(name.strip(" -—–("), comma + rest)]
    resolver = _Resolver(places)
    resolver.by_statement(places)
    resolver.by_uniqueness()
    resolver.by_prominence(_DOMINANCE)
    return next((meant.location for meant in resolver.found.values()), None)


def _areas_of(place: GazetteerPlace) -> list[_Area]:
    if place.country is None:
        return []
    state = place.key if place.kind is PlaceKind.STATE else fold(place.admin1 or "")
    return [(place.country, state), (place.country, None)] if state else [(place.country, None)]


def _dominates(first: GazetteerPlace, others: Sequence[GazetteerPlace], times: int) -> bool:
    """Whether a place is so many times as populous as the next; of counties that is not known."""
    if not others:
        return True
    if first.kind is PlaceKind.COUNTY:
        return False
    return first.population >= times * max(1, others[0].population)
