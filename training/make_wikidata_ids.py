"""Write the lexicon of ids in Wikidata: countries, and organisations that the news names often.

    python -m training.make_wikidata_ids seeds/wikidata_ids.csv BORDERS WIKIDATA

It needs rigour (MIT), which nothing else in the project does, and two files of npm packages:
`src/data/borders.json` of @rapideditor/country-coder (ISC) and `dist/wikidata/wikidata.json` of
name-suggestion-index (BSD). The ids in all of them are Wikidata's (CC0).

A country has an id where rigour and country-coder agree on it, for each of its names that no state
of another country bears. Of an organisation, `known_organisations.csv` has the name and where its
id was seen with that name; an id without a number there is the one of the only item of that name in
name-suggestion-index. What nobody confirms is not written.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rigour.territories import get_territories

from dateline.seeds import lexicon
from dateline.transforms.names.entities import entity_id
from dateline.transforms.places.gazetteer import locations
from dateline.transforms.schema.closed_sets import EntityKind, PlaceKind

HERE = Path(__file__).parent
NSI = "name-suggestion-index"
SOURCES = {
    NSI: "Wikidata, as in name-suggestion-index 8",
    "supraverden": "Wikidata, the item that confirmordeny/supraverden has for it",
    "impresso": "Wikidata, the item that impresso's list of news agencies has for it",
    "official website": "Wikidata, the item that has its official website",
    "conzept": "Wikidata, the parliament of the country in waldenn/conzept",
    "several repositories": "Wikidata, the item that several repositories have for it",
}
COUNTRY_SOURCE = "Wikidata, as in rigour 2.6 and country-coder 5.6"
Row = tuple[str, str, str, str, str]


def main() -> None:
    """Write the lexicon, sorted."""
    out, borders, items = map(Path, sys.argv[1:])
    rows = {*_countries(borders), *_organisations(items)}
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("kind", "name", "country", "wikidata_id", "source"))
        writer.writerows(sorted(rows))


def _countries(borders: Path) -> Iterator[Row]:
    territories = {
        territory.alpha3.upper(): territory.qid
        for territory in get_territories()
        if territory.alpha3
    }
    ids: dict[str, str] = {}
    for feature in json.loads(borders.read_text(encoding="utf-8"))["features"]:
        code, wikidata_id = (feature["properties"].get(key) for key in ("iso1A3", "wikidata"))
        if code and territories.get(code) == wikidata_id:
            ids[code] = wikidata_id
    names = {row["name"] for row in lexicon("countries")}
    names |= {row["name"] for row in lexicon("entity_aliases") if row["kind"] == EntityKind.PLACE}
    for name in names:
        code = _country(name)
        if code in ids:
            yield (EntityKind.PLACE.value, name, code, ids[code], COUNTRY_SOURCE)


def _country(name: str) -> str | None:
    """The code of the country of a name that no state or region of elsewhere bears."""
    places = [place for place in locations(name) if place.kind != PlaceKind.CITY]
    codes = {place.country for place in places}
    is_country = any(place.kind == PlaceKind.COUNTRY for place in places)
    return codes.pop() if is_country and len(codes) == 1 else None


def _organisations(items: Path) -> Iterator[Row]:
    known: dict[str, Any] = json.loads(items.read_text(encoding="utf-8"))["wikidata"]
    by_label = defaultdict(list)
    for wikidata_id, item in known.items():
        by_label[item.get("label")].append(wikidata_id)
    seen: dict[str, str] = {}
    with (HERE / "known_organisations.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, wikidata_id, source = row["name"], row["wikidata_id"], row["source"]
            if not wikidata_id:
                (wikidata_id,) = by_label[name]
            elif source == NSI and wikidata_id not in known:
                raise ValueError(f"{name}: {NSI} has no {wikidata_id}")
            identity = entity_id(EntityKind.ORGANISATION, name)
            if seen.setdefault(identity, wikidata_id) != wikidata_id:
                raise ValueError(f"{name}: {wikidata_id} and {seen[identity]}")
            yield (EntityKind.ORGANISATION.value, name, "", wikidata_id, SOURCES[source])


if __name__ == "__main__":
    main()
