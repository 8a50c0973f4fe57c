"""The log lines of a run: its batches, what is quarantined and why, and the rules that failed."""

import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from dateline.flows.escaping import one_line
from dateline.flows.jobs.lineage import LOGGER_NAME as LINEAGE_LOGGER
from dateline.flows.show.terminal import plural
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.closed_sets import PageOutcome, QuarantineState
from dateline.warehouse.catalog.lake import Lake

if TYPE_CHECKING:
    from dateline.flows.inputs.pages import RawPage, UnusablePage
    from dateline.flows.jobs.ingest import Steps
    from dateline.flows.jobs.run_ledger import BatchLedger, Stamp
    from dateline.warehouse.publish.staging import StagedBatch

Log: TypeAlias = Callable[[int, str], None]
"""Writes a line of a level of the module `logging`."""

_PAGES_NAMED = 20
_RULES_NAMED = 20
_TEXT_WIDTH = 200
_QUARANTINE_COLUMNS = ["file_path", "source_id", "reason", "detail", "state"]


def logged(steps: "Steps", log: Log) -> "Steps":
    """The steps of a run, which write what becomes of each batch into a log."""

    def admit(
        pages: "Sequence[RawPage | UnusablePage]",
        lake: Lake,
        stamp: "Stamp",
        byte_limit: int,
        on_the_way: "Sequence[BatchLedger]",
    ) -> "BatchLedger":
        noted = steps.admit(pages, lake, stamp, byte_limit, on_the_way)
        if not noted.has_news:
            log(logging.INFO, f"{plural(len(pages), 'page')} read, nothing new")
        return noted

    def publish(lake: Lake, staged: "StagedBatch | None", rows: BatchTables) -> int:
        snapshot_id = steps.publish(lake, staged, rows)
        for level, line in batch_lines(rows, snapshot_id):
            log(level, line)
        return snapshot_id

    return replace(steps, admit=admit, publish=publish)


def log_to_standard_error(level: str) -> Log:
    """A log on standard error of the lines from `level` up."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("dateline.run")
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(level)
    return logger.log


class _StandardError(logging.Handler):
    """Prints messages to what is standard error by then: a progress display replaces it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a message."""
        print(f"dateline: {record.getMessage()}", file=sys.stderr)  # noqa: T201


class _Forwarded(logging.Handler):
    """Writes messages to another log."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write a message."""
        self._log(record.levelno, record.getMessage())


def show_lineage_warnings() -> None:
    """Print to standard error what lineage could not be delivered, and why."""
    logger = logging.getLogger(LINEAGE_LOGGER)
    logger.handlers = [_StandardError()]
    logger.propagate = False


@contextmanager
def lineage_warnings_in(log: Log) -> Iterator[None]:
    """Write the same to the log of a run, too."""
    handler = _Forwarded(log)
    logger = logging.getLogger(LINEAGE_LOGGER)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def batch_lines(batch: BatchTables, snapshot_id: int) -> Iterator[tuple[int, str]]:
    """What a published batch came to, as levels and lines; text from pages is escaped."""
    for row in batch.batches.to_pylist():
        outcomes = ", ".join(
            f"{row[f'{outcome}_count']:,} {outcome.replace('_', ' ')}" for outcome in PageOutcome
        )
        pages = plural(row["sighting_count"], "page")
        line = f"Batch {row['batch_number']}: {pages}: {outcomes}; snapshot {snapshot_id}"
        yield logging.INFO, line
    yield from _warnings(_quarantined(batch), _PAGES_NAMED, "pages in ops.quarantine")
    yield from _warnings(_failed(batch), _RULES_NAMED, "rules in ops.checks")


def _quarantined(batch: BatchTables) -> list[str]:
    return [
        f"Quarantined {one_line(row['source_id'], 80)} of "
        f"{one_line(row['file_path'], _TEXT_WIDTH)}: {row['reason']}: "
        f"{one_line(row['detail'], _TEXT_WIDTH)}"
        for row in batch.quarantine.select(_QUARANTINE_COLUMNS).to_pylist()
        if row["state"] == QuarantineState.OPEN
    ]


def _failed(batch: BatchTables) -> list[str]:
    return [
        f"Rule {row['rule']} ({row['severity']}) failed by {row['failed_count']:,} of "
        f"{row['checked_count']:,} rows, such as {one_line(' '.join(row['examples']), _TEXT_WIDTH)}"
        for row in batch.checks.to_pylist()
        if not row["passed"]
    ]


def _warnings(lines: Sequence[str], limit: int, rest: str) -> Iterator[tuple[int, str]]:
    for line in lines[:limit]:
        yield logging.WARNING, line
    if len(lines) > limit:
        yield logging.WARNING, f"and {len(lines) - limit:,} more {rest}"
