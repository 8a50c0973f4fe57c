"""Readers of a lake for many threads, each at one snapshot that no publish changes under it.

A snapshot that is asked for is attached once, and shared: each reader has a cursor of its own. The
latest snapshot is looked for by whoever follows the lake, so that no reader waits for it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Self

import duckdb

from dateline.warehouse.catalog.address import LakeAddress
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.page_files import page_files_of
from dateline.warehouse.catalog.sandbox import time_limit


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """What readers may take: each time alone, and memory together for one snapshot.

    `snapshot_count` is how many snapshots stay attached: the latest, and those read last.
    """

    longest: timedelta = timedelta(seconds=30)
    memory_bytes: int = 160 << 20
    snapshot_count: int = 2


@dataclass(slots=True)
class _Attached:
    """A lake at one snapshot, its idle cursors, and how many read it now."""

    lake: Lake
    idle: list[duckdb.DuckDBPyConnection] = field(default_factory=list)
    busy: list[duckdb.DuckDBPyConnection] = field(default_factory=list)
    reader_count: int = 0

    def close(self) -> None:
        """Close the lake; it stays open for as long as one of its cursors is."""
        for cursor in self.idle:
            cursor.close()
        self.lake.close()


class ReaderPool:
    """Readers of a lake; a context manager."""

    def __init__(
        self,
        address: LakeAddress,
        limits: ReaderLimits,
        prepare: Callable[[Lake], object] = lambda lake: None,
    ) -> None:
        """Attach the latest snapshot.

        Args:
            address: where the lake is.
            limits: what readers may take.
            prepare: what is done with each latest snapshot before anybody reads it.

        Raises:
            LakeMissingError: there is no lake; and all else that `Lake.open` raises.
        """
        self._limits = limits
        self._prepare = prepare
        self._lock = threading.Lock()
        self._attaching = threading.Lock()
        self._attached: OrderedDict[int, _Attached] = OrderedDict()
        self._following = Lake.open(address, read_only=True, memory_bytes=limits.memory_bytes)
        self.address = address
        self.name = self._following.store.name
        self._latest = -1
        try:
            self.follow()
        except BaseException:
            self.close()
            raise

    @property
    def latest(self) -> int:
        """The latest snapshot that is attached."""
        return self._latest

    @property
    def attached(self) -> Sequence[int]:
        """The snapshots that are attached, the one read last at the end."""
        with self._lock:
            return list(self._attached)

    def follow(self) -> bool:
        """Attach the lake's latest snapshot; returns whether it is another one than before.

        One thread at a time may call it. Raises as `Lake.open` does.
        """
        snapshot_id = self._following.snapshot_id
        if snapshot_id == self._latest:
            return False
        with self._held(snapshot_id) as attached:
            # What is made for a snapshot takes memory.
            self._detach_surplus()
            attached.lake.page_files = page_files_of(attached.lake)
            with self._cursor(attached) as cursor:
                self._prepare(attached.lake.on(cursor))
            self._latest = snapshot_id
        return True

    @contextmanager
    def reading(self, snapshot_id: int) -> Iterator[Lake]:
        """The lake at a snapshot, for one thread; what it runs is interrupted beyond its time.

        Raises:
            UnknownSnapshotError: the lake has no such snapshot.
            SnapshotForgottenError: it was forgotten while it was read.
            QueryTimeoutError: the time is over.
        """
        with self._held(snapshot_id) as attached, self._cursor(attached) as cursor:
            lake = attached.lake.on(cursor)
            with lake.pinned(), time_limit(cursor, self._limits.longest):
                yield lake

    def interrupt(self) -> None:
        """Interrupt what readers run now."""
        with self._lock:
            busy = [cursor for attached in self._attached.values() for cursor in attached.busy]
        for cursor in busy:
            cursor.interrupt()

    def close(self) -> None:
        """Detach all snapshots; nobody may read any more."""
        with self._lock:
            attached = list(self._attached.values())
            self._attached.clear()
        for one in attached:
            one.close()
        self._following.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _held(self, snapshot_id: int) -> Iterator[_Attached]:
        """The lake at a snapshot, which stays attached for as long as it is held."""
        attached = self._attach(snapshot_id)
        try:
            yield attached
        finally:
            with self._lock:
                attached.reader_count -= 1
            self._detach_surplus()

    def _attach(self, snapshot_id: int) -> _Attached:
        """The lake at a snapshot, attached by the first that asks for it, with one reader more."""
        if (known := self._known(snapshot_id)) is not None:
            return known
        with self._attaching:
            if (known := self._known(snapshot_id)) is not None:
                return known
            # Readers share the processors already: a second thread costs each a third more.
            lake = Lake.open(
                self.address,
                read_only=True,
                at=snapshot_id,
                memory_bytes=self._limits.memory_bytes,
                threads=1,
            )
            with self._lock:
                attached = self._attached[snapshot_id] = _Attached(lake, reader_count=1)
            return attached

    def _known(self, snapshot_id: int) -> _Attached | None:
        with self._lock:
            attached = self._attached.get(snapshot_id)
            if attached is not None:
                self._attached.move_to_end(snapshot_id)
                attached.reader_count += 1
            return attached

    @contextmanager
    def _cursor(self, attached: _Attached) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one reader, which the next one takes over unless something went wrong."""
        try:
            cursor = attached.idle.pop()
        except IndexError:
            cursor = attached.lake.connection.cursor()
            cursor.execute("USE lake")
        attached.busy.append(cursor)
        try:
            yield cursor
            attached.idle.append(cursor)
        finally:
            attached.busy.remove(cursor)

    def _detach_surplus(self) -> None:
        """Close the snapshots that were read longest ago, but for those that are read now."""
        with self._lock:
            surplus = len(self._attached) - self._limits.snapshot_count
            unread = [
                snapshot_id
                for snapshot_id, attached in self._attached.items()
                if not attached.reader_count and snapshot_id != self._latest
            ]
            detached = [
                self._attached.pop(snapshot_id) for snapshot_id in unread[: max(surplus, 0)]
            ]
        for attached in detached:
            attached.close()
