"""The lake as it was: which snapshot a time or an id names, and what a reader sees there."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest
from made_batches import load

from dateline.warehouse.catalog.errors import StatementRejectedError, UnknownSnapshotError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import Snapshot, snapshot_at
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.read.duckdb_file import export_database
from dateline.warehouse.read.export import export

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEPT = [Snapshot(4, NOON), Snapshot(5, NOON + timedelta(hours=1)), Snapshot(8, NOON.replace(day=2))]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (4, 4),
        (8, 8),
        (NOON, 4),
        (NOON + timedelta(minutes=59), 4),
        (NOON + timedelta(hours=1), 5),
        (datetime(2026, 3, 1, 14, 30, tzinfo=timezone(timedelta(hours=2))), 4),
        (datetime.now(UTC), 8),
    ],
)
def test_an_id_or_a_time_names_a_snapshot(at: int | datetime, found: int) -> None:
    assert snapshot_at(KEPT, at).snapshot_id == found


@pytest.mark.parametrize(
    ("at", "message"),
    [
        (3, "snapshot 3 is not kept any more; the oldest is snapshot 4 of 2026-03-01 12:00"),
        (6, "snapshot 6 does not exist; `dateline snapshots` lists them"),
        (9, "snapshot 9 does not exist yet; the latest is snapshot 8 of 2026-03-02 12:00:00 UTC"),
        (NOON - timedelta(seconds=1), "the state of 2026-03-01 11:59:59 UTC is not kept any more"),
        (datetime.now(UTC) + timedelta(days=1), "UTC does not exist yet; the latest is"),
    ],
)
def test_what_is_not_there_is_said_so(at: int | datetime, message: str) -> None:
    with pytest.raises(UnknownSnapshotError, match=message):
        snapshot_at(KEPT, at)


SET_BACK = [*KEPT, Snapshot(9, NOON + timedelta(hours=2)), Snapshot(10, NOON.replace(day=3))]
AHEAD = [*KEPT, Snapshot(9, datetime.now(UTC) + timedelta(hours=2))]


@pytest.mark.parametrize(
    ("kept", "at", "first", "second"),
    [
        (SET_BACK, NOON + timedelta(hours=3), 5, 9),
        (SET_BACK, NOON.replace(day=2, hour=13), 8, 9),
        (AHEAD, NOON.replace(day=2, hour=13), 8, 9),
    ],
)
def test_a_time_at_which_the_clock_was_set_back_names_no_snapshot(
    kept: list[Snapshot], at: datetime, first: int, second: int
) -> None:
    message = rf"is ambiguous, since the clock was set back: .* {first} of .* {second} of"
    with pytest.raises(UnknownSnapshotError, match=message):
        snapshot_at(kept, at)


@pytest.mark.parametrize(("at", "found"), [(NOON, 4), (datetime.now(UTC), 10), (9, 9)])
def test_other_times_name_theirs_though_the_clock_was_set_back(
    at: int | datetime, found: int
) -> None:
    assert snapshot_at(SET_BACK, at).snapshot_id == found


def test_a_reader_sees_the_lake_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    with Lake.open(folder) as lake:
        first = load(lake, [0], batch_id="first")
        before = datetime.now(UTC)
        second = load(lake, [1, 2], batch_id="second")
    for at, count in ((first, 1), (before, 1), (second, 3), (datetime.now(UTC), 3)):
        with Lake.open(folder, read_only=True, at=at) as lake:
            assert lake.query("FROM quotations").num_rows == count
            assert lake.snapshot_id == (first if count == 1 else second)
            with pytest.raises(StatementRejectedError):
                lake.query("DELETE FROM articles")
            with pytest.raises(duckdb.Error):
                lake.connection.execute(f"FROM read_text('{folder}/dateline.json')")
    with Lake.open(folder, read_only=True, at=first) as lake:
        export(lake, tmp_path / "out", with_views=True)
        export_database(lake, tmp_path / "old.duckdb")
    for source in (f"'{tmp_path}/out/articles.parquet'", f"'{tmp_path}/out/quotations.parquet'"):
        assert duckdb.sql(f"SELECT count(*) FROM {source}").fetchall() == [(1,)]
    with duckdb.connect(tmp_path / "old.duckdb", read_only=True) as database:
        assert database.execute("SELECT count(*) FROM quotations").fetchall() == [(1,)]
    with Lake.open(folder) as lake:
        compact(lake, keep=timedelta(0))
    with pytest.raises(UnknownSnapshotError, match="the oldest is snapshot"):
        Lake.open(folder, read_only=True, at=first)


def test_a_lake_is_read_as_it_was_before_an_upgrade(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, [0])
        lake.connection.execute("ALTER TABLE articles DROP COLUMN dateline")
        lake.connection.execute(
            "DROP TABLE page_mentions; DROP VIEW mentions; DROP VIEW quotations"
        )
        older = lake.snapshot_id
    Lake.open(tmp_path / "lake").close()
    with Lake.open(tmp_path / "lake", read_only=True, at=older) as lake:
        assert "mentions" not in lake.tables
        assert lake.query("FROM articles").num_rows == 1
        names = {path.stem for path in export(lake, tmp_path / "out")}
    assert names == set(lake.tables)
    columns = {
        name
        for name, *_ in duckdb.sql(f"DESCRIBE FROM '{tmp_path}/out/articles.parquet'").fetchall()
    }
    assert "headline" in columns
    assert "dateline" not in columns
