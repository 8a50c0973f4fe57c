"""Opening a lake: what is in it, and who may write."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from made_batches import document_id, load

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.connection import using_threads
from dateline.warehouse.catalog.errors import (
    LakeHeldError,
    LakeMissingError,
    NotALakeError,
)
from dateline.warehouse.catalog.folder import CATALOG, DATA, STAGING, WRITING
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.compaction import compact

# Run from a file: DuckDB takes `python -c` for a prompt, and draws the progress of slow queries.
HOLD = """
import sys
from pathlib import Path
from dateline.warehouse.catalog.lake import Lake
with Lake.open(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def hold(folder: Path) -> subprocess.Popen[str]:
    """Another process that has the lake open for writing."""
    program = folder.with_name(f"{folder.name}-hold.py")
    program.write_text(HOLD)
    holder = subprocess.Popen(
        [sys.executable, program, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"
    return holder


def test_a_new_lake_has_every_declared_table_with_its_comments(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        columns = lake.query(
            "SELECT schema_name, table_name, column_index, column_name, is_nullable, comment "
            "FROM duckdb_columns() WHERE database_name = 'lake' AND table_name NOT IN "
            "(SELECT view_name FROM duckdb_views())"
        ).to_pylist()
        meanings = lake.query(
            "SELECT schema_name, table_name, comment FROM duckdb_tables() "
            "WHERE database_name = 'lake'"
        ).to_pylist()
    assert {tuple(row.values()) for row in columns} == {
        (table.schema, name, index, column.name, column.nullable, ddl.column_comment(column))
        for table in TABLES.values()
        for name in (table.stored_as or table.name,)
        for index, column in enumerate(table.columns, start=1)
    }
    assert {tuple(row.values()) for row in meanings} == {
        (table.schema, table.stored_as or table.name, table.meaning) for table in TABLES.values()
    }


@pytest.mark.parametrize("name", ["O'Brien's \"lake\"", "deep/Ձայն 湖 é; %c ?"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    with Lake.open(folder) as lake:
        load(lake, [0])
    with Lake.open(folder, read_only=True) as lake:
        assert lake.known_documents([document_id(0), document_id(1)]) == {document_id(0)}


def test_a_lake_can_be_moved(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "here") as lake:
        load(lake, [0], batch_id="0")
    (tmp_path / "here").rename(tmp_path / "there")
    with Lake.open(tmp_path / "there") as lake:
        load(lake, [1], batch_id="1")
        assert lake.query("SELECT count(*) AS n FROM lines").to_pylist() == [{"n": 4}]


def test_what_is_known_is_told(tmp_path: Path) -> None:
    seen, moved = ("in", "0.txt", document_id(0)), ("elsewhere", "0.txt", document_id(0))
    with Lake.open(tmp_path / "lake") as lake:
        assert lake.known_documents([]) == set()
        assert lake.known_sightings([]) == set()
        load(lake, [0])
        assert lake.known_sightings([seen, moved]) == {seen}


def test_reading_needs_a_lake(tmp_path: Path) -> None:
    with pytest.raises(LakeMissingError, match="does not exist; name the folder"):
        Lake.open(tmp_path / "lake", read_only=True)
    assert not (tmp_path / "lake").exists()


def cut_off(folder: Path) -> None:
    content = (folder / CATALOG).read_bytes()
    for path in folder.glob(f"{CATALOG}*"):
        path.unlink()
    (folder / CATALOG).write_bytes(content[:20_000])


def overwrite(folder: Path) -> None:
    with (folder / CATALOG).open("r+b") as file:
        file.seek(8192)
        file.write(b"\xff" * 20_000)


@pytest.mark.parametrize("damage", [cut_off, overwrite])
def test_a_lake_with_a_damaged_catalog_keeps_its_data(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    with Lake.open(tmp_path) as lake:
        load(lake, [0])
    damage(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / DATA).rglob("*.parquet")}
    for read_only in (True, False):
        with pytest.raises(NotALakeError, match=r"cannot open .* as a catalog .* from a backup"):
            Lake.open(tmp_path, read_only=read_only)
    assert {path: path.read_bytes() for path in (tmp_path / DATA).rglob("*.parquet")} == before
    assert before


def test_of_two_runs_at_once_the_second_hears_who_is_first(tmp_path: Path) -> None:
    with hold(tmp_path) as holder:
        with pytest.raises(LakeHeldError, match=f"process {holder.pid} on .*, since 20"):
            Lake.open(tmp_path)
        with Lake.open(tmp_path, read_only=True) as lake:
            assert lake.query("FROM documents").num_rows == 0
        holder.communicate("")
    Lake.open(tmp_path).close()


def test_a_killed_run_blocks_nobody(tmp_path: Path) -> None:
    with hold(tmp_path) as holder:
        (tmp_path / STAGING / "batch").mkdir()
        (tmp_path / STAGING / "batch" / "lines.parquet").write_bytes(b"half")
        orphan = tmp_path / DATA / "main" / "lines" / "batch.parquet"
        orphan.parent.mkdir(parents=True)
        orphan.write_bytes(b"half")
        os.kill(holder.pid, signal.SIGKILL)
    with Lake.open(tmp_path) as lake:
        assert list((tmp_path / STAGING).iterdir()) == []
        assert not orphan.exists()
        load(lake, [0])


@pytest.mark.parametrize("end", ["fails", "cannot clean up", "compacts"])
def test_data_files_that_a_writer_left_are_removed(end: str, tmp_path: Path) -> None:
    orphan = tmp_path / DATA / "main" / "lines" / "orphan.parquet"
    with suppress(KeyError), Lake.open(tmp_path) as lake:
        load(lake, [0])
        orphan.write_bytes(b"half")
        lake.leaves_files = end == "cannot clean up"
        if end == "fails":
            raise KeyError(end)
    with Lake.open(tmp_path) as lake:
        if end == "compacts":
            assert orphan.exists()  # nothing told of it
            compact(lake)
        assert not orphan.exists()
    assert not (tmp_path / WRITING).exists()


@pytest.mark.parametrize("read_only", [False, True])
def test_whole_tables_are_read_with_threads_once_a_lake_is_large(
    read_only: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def threads(most: int | None = None) -> int:
        with Lake.open(tmp_path, read_only=read_only, threads=most) as lake:
            if read_only:
                return threads_of(lake)
            with using_threads(lake.connection):
                count = threads_of(lake)
            assert threads_of(lake) == 1
            return count

    with Lake.open(tmp_path) as lake:
        load(lake, [1])
    assert threads() == 1
    monkeypatch.setattr("dateline.warehouse.catalog.connection._BYTES_FOR_THREADS", 0)
    assert threads() > 1 or os.cpu_count() == 1
    assert threads(7) == 7


def threads_of(lake: Lake) -> int:
    ((count,),) = lake.rows("SELECT current_setting('threads')")
    return int(count)
