"""A process that answers questions: `python -m dateline.flows.assistants.answering_process SOCKET`.

A query can take memory and time that DuckDB does not see. Here it takes them from a process that
can be ended, while the server goes on. What comes in is a `Question`, what goes out an `Answer`.
"""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection

import duckdb

from dateline.flows.assistants import questions
from dateline.flows.assistants.exchange import Answer, Question
from dateline.flows.assistants.limits import AnswerLimits
from dateline.flows.jobs.serialization import to_json
from dateline.warehouse.catalog.address import LakeAddress
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.process_memory import memory_bound
from dateline.warehouse.catalog.sandbox import time_limit
from dateline.warehouse.errors import EnvironmentFailedError, UsageError

_TOOLS: dict[str, Callable[..., object]] = {
    "tables": questions.tables,
    "sql": questions.sql,
    "search": questions.search,
    "document": questions.document,
    "explain": questions.explain,
    "quotations": questions.quotations,
    "story": questions.story,
}


class AnsweringLake:
    """The lake as it is read: the last snapshot and the one that was asked for last stay open."""

    def __init__(self, address: LakeAddress, limits: AnswerLimits) -> None:
        self._address = address
        self._limits = limits
        self._latest: Lake | None = None
        self._pinned: Lake | None = None
        self._pinned_at = -1

    def answer(self, question: Question) -> Answer:
        """The answer to a question, or what was wrong with it."""
        try:
            lake = self._lake_at(question.snapshot)
            with time_limit(lake.connection, self._limits.longest, lambda: os._exit(1)):
                found = _TOOLS[question.tool](lake, self._limits, **question.arguments)
            return Answer(to_json(found))
        except (UsageError, EnvironmentFailedError, OSError) as error:
            return Answer(str(error), is_error=True)
        except (duckdb.OutOfMemoryException, MemoryError):
            return Answer("the query takes too much memory; ask for less", is_error=True)
        except duckdb.Error as error:
            # Of a value that cannot be converted, the message shows the value.
            return Answer(str(error), is_error=True, quotes_pages=True)

    def _lake_at(self, snapshot: int | str | None) -> Lake:
        """A reader of one snapshot, so that the parts of an answer agree."""
        at = None if snapshot is None else _moment(snapshot)
        if at is None:
            if self._latest is None:
                self._latest = Lake.open(self._address, read_only=True)
            at = self._latest.snapshot_id
        if self._pinned is None or at != self._pinned_at:
            memory = self._limits.memory_bytes
            opened = Lake.open(self._address, read_only=True, at=at, memory_bytes=memory)
            if self._pinned is not None:
                self._pinned.close()
            self._pinned, self._pinned_at = opened, opened.snapshot_id
        return self._pinned


def _moment(snapshot: int | str) -> int | datetime:
    """A snapshot's number, or a time, in UTC unless it has an offset."""
    if isinstance(snapshot, int) or (snapshot.isascii() and snapshot.isdigit()):
        return int(snapshot)
    try:
        time = datetime.fromisoformat(snapshot)
    except ValueError:
        raise UsageError(
            f"invalid snapshot: {snapshot!r}; give its number, such as 12, or a time, such as "
            "2026-03-01T12:00Z"
        ) from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def main() -> None:
    """Answer what comes in until the other end is closed."""
    connection = Connection(int(sys.argv[1]))
    address, limits = connection.recv()
    reading = AnsweringLake(address, limits)
    with ExitStack() as held, suppress(EOFError):
        held.enter_context(memory_bound(limits.memory_bytes))
        while True:
            connection.send(reading.answer(connection.recv()))


if __name__ == "__main__":
    main()
