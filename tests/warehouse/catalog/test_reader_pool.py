"""Readers stay at their snapshot while the lake grows, and take no more than they may."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from dateline.warehouse.catalog.errors import (
    LakeMissingError,
    QueryTimeoutError,
    UnknownSnapshotError,
)
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.reader_pool import ReaderLimits, ReaderPool
from dateline.warehouse.catalog.snapshots import transaction

ENDLESS = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE hash(a, b) = 1"


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    with Lake.open(tmp_path_factory.mktemp("pool") / "lake") as lake:
        publish(lake)
        yield lake


@pytest.fixture
def pool(writer: Lake) -> Iterator[ReaderPool]:
    with ReaderPool(writer.folder, ReaderLimits(snapshot_count=2)) as pool:
        yield pool


def publish(lake: Lake) -> int:
    """Bring the lake a row more; returns the snapshot."""
    with transaction(lake.connection, "made"):
        lake.connection.execute(
            "INSERT INTO ops.waivers BY NAME SELECT 'empty' AS reason, now() AS waived_at, "
            "current_date AS until_date, 'Ana' AS waived_by"
        )
    return lake.snapshot_id


def waivers(lake: Lake) -> int:
    ((count,),) = lake.rows("SELECT count(*) FROM ops.waivers")
    return int(count)


def test_a_reader_stays_at_its_snapshot(writer: Lake, pool: ReaderPool) -> None:
    first = pool.latest
    assert not pool.follow()
    with pool.reading(first) as lake:
        before = waivers(lake)
        second = publish(writer)
        assert pool.latest == first
        assert pool.follow()
        assert (pool.latest, waivers(lake)) == (second, before)
    with pool.reading(second) as lake:
        assert waivers(lake) == before + 1
    with pool.reading(first) as lake:
        assert (waivers(lake), lake.snapshot_id) == (before, first)


def test_a_snapshot_is_prepared_before_it_is_read(writer: Lake) -> None:
    prepared: list[tuple[int, int]] = []

    def prepare(lake: Lake) -> None:
        prepared.append((lake.snapshot_id, waivers(lake)))

    with ReaderPool(writer.folder, ReaderLimits(), prepare) as pool:
        ((first, before),) = prepared
        assert first == pool.latest
        second = publish(writer)
        pool.follow()
        pool.follow()
    assert prepared == [(first, before), (second, before + 1)]


def test_what_was_read_longest_ago_is_detached(writer: Lake, pool: ReaderPool) -> None:
    first = pool.latest
    with pool.reading(first) as held:
        before = waivers(held)
        for _ in range(3):
            publish(writer)
            pool.follow()
        assert waivers(held) == before
    assert len(pool.attached) == 2
    with pool.reading(pool.latest) as lake:
        assert waivers(lake) == before + 3
    with pool.reading(first) as lake:
        assert waivers(lake) == before
    assert len(pool.attached) == 2
    assert {first, pool.latest} == set(pool.attached)


def test_many_threads_read_at_once(pool: ReaderPool) -> None:
    found: list[int] = []

    def read() -> None:
        for _ in range(5):
            with pool.reading(pool.latest) as lake:
                found.append(waivers(lake))

    threads = [threading.Thread(target=read) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 30
    assert len(set(found)) == 1


def test_what_takes_too_long_is_interrupted(writer: Lake) -> None:
    with (
        ReaderPool(writer.folder, ReaderLimits(longest=timedelta(seconds=0.2))) as pool,
        pytest.raises(QueryTimeoutError),
        pool.reading(pool.latest) as lake,
    ):
        lake.rows(ENDLESS).fetch_all()


def test_readers_can_be_interrupted_together(pool: ReaderPool) -> None:
    timer = threading.Timer(0.3, pool.interrupt)
    timer.start()
    with pytest.raises(duckdb.InterruptException), pool.reading(pool.latest) as lake:
        lake.rows(ENDLESS).fetch_all()
    timer.join()


def test_a_snapshot_that_never_was_is_named(pool: ReaderPool) -> None:
    with pytest.raises(UnknownSnapshotError, match="99"), pool.reading(99):
        pass


def test_a_folder_without_a_lake_is_named(tmp_path: Path) -> None:
    with pytest.raises(LakeMissingError):
        ReaderPool(tmp_path / "none", ReaderLimits())
