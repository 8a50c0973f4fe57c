"""A profile: what the views say of an entity, found without reading all of the lake."""

import shutil
from pathlib import Path

from made_batches import document_id
from made_names import FIRST_DAY, HOST, PAGES, QUAY, TOWN, day_of

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.entity_profile import (
    EntityProfile,
    NamedBeside,
    articles_naming,
    entity_profile,
    quotations_said,
)

ANA = "person-0"
OF_ANA = [page for page in PAGES if page % 3 == 0]


def profile(lake: Lake, entity_id: str) -> EntityProfile:
    found = entity_profile(lake, entity_id)
    assert found is not None
    return found


def test_a_speaker_has_days_outlets_and_roles(named_lake: Lake) -> None:
    ana = profile(named_lake, ANA)
    assert (ana.page_count, ana.quotation_count, ana.undated_count) == (4, 4, 0)
    rows = named_lake.rows(
        "SELECT date_published, document_count, story_count, quotation_count FROM entity_timeline "
        "WHERE entity_id = $1 ORDER BY date_published",
        [ANA],
    )
    days = [(it.day, it.page_count, it.story_count, it.quotation_count) for it in ana.days]
    assert days == list(rows)
    assert {it.outlet: it.page_count for it in ana.outlets} == {QUAY: 2, HOST: 2}
    assert [(it.role, it.page_count) for it in ana.roles] == [("Mayor", 1)]
    assert [(it.text, it.mention_count) for it in ana.spellings] == [("Ana Lima", 4)]
    assert [(it.via, it.quotation_count) for it in ana.vias] == [("the ministry", 1)]
    assert ana.locations == []


def test_a_place_is_located_and_has_no_quotations(named_lake: Lake) -> None:
    town = profile(named_lake, TOWN)
    (location,) = town.locations
    assert (location.latitude, location.longitude, location.mention_count) == (60.4, 5.3, 4)
    assert (location.geoname_id, location.country, location.place_bases) == (
        "123",
        "NOR",
        ["unique"],
    )
    assert town.quotation_count == 0
    assert quotations_said(named_lake, TOWN, limit=9) == ()


def test_others_are_those_on_the_same_pages(named_lake: Lake) -> None:
    others = profile(named_lake, TOWN).others
    rows = named_lake.rows(
        "SELECT with_entity_id, with_entity, with_kind, document_count, story_count "
        "FROM co_mentions WHERE entity_id = $1 "
        "ORDER BY story_count DESC, document_count DESC, with_entity_id",
        [TOWN],
    )
    assert others == [NamedBeside(*row) for row in rows]


def test_quotations_come_newest_first_with_their_articles(named_lake: Lake) -> None:
    said = quotations_said(named_lake, ANA, limit=9)
    days = [day_of(page) for page in reversed(OF_ANA)]
    assert [it.date_published for it in said] == [str(day) for day in days]
    assert {it.document_id for it in said} == set(map(document_id, OF_ANA))
    (through,) = [it for it in said if it.via]
    assert (through.headline, through.outlet) == ("Héadline 3", HOST)
    parts = [quotations_said(named_lake, ANA, limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [it for part in parts for it in part] == list(said)


def test_articles_that_name_it_come_newest_first(named_lake: Lake) -> None:
    articles = articles_naming(named_lake, TOWN, limit=2)
    assert profile(named_lake, TOWN).naming_count == 4
    assert {it.document_id for it in articles} == {document_id(8), document_id(9)}
    later = articles_naming(named_lake, TOWN, limit=2, offset=2)
    assert {it.date_published for it in later} == {str(FIRST_DAY)}
    assert articles_naming(named_lake, "none", limit=2) == []


def test_what_is_not_there_has_no_profile(named_lake: Lake) -> None:
    assert entity_profile(named_lake, "person/'; --") is None


def test_quotations_of_an_older_version_may_lack_through_whom_they_came(
    named_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(named_folder, tmp_path / "lake")
    with Lake.open(folder) as writer:
        writer.connection.execute("UPDATE page_quotes SET via = NULL")
    with Lake.open(folder, read_only=True) as opened, opened.pinned() as lake:
        assert [list(it.via) for it in quotations_said(lake, ANA, limit=2)] == [[], []]
