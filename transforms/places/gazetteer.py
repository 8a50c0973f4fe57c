"""Which places bear a name: cities, counties, states, countries, regions and continents."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from dateline.seeds import lexicon, model
from dateline.transforms.names.entities import fold
from dateline.transforms.schema.closed_sets import PlaceKind


class GazetteerPlace(NamedTuple):
    """A place of the gazetteer.

    `key` is the folded name that it was found by, and `is_other_name` says that it is not its
    main one. `country` is an ISO 3166-1 alpha-3 code, `admin1` the name of its state or province;
    latitude and longitude are degrees (WGS 84). `claimed_by` names who claims a contested place, by
    codes of countries where there are some; such a place has no country.
    """

    key: str
    kind: PlaceKind
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    population: int
    geoname_id: str | None
    is_other_name: bool = False
    is_capital: bool = False
    claimed_by: tuple[str, ...] = ()


class _Gazetteer:
    """The gazetteer's rows in order of their keys, which are folded names."""

    def __init__(self, table: pa.Table) -> None:
        self._keys: list[str] = table["key"].to_pylist()
        self._table = table

    def named(self, key: str) -> list[GazetteerPlace]:
        first = bisect_left(self._keys, key)
        last = bisect_right(self._keys, key, first)
        rows = self._table.slice(first, last - first).to_pylist()
        return [GazetteerPlace(**{**row, "kind": PlaceKind(row["kind"])}) for row in rows]

    def positions(self, kind: PlaceKind) -> Iterator[tuple[float, float]]:
        rows = self._table.filter(pc.equal(self._table["kind"], kind.value))
        return zip(rows["latitude"].to_pylist(), rows["longitude"].to_pylist(), strict=True)


@cache
def _gazetteer() -> _Gazetteer:
    content = pa.BufferReader(model("gazetteer.arrow"))
    return _Gazetteer(pa.ipc.open_file(content).read_all())


@cache
def _contested() -> dict[tuple[str, str], tuple[str, ...]]:
    """Who claims a contested place, by the country that lists it and its folded name or state's."""
    return {
        (row["listed_in"], fold(row["name"])): tuple(row["claimed_by"].split(";"))
        for row in lexicon("contested_places")
    }


@cache
def _more_places() -> dict[str, list[GazetteerPlace]]:
    more: dict[str, list[GazetteerPlace]] = {}
    for row in lexicon("more_places"):
        key = fold(row["name"])
        place = GazetteerPlace(
            key,
            PlaceKind(row["kind"]),
            row["country"] or None,
            row["admin1"] or None,
            float(row["latitude"]),
            float(row["longitude"]),
            0,
            None,
        )
        more.setdefault(key, []).append(place)
    return more


@lru_cache(maxsize=1 << 14)
def locations(name: str) -> Sequence[GazetteerPlace]:
    """Every place that bears a name, capitals first, then by population."""
    key = fold(name)
    found = [*_gazetteer().named(key), *_more_places().get(key, ())]
    found.sort(key=lambda p: (not p.is_capital, -p.population, p.geoname_id or ""))
    return [_as_claimed(place) for place in found]


def _as_claimed(place: GazetteerPlace) -> GazetteerPlace:
    country = place.country or ""
    claims = _contested().get((country, place.key))
    if claims is None and place.admin1 is not None:
        claims = _contested().get((country, fold(place.admin1)))
    return place if claims is None else place._replace(country=None, claimed_by=claims)


def inhabited_cells(degrees: int) -> Sequence[tuple[int, int]]:
    """Where on the globe cities are: the southern and western edges of cells of so many degrees."""
    positions = _gazetteer().positions(PlaceKind.CITY)
    cells = {(latitude // degrees, longitude // degrees) for latitude, longitude in positions}
    return sorted((int(south) * degrees, int(west) * degrees) for south, west in cells)
