"""The folder of a lake: what marks one, and what is left alone."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from made_batches import load

from dateline.warehouse.catalog.errors import (
    LakeMissingError,
    LakeNotWritableError,
    LakeVersionError,
    NotALakeError,
)
from dateline.warehouse.catalog.folder import (
    CATALOG,
    DATA,
    MARKER,
    MARKER_ASIDE,
    STAGING,
    is_lake,
    remove_staged,
)
from dateline.warehouse.catalog.lake import Lake


def test_a_folder_is_a_lake_once_it_is_marked(tmp_path: Path) -> None:
    assert not is_lake(tmp_path / "missing")
    (tmp_path / MARKER_ASIDE).write_text("")
    assert not is_lake(tmp_path), "a marker that was not put in its place yet"
    Lake.open(tmp_path).close()
    assert is_lake(tmp_path)
    assert {MARKER, CATALOG, DATA, STAGING} <= {path.name for path in tmp_path.iterdir()}


def test_only_folders_of_batches_are_swept(tmp_path: Path) -> None:
    staging = tmp_path / STAGING
    (staging / "batch").mkdir(parents=True)
    (staging / "batch" / "lines.parquet").write_bytes(b"half")
    (staging / "link").symlink_to(tmp_path)
    (staging / "note").write_text("x")
    remove_staged(tmp_path)
    assert sorted(path.name for path in staging.iterdir()) == ["link", "note"]


def test_a_lake_whose_first_run_was_stopped_is_completed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text('{"format": 1}')
    with pytest.raises(LakeMissingError, match="is incomplete"):
        Lake.open(tmp_path, read_only=True)
    with Lake.open(tmp_path) as lake:
        load(lake, [0])


def test_a_reader_of_a_lake_that_is_being_made_is_told_to_wait(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text('{"format": 1}')
    (tmp_path / DATA).mkdir()
    with closing(sqlite3.connect(tmp_path / CATALOG)) as catalog:
        catalog.execute("PRAGMA journal_mode = WAL")
        catalog.execute("PRAGMA user_version = 1")
        with pytest.raises(LakeMissingError, match=r"is incomplete.* wait"):
            Lake.open(tmp_path, read_only=True)


def test_a_lake_that_is_made_while_it_is_looked_at_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made_meanwhile(folder: Path) -> Iterator[Path]:
        monkeypatch.undo()
        Lake.open(folder).close()
        return folder.iterdir()

    monkeypatch.setattr(Path, "iterdir", made_meanwhile)
    assert is_lake(tmp_path)


def test_a_newer_lake_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text('{"format": 2}')
    with pytest.raises(LakeVersionError, match="has format 2"):
        Lake.open(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [MARKER]


def foreign_database(folder: Path) -> None:
    with sqlite3.connect(folder / CATALOG) as connection:
        connection.execute("CREATE TABLE notes (note)")


def foreign_files(folder: Path) -> None:
    (folder / "thesis.docx").write_text("years of work")


def broken_marker(folder: Path) -> None:
    (folder / MARKER).write_text("[]")


def broken_catalog(folder: Path) -> None:
    (folder / MARKER).write_text('{"format": 1}')
    (folder / CATALOG).write_text("not a database, but long enough to look like one" * 100)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (foreign_database, "catalog.sqlite was not made by Dateline"),
        (foreign_files, "is not a lake, since it holds thesis.docx"),
        (broken_marker, "is not what Dateline writes"),
        (broken_catalog, "cannot open .* as a catalog"),
    ],
)
def test_what_something_else_made_is_left_alone(
    tmp_path: Path, make: Callable[[Path], object], message: str
) -> None:
    make(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for read_only in (False, True):
        with pytest.raises(NotALakeError, match=message):
            Lake.open(tmp_path, read_only=read_only)
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    assert before.items() <= after.items()


def lose(folder: Path) -> None:
    for path in folder.glob(f"{CATALOG}*"):
        path.unlink()


def empty(folder: Path) -> None:
    lose(folder)
    (folder / CATALOG).touch()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lose, "has lost its catalog: catalog.sqlite is missing or empty beside 17 data files"),
        (empty, "has lost its catalog"),
    ],
)
def test_a_lake_that_lost_its_catalog_keeps_its_data(
    tmp_path: Path, damage: Callable[[Path], object], message: str
) -> None:
    with Lake.open(tmp_path) as lake:
        load(lake, [0])
    damage(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / DATA).rglob("*.parquet")}
    for read_only in (True, False):
        with pytest.raises(NotALakeError, match=message):
            Lake.open(tmp_path, read_only=read_only)
    assert {path: path.read_bytes() for path in (tmp_path / DATA).rglob("*.parquet")} == before


def test_a_file_is_no_lake(tmp_path: Path) -> None:
    (tmp_path / "lake").write_text("x")
    with pytest.raises(NotALakeError, match="is a file and not a lake"):
        Lake.open(tmp_path / "lake")


def test_a_folder_that_cant_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LakeNotWritableError, match="cannot write to the lake"):
        Lake.open(tmp_path / "file" / "lake")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only to the superuser")
def test_a_read_only_folder_is_said_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(LakeNotWritableError, match="cannot write to the lake"):
        Lake.open(tmp_path)


def test_a_lake_on_a_read_only_file_system_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, [0])
        snapshot_id = lake.snapshot_id
    # Root may write everywhere, so that the system is made to say no.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    before = sorted(tmp_path.rglob("catalog*"))
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        assert lake.snapshot_id == snapshot_id
        assert lake.query("FROM documents").num_rows == 1
    assert sorted(tmp_path.rglob("catalog*")) == before
