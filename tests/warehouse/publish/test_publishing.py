"""Batches go in whole or not at all, and what a lake holds in the end is always the same."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import made_batches
import pyarrow as pa
import pytest
from made_batches import DAY, document_id, load, tables

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.operations import Batch
from dateline.warehouse.catalog.errors import BatchRejectedError
from dateline.warehouse.catalog.folder import DATA, STAGING
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage

BY_PAGE = (
    *("documents", "lines", "articles", "article_fields", "related_posts", "quotes", "mentions"),
    "sketches",
    "ops.sightings",
)
DERIVED = ("entities", "stories", "story_members")
PROGRAM = Path(made_batches.__file__)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "lake"


@pytest.fixture(scope="module")
def lake_of_page_nine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    with Lake.open(tmp_path_factory.mktemp("nine") / "lake") as lake:
        load(lake, [9], batch_id="before")
        yield lake


def rows(lake: Lake, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lake.query(f"FROM {table} ORDER BY ALL").to_pylist()
    return found


def data_files(folder: Path) -> set[Path]:
    return set((folder / DATA).rglob("*.parquet"))


def test_every_row_comes_back_as_it_went_in(folder: Path) -> None:
    batch = tables(range(4))
    with Lake.open(folder) as lake:
        publish(lake, stage(folder, batch))
    with Lake.open(folder, read_only=True) as lake:
        for name, expected in batch.items():
            found = lake.query(f"FROM {name}").cast(TABLES[name].arrow_schema)
            assert found.sort_by(order(name)).equals(expected.sort_by(order(name))), name


def order(name: str) -> list[tuple[str, str]]:
    return [(column, "ascending") for column in TABLES[name].key]


def test_entities_are_counted_over_all_batches(folder: Path) -> None:
    with Lake.open(folder) as lake:
        load(lake, [1, 2], batch_id="first")
        load(lake, [4, 7], batch_id="second")
        found = {row["entity_id"]: row for row in rows(lake, "entities")}
    assert found["person-1"]["mention_count"] == found["person-1"]["document_count"] == 3
    assert found["person-1"]["aliases"] == ["Bo Ek"]
    assert found["person-1"]["first_seen_at"] < found["person-1"]["last_seen_at"] < DAY
    assert found["person-2"]["mention_count"] == 1


def test_the_entity_goes_by_its_fullest_name(folder: Path) -> None:
    forms = iter(["Bo Ek", "Robert Ek", "Rob Ek"])
    with Lake.open(folder) as lake:
        for page in (1, 4, 7):
            batch = tables([page], batch_id=f"{page}")
            mentions = batch["mentions"]
            column = mentions.schema.get_field_index("name")
            batch["mentions"] = mentions.set_column(
                column, mentions.schema.field(column), pa.array([next(forms)])
            )
            publish(lake, stage(folder, batch))
        (entity,) = rows(lake, "entities")
    assert entity["name"] == "Robert Ek"
    assert entity["aliases"] == ["Bo Ek", "Rob Ek", "Robert Ek"]


def test_the_page_fetched_first_is_the_origin_whenever_it_is_loaded(folder: Path) -> None:
    # Page 1 was fetched before the lake began; page 0 has only its time of loading.
    with Lake.open(folder) as lake:
        load(lake, [0], batch_id="first")
        assert [row["role"] for row in rows(lake, "story_members")] == ["origin"]
        load(lake, [1], batch_id="second")
        roles = {row["document_id"]: row["role"] for row in rows(lake, "story_members")}
    assert roles == {document_id(0): "reprint", document_id(1): "origin"}


def test_order_and_size_of_batches_change_nothing(tmp_path: Path) -> None:
    pages = range(10)
    with Lake.open(tmp_path / "whole") as lake:
        load(lake, pages)
        whole = {name: rows(lake, name) for name in (*BY_PAGE[:-1], *DERIVED)}
    with Lake.open(tmp_path / "parts") as lake:
        for part in ([9], [1, 4, 3, 8], [0, 7], [5, 2, 6]):
            load(lake, part, batch_id=f"{part[0]}")
        for name, expected in whole.items():
            assert rows(lake, name) == expected, name


def test_a_batch_is_seen_whole_or_not_at_all(folder: Path) -> None:
    with Lake.open(folder) as lake, Lake.open(folder, read_only=True) as reader:
        before = reader.snapshot_id
        after = load(lake, range(3))
        assert after > before
        assert reader.snapshot_id == after
        counts = {name: len(rows(reader, name)) for name in BY_PAGE}
    assert counts == dict.fromkeys(BY_PAGE, 3) | {"lines": 6}


def change(batch: dict[str, pa.Table], **counts: Any) -> dict[str, pa.Table]:
    accounts = replace(Batch("batch", "run", 0, DAY, 1, 3, 2, 0, 1, 0), **counts)
    return batch | {"ops.batches": to_arrow(Batch, [accounts])}


def two_of(name: str) -> dict[str, pa.Table]:
    batch = tables([0, 1])
    return batch | {name: pa.concat_tables([batch[name], batch[name].slice(0, 1)])}


def foreign_line() -> dict[str, pa.Table]:
    return tables([0, 1]) | {"lines": tables([0, 1, 2])["lines"]}


@pytest.mark.parametrize(
    ("batch", "message"),
    [
        (change(tables([0, 1]), sighting_count=4), "do not balance: 4 sightings"),
        (
            change(tables([0, 1]), sighting_count=4, loaded_count=3),
            "3 pages loaded, but there are 2",
        ),
        (two_of("quotes"), "quotes has a key twice"),
        (two_of("ops.sightings"), "ops.sightings has a key twice"),
        (foreign_line(), "lines names a page that the batch doesn't bring"),
        (tables([9]) | {"ops.batches": tables([8])["ops.batches"]}, "documents has a key that is"),
    ],
    ids=["balance", "loaded", "twice", "twice in the books", "foreign", "known"],
)
def test_a_batch_that_breaks_a_rule_leaves_no_trace(
    lake_of_page_nine: Lake, batch: dict[str, pa.Table], message: str
) -> None:
    lake = lake_of_page_nine
    before, files = lake.snapshot_id, data_files(lake.folder)
    staged = stage(lake.folder, batch)
    with pytest.raises(BatchRejectedError, match=message):
        publish(lake, staged)
    assert lake.snapshot_id == before
    assert data_files(lake.folder) == files
    assert all(path.exists() for path in staged.files.values())
    assert len(rows(lake, "documents")) == 1


def test_the_same_batch_twice_is_refused_and_harms_nothing(folder: Path) -> None:
    with Lake.open(folder) as lake:
        load(lake, [0, 1])
        expected = rows(lake, "documents")
        with pytest.raises(BatchRejectedError, match="in the lake already"):
            load(lake, [2])
        assert rows(lake, "documents") == expected


def test_a_refused_batch_can_be_published_once_mended(lake_of_page_nine: Lake) -> None:
    lake = lake_of_page_nine
    for name in 10 * ("quotes", "ops.sightings"):
        with pytest.raises(BatchRejectedError, match=f"{name} has a key twice"):
            publish(lake, stage(lake.folder, two_of(name)))
    load(lake, [0, 1])
    assert len(rows(lake, "documents")) == 3


def test_a_batch_of_bad_pages_only_is_published(folder: Path) -> None:
    with Lake.open(folder) as lake:
        load(lake, [])
        assert len(rows(lake, "ops.quarantine")) == 1
        assert rows(lake, "documents") == []


def run_program(folder: Path, pages: int = 15, size: int = 3) -> subprocess.Popen[str]:
    command = [sys.executable, str(PROGRAM), str(folder), str(pages), str(size)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.soak
def test_killed_again_and_again_nothing_is_lost_and_nothing_twice(folder: Path) -> None:
    for published, moment in ((0, 0.12), (1, 0.26)):
        with run_program(folder) as program:
            assert program.stdout is not None
            for _ in range(published + 1):
                program.stdout.readline()
            time.sleep(moment)
            os.kill(program.pid, signal.SIGKILL)
        with Lake.open(folder, read_only=True) as lake:
            loaded = {row["document_id"] for row in rows(lake, "documents")}
            assert {row["document_id"] for row in rows(lake, "articles")} == loaded
            assert {row["document_id"] for row in rows(lake, "story_members")} == loaded
    with run_program(folder) as program:
        assert program.wait() == 0
    with Lake.open(folder) as lake:
        for name in BY_PAGE:
            found = [row["document_id"] for row in rows(lake, name)]
            per_page = 2 if name == "lines" else 1
            assert sorted(found) == sorted(per_page * [document_id(page) for page in range(15)])
        assert sum(row["mention_count"] for row in rows(lake, "entities")) == 15
        named = lake.query(
            "SELECT data_file FROM ducklake_list_files('lake', 'documents')"
        ).to_pylist()
        assert {Path(row["data_file"]) for row in named} == set(
            (folder / DATA / "main" / "documents").iterdir()
        )
    assert list((folder / STAGING).iterdir()) == []


# Run from a file: DuckDB takes `python -c` for a prompt, and draws the progress of slow queries.
READER = """
import sys
from pathlib import Path
from dateline.warehouse.catalog.lake import Lake
with Lake.open(Path(sys.argv[1]), read_only=True) as lake:
    print("open", flush=True)
    seen = 0
    while seen < int(sys.argv[2]):
        counts = lake.query(
            "SELECT (SELECT count(*) FROM documents) AS d, "
            "(SELECT count(*) FROM story_members) AS s, "
            "(SELECT sum(mention_count) FROM entities) AS m"
        ).to_pylist()[0]
        assert counts["d"] == counts["s"] == (counts["m"] or 0), counts
        assert counts["d"] >= seen
        seen = counts["d"]
"""


@pytest.mark.soak
def test_readers_are_never_blocked_nor_see_half_a_batch(folder: Path) -> None:
    with Lake.open(folder) as lake:
        program = folder.with_name("reader.py")
        program.write_text(READER)
        command = [sys.executable, str(program), str(folder), "5"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "open\n"
            for page in range(5):
                load(lake, [page], batch_id=f"{page}")
            assert reader.wait(timeout=60) == 0


def test_what_someone_else_left_in_staging_stays_and_stops_nobody(folder: Path) -> None:
    with Lake.open(folder) as lake:
        stage(folder, tables([0], batch_id="left"))
    strays = [folder / STAGING / ".DS_Store", folder / STAGING / "link"]
    strays[0].write_text("")
    strays[1].symlink_to(folder)
    with Lake.open(folder) as lake:
        assert sorted((folder / STAGING).iterdir()) == strays
        load(lake, [0])
