"""The views that show tables with what all pages tell."""

from pathlib import Path

import pytest
from made_batches import load

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.resolved_tables import RESOLVED_TABLES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("resolved") / "lake"
    with Lake.open(folder) as lake:
        load(lake, range(3))
    return folder


def test_every_table_that_is_stored_under_another_name_is_shown_by_a_view() -> None:
    assert set(RESOLVED_TABLES) == {name for name, table in TABLES.items() if table.stored_as}


@pytest.mark.parametrize("name", RESOLVED_TABLES)
def test_a_view_has_the_columns_and_the_rows_of_its_table(folder: Path, name: str) -> None:
    with Lake.open(folder, read_only=True) as lake:
        shown = lake.query(f"FROM {name} ORDER BY ALL")
        stored = lake.query(f"FROM {TABLES[name].stored_as} ORDER BY ALL")
    assert shown.column_names == [column.name for column in TABLES[name].columns]
    assert shown.num_rows == stored.num_rows > 0


def test_the_views_say_whom_a_form_means_by_all_pages_then_and_now(folder: Path) -> None:
    with Lake.open(folder) as lake:
        before = lake.snapshot_id
        lake.connection.execute(
            "UPDATE name_forms SET entity_id = 'person-9', resolved_by = 'office' "
            "WHERE form_id = 'person-0'"
        )
        query = "SELECT entity_id, resolved_by FROM mentions WHERE name = 'Ana Lima'"
        assert set(lake.rows(query)) == {("person-9", "office")}
        assert {found for _, found in lake.rows(query.replace("'Ana Lima'", "'Bo Ek'"))} == {None}
        speakers = "SELECT DISTINCT speaker_entity_id FROM quotes WHERE speaker = 'Ana Lima'"
        assert list(lake.rows(speakers)) == [("person-9",)]
        older = query.replace("FROM mentions", f"FROM lake.mentions AT (VERSION => {before})")
        assert {entity for entity, _ in lake.rows(older)} == {"person-0"}
