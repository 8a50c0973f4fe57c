"""A batch renews the forms and entities of the names that it brings, and no others."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from made_forms import FORMS, batch_of_forms

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage

PAGES = range(len(FORMS))


def load(lake: Lake, batches: Iterable[Sequence[int]]) -> None:
    for pages in batches:
        name = f"batch-{lake.snapshot_id}"
        publish(lake, stage(lake.folder, batch_of_forms(pages, name)))


def state(folder: Path, *batches: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    with Lake.open(folder) as lake:
        load(lake, batches)
        return {
            name: lake.query(f"FROM {name} ORDER BY ALL").to_pylist()
            for name in ("name_forms", "entities")
        }


def entities_of_pages(lake: Lake) -> list[str]:
    rows = lake.rows("SELECT name, form_id, entity_id FROM mentions")
    found = {(name, form_id): entity for name, form_id, entity in rows}
    return [found.get((name, form_id), "") for _, name, form_id in FORMS]


@pytest.mark.parametrize(
    "batches",
    [
        pytest.param([[page] for page in PAGES], marks=pytest.mark.soak),
        [[page] for page in reversed(PAGES)],
        [[1, 2, 5], [4, 7], [6, 3, 0]],
    ],
)
def test_order_and_size_of_batches_make_no_difference(
    tmp_path: Path, batches: list[list[int]]
) -> None:
    assert state(tmp_path / "parts", *batches) == state(tmp_path / "whole", PAGES)


def test_a_batch_can_join_what_earlier_pages_named_and_part_it_again(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, [[1, 2, 5]])
        assert entities_of_pages(lake)[1:3] == ["person/vrana", "person/vrana"]
        load(lake, [[0, 6]])
        assert set(entities_of_pages(lake)[:3]) == {"person/ludek-vrana"}
        assert set(entities_of_pages(lake)[5:7]) == {"organisation/harbour-port"}
        load(lake, [[4]])
        assert entities_of_pages(lake)[:3] == [
            "person/ludek-vrana",
            "person/ludek-vrana",
            "person/vrana-0a1b",
        ]
        (entity,) = lake.query("FROM entities WHERE entity_id = 'person/ludek-vrana'").to_pylist()
        assert (entity["mention_count"], entity["document_count"]) == (2, 2)
        assert not lake.query("FROM entities WHERE entity_id = 'person/vrana'").num_rows


def test_names_with_other_keys_are_not_written(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, [[0, 1, 5, 6, 7], [3]])
        last = lake.snapshot_id
        written = {
            name: lake.query(f"FROM lake.table_insertions('{name}', {last}, {last})").to_pylist()
            for name in ("name_forms", "entities")
        }
    assert [row["name"] for row in written["name_forms"]] == ["Ludek Vrána"]
    assert [row["entity_id"] for row in written["entities"]] == ["person/ludek-vrana"]
