"""A file is known while it, what reads it and the lake are as they were."""

import os
import shutil
import sqlite3
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from made_batches import tables

from dateline.warehouse.catalog.errors import LakeNotWritableError
from dateline.warehouse.catalog.folder import LOOKUP
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.files import FileState
from dateline.warehouse.lookup.files import FileRead, keep_files_known, note_read, page_counts
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage

HOUR_NS = 3_600 * 10**9
NOW_NS = time.time_ns()
STATE = FileState(byte_count=5, modified_ns=HOUR_NS, changed_ns=HOUR_NS, inode=(1 << 64) - 2)
PATH = Path(os.fsdecode(b"/inbox/caf\xe9.txt"))
READ = FileRead(PATH, STATE, began_ns=NOW_NS, page_count=3)


def is_known(lake: Lake, state: FileState = STATE, read_with: str = "reader 1") -> bool:
    return page_counts(lake, [(PATH, state)], read_with) == [3]


def test_a_file_is_known_until_anything_about_it_changes(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        assert not is_known(lake)
        note_read(lake, [READ], "reader 1")
        assert is_known(lake)
        for name in ("byte_count", "modified_ns", "changed_ns", "inode"):
            assert not is_known(lake, replace(STATE, **{name: 7}))
        assert not is_known(lake, read_with="reader 2")
        note_read(lake, [READ._replace(state=replace(STATE, byte_count=7))], "reader 1")
        assert not is_known(lake)


@pytest.mark.parametrize("changed", ["modified_ns", "changed_ns"])
def test_a_file_that_was_changed_as_it_was_read_is_not_kept_in_mind(
    tmp_path: Path, changed: str
) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        for age_ns in (-HOUR_NS, 0, 1_900_000_000):
            state = replace(STATE, **{changed: NOW_NS - age_ns})
            note_read(lake, [READ._replace(state=state)], "reader 1")
            assert not is_known(lake, state)
        state = replace(STATE, **{changed: NOW_NS - 2_100_000_000})
        note_read(lake, [READ._replace(state=state)], "reader 1")
        assert is_known(lake, state)


def test_a_lake_that_was_restored_from_a_copy_knows_what_the_copy_knew(tmp_path: Path) -> None:
    folder, copy = tmp_path / "lake", tmp_path / "copy"
    with Lake.open(folder):
        pass
    shutil.copytree(folder, copy)
    with Lake.open(folder) as lake:
        publish(lake, stage(folder, tables(range(4))))
        note_read(lake, [READ], "reader 1")
    # The catalog alone is put back, and the index of what it has not got is still there.
    shutil.copy(copy / "catalog.sqlite", folder / "catalog.sqlite")
    with Lake.open(folder) as lake:
        assert not is_known(lake)


def test_files_stay_known_when_a_lake_is_compacted(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        note_read(lake, [READ], "reader 1")
        publish(lake, stage(lake.folder, tables(range(4))))
        compact(lake, keep=timedelta())
        assert is_known(lake)


def test_no_file_is_known_once_documents_were_replaced(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, tables(range(4))))
        note_read(lake, [READ], "reader 1")
        lake.connection.execute("DELETE FROM articles")
        assert is_known(lake)
        lake.connection.execute("DELETE FROM documents")
        assert not is_known(lake)


def test_an_index_that_is_broken_is_made_again(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        note_read(lake, [READ], "reader 1")
        index = lake.folder / LOOKUP / "files.sqlite"
        index.write_bytes(b"broken" * 1_000)
        assert not is_known(lake)
        note_read(lake, [READ], "reader 1")
        assert is_known(lake)


def test_an_index_that_cannot_be_written_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        shutil.rmtree(lake.folder / LOOKUP, ignore_errors=True)
        (lake.folder / LOOKUP).write_text("in its place")
        with pytest.raises(LakeNotWritableError, match="delete the file"):
            keep_files_known(lake)


def test_an_index_that_another_program_holds_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.warehouse.catalog.side_index._WAIT_SECONDS", 0)
    with Lake.open(tmp_path / "lake") as lake:
        keep_files_known(lake)
        other = sqlite3.connect(lake.folder / LOOKUP / "files.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LakeNotWritableError, match="locked"):
            note_read(lake, [READ], "reader 1")
        other.close()
