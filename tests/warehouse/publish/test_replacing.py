"""Rows made anew take the place of the old ones in one transaction, and nothing else changes."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from made_batches import document_id, load, tables

from dateline.transforms.schema.batch import BatchTables
from dateline.warehouse.catalog.folder import STAGING
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.replacing import OF_A_PAGE, shadow_of
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read.differences import Example, TableDifference

PAGES = range(6)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of all pages in two batches, to be copied."""
    folder = tmp_path_factory.mktemp("loaded") / "lake"
    with Lake.open(folder) as lake:
        load(lake, PAGES[:4], batch_id="first")
        load(lake, PAGES[4:], batch_id="second")
    return folder


@pytest.fixture(scope="module")
def lake(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """A lake that the tests compare with, and change in no lasting way."""
    folder = shutil.copytree(loaded, tmp_path_factory.mktemp("O'Lake") / "lake")
    with Lake.open(folder) as lake:
        yield lake


def changed(
    rows: Mapping[str, pa.Table], table: str, column: str, values: Mapping[int, object]
) -> dict[str, pa.Table]:
    """The tables, with other values in the column for some pages; each page has one row there."""
    ids = rows[table]["document_id"].to_pylist()
    by_id = {document_id(page): value for page, value in values.items()}
    old = dict(zip(ids, rows[table][column].to_pylist(), strict=True))
    field = rows[table].schema.field(column)
    new = pa.array([(old | by_id)[key] for key in ids], field.type)
    place = rows[table].schema.get_field_index(column)
    return {**rows, table: rows[table].set_column(place, field, new)}


def dropped(rows: Mapping[str, pa.Table], table: str, page: int) -> dict[str, pa.Table]:
    kept = pc.not_equal(rows[table]["document_id"], document_id(page))
    return {**rows, table: rows[table].filter(kept)}


def batch_of(rows: Mapping[str, pa.Table]) -> BatchTables:
    return BatchTables(**{name.removeprefix("ops."): table for name, table in rows.items()})


def rows_of(lake: Lake) -> dict[str, list[dict[str, object]]]:
    return {
        name: lake.query(f"FROM {name} ORDER BY ALL").to_pylist()
        for name in (*OF_A_PAGE, "name_forms", "entities", "stories", "story_members")
    }


def found(lake: Lake, rows: Mapping[str, pa.Table]) -> tuple[int, dict[str, TableDifference]]:
    with shadow_of(lake, "replay") as shadow:
        shadow.add(batch_of(rows))
        count = shadow.settle()
        return count, {difference.table: difference for difference in shadow.differences()}


def replace(lake: Lake, rows: Mapping[str, pa.Table]) -> None:
    with shadow_of(lake, "replay") as shadow:
        shadow.add(batch_of(rows))
        shadow.settle()
        assert shadow.replace("replay") == lake.snapshot_id


def test_the_same_rows_are_no_difference(lake: Lake) -> None:
    assert found(lake, tables(PAGES)) == (0, {})


def test_a_changed_field_is_shown_with_its_old_and_new_value(lake: Lake) -> None:
    rows = changed(tables(PAGES), "quotes", "speaker", {2: None, 3: "Ana Lima Sr"})
    count, differences = found(lake, rows)
    (difference,) = differences.values()
    assert (count, difference.table, difference.changed_count) == (2, "quotes", 2)
    assert (difference.added.row_count, difference.removed.row_count) == (0, 0)
    (name, field), *others = difference.fields.items()
    assert (name, field.row_count, others) == ("speaker", 2, [])
    shown = {(example.row["document_id"], example.old, example.new) for example in field.examples}
    assert shown == {
        (document_id(2), "Cy O'Hara", None),
        (document_id(3), "Ana Lima", "Ana Lima Sr"),
    }


def test_rows_come_and_go(lake: Lake) -> None:
    rows = dropped(dropped(tables(PAGES), "quotes", 1), "mentions", 1)
    extra = changed(tables(PAGES), "related_posts", "start", dict.fromkeys(PAGES, 1))
    rows["related_posts"] = pa.concat_tables([rows["related_posts"], extra["related_posts"]])
    count, differences = found(lake, rows)
    assert count == len(PAGES)
    assert {
        name: (difference.added.row_count, difference.removed.row_count)
        for name, difference in differences.items()
    } == {
        "quotes": (0, 1),
        "mentions": (0, 1),
        "related_posts": (6, 0),
        "story_changes": (1, 0),
        "name_forms": (0, 0),
        "entities": (0, 0),
    }
    assert differences["quotes"].removed.examples == (
        Example({"document_id": document_id(1), "start": 11}, "“It’s ", None),
    )


def test_an_entity_that_nothing_names_any_more_goes(lake: Lake) -> None:
    _, differences = found(lake, dropped(dropped(tables(PAGES), "mentions", 0), "mentions", 3))
    assert differences["entities"].removed.examples == (
        Example({"entity_id": "person-0"}, "Ana Lima", None),
    )


def test_nothing_changes_where_replacing_fails(lake: Lake) -> None:
    before = rows_of(lake)
    rows = changed(tables(PAGES), "mentions", "entity_id", {0: "person-9"})
    with shadow_of(lake, "replay") as shadow:
        shadow.add(batch_of(rows))
        shadow.settle()
        lake.connection.execute("DROP TABLE shadow.story_members")
        with pytest.raises(duckdb.Error, match="story_members"):
            shadow.replace("replay")
    assert rows_of(lake) == before
    assert not list((lake.folder / STAGING).iterdir())


def test_only_tables_and_pages_that_differ_are_written(loaded: Path, tmp_path: Path) -> None:
    with Lake.open(shutil.copytree(loaded, tmp_path / "lake")) as lake:
        replace(lake, changed(tables(PAGES), "articles", "headline", {5: "Other"}))
        last = lake.snapshot_id
        written = {
            name: lake.query(
                f"FROM lake.table_insertions('{table.stored_as or name}', {last}, {last})"
            ).num_rows
            for name, table in OF_A_PAGE.items()
        }
    assert written == dict.fromkeys(OF_A_PAGE, 0) | {"articles": 1}


def test_derived_rows_come_up_to_date_where_no_page_differs(loaded: Path, tmp_path: Path) -> None:
    with Lake.open(shutil.copytree(loaded, tmp_path / "lake")) as lake:
        before = rows_of(lake)
        lake.connection.execute("UPDATE entities SET name = 'B.' WHERE entity_id = 'person-1'")
        lake.connection.execute("DELETE FROM story_members WHERE role <> 'origin'")
        count, differences = found(lake, tables(PAGES))
        assert (count, set(differences)) == (0, {"entities", "story_members"})
        replace(lake, tables(PAGES))
        assert rows_of(lake) == before


# Each example fills a lake; to make a failing one smaller would take minutes.
@settings(max_examples=3, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_the_lake_is_as_if_it_had_been_loaded_anew(
    loaded: Path, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    replace_and_load_anew(loaded, data, tmp_path_factory.mktemp("lakes"))


@pytest.mark.soak
@settings(max_examples=50, deadline=None, phases=[Phase.generate])
@given(data=st.data())
def test_many_more_lakes_are_as_if_they_had_been_loaded_anew(
    loaded: Path, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    replace_and_load_anew(loaded, data, tmp_path_factory.mktemp("lakes"))


def replace_and_load_anew(loaded: Path, data: st.DataObject, folder: Path) -> None:
    pages = st.sampled_from(PAGES)
    names = st.dictionaries(pages, st.sampled_from(["Ana", "Bo Ek", "Ana Lima-Ek"]))
    rows = changed(tables(PAGES), "mentions", "name", data.draw(names))
    ids = st.dictionaries(pages, st.sampled_from(["person-0", "person-1", "person-9"]))
    rows = changed(rows, "mentions", "entity_id", data.draw(ids))
    texts = st.dictionaries(pages, st.sampled_from(["story-0", "story--2", "story-9"]))
    rows = changed(rows, "articles", "text_id", data.draw(texts))
    for page in data.draw(st.sets(pages, max_size=3)):
        rows = dropped(rows, data.draw(st.sampled_from(["mentions", "articles", "lines"])), page)
    with Lake.open(shutil.copytree(loaded, folder / "replayed")) as lake:
        replace(lake, rows)
        replayed = rows_of(lake)
    with Lake.open(folder / "anew") as lake:
        publish(lake, stage(folder / "anew", rows))
        assert rows_of(lake) == replayed
