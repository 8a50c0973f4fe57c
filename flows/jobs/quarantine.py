"""`dateline quarantine`: pages listed, retried, waived for a while, or expired."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from operator import itemgetter

import pyarrow as pa

from dateline.flows.inputs.batches import batches
from dateline.flows.inputs.pages import RawPage, UnusablePage
from dateline.flows.inputs.readers import options_of, read_again
from dateline.flows.jobs.ingest import STEPS, Steps, run_batches
from dateline.flows.jobs.lexicons import lexicons_for
from dateline.flows.jobs.progress import Progress, no_progress
from dateline.flows.jobs.rules import rules_for
from dateline.flows.jobs.summary import Problem, problems_of
from dateline.flows.remedies import choose_from
from dateline.flows.settings import Settings
from dateline.transforms.schema.closed_sets import QuarantineReason, QuarantineState
from dateline.transforms.schema.operations import Quarantined, Run, Waiver
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.errors import UsageError
from dateline.warehouse.publish.quarantine import (
    CURRENT,
    WAIVERS,
    expirable,
    expire,
    record_waiver,
    rows_of,
)

_SHORTEST_ID = 6


class QuarantineError(UsageError):
    """What was asked of the quarantine can't be done; the message says why, and what can."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rows that are meant: those that agree with all that is not None.

    `file_path` is a part of the path of the file that held the page, `older_than` the time since it
    was first quarantined.
    """

    reason: str | None = None
    file_path: str | None = None
    state: str | None = "open"
    older_than: timedelta | None = None


_CHOSEN = f"""
    FROM {CURRENT} LEFT JOIN {WAIVERS} USING (reason)
    WHERE ($2 IS NULL OR reason = $2) AND ($3 IS NULL OR contains(file_path, $3))
        AND ($4 IS NULL OR state = $4)
        AND ($5 IS NULL OR quarantined_at < $5)
"""
_LISTED = f"""
    SELECT quarantine_id, state, reason, outcome,
        floor(epoch($6 - quarantined_at) / 86400)::BIGINT AS age_days, file_path, source_id,
        document_id, byte_count, octet_length(payload) AS kept_byte_count, rule, detail, version,
        len(retries) AS retry_count, run_id, batch_id, quarantined_at, state_at, resolved_run_id,
        until_date AS waived_until, waived_by
    {_CHOSEN} ORDER BY reason, file_path, quarantined_at, quarantine_id
"""
_BY_REASON = f"""
    SELECT reason, count(*) AS pages,
        coalesce(sum(octet_length(payload)), 0)::BIGINT AS kept_bytes,
        max(floor(epoch($6 - quarantined_at) / 86400))::BIGINT AS oldest_days,
        coalesce('until ' || any_value(until_date) || ' by ' || any_value(waived_by), 'no')
            AS waived
    {_CHOSEN} GROUP BY reason ORDER BY pages DESC, reason
"""
_LISTED_SHORT = f"""
    SELECT quarantine_id[:12] AS id, state, reason, age_days, source_id, file_path,
        byte_count, detail FROM ({_LISTED})
"""


def listed(lake: Lake, chosen: Chosen, *, now: datetime) -> pa.RecordBatchReader:
    """The rows that are meant, by reason, file and age, without their payloads.

    Raises:
        QuarantineError: there is no such reason or state.
    """
    return _asked(lake, _LISTED, chosen, now)


def listed_short(lake: Lake, chosen: Chosen, *, now: datetime) -> pa.RecordBatchReader:
    """The same in the columns that a terminal has room for."""
    return _asked(lake, _LISTED_SHORT, chosen, now)


def by_reason(lake: Lake, chosen: Chosen, *, now: datetime) -> pa.RecordBatchReader:
    """How many rows are meant by reason, with the waiver where one holds."""
    return _asked(lake, _BY_REASON, chosen, now)


def _asked(lake: Lake, query: str, chosen: Chosen, now: datetime) -> pa.RecordBatchReader:
    for what, value, values in (
        ("reason", chosen.reason, QuarantineReason),
        ("state", chosen.state, QuarantineState),
    ):
        _check(what, value, values)
    before = None if chosen.older_than is None else now - chosen.older_than
    return lake.stream(
        query,
        [
            *(now.date(), chosen.reason, chosen.file_path, chosen.state),
            *(before, now),
        ],
    )


def _check(what: str, value: str | None, values: Iterable[StrEnum]) -> None:
    if value is not None and value not in tuple(values):
        raise QuarantineError(f"invalid {what} {value!r}; {choose_from(value, values)}")


def row_named(lake: Lake, name: str) -> Quarantined:
    """The row whose id is `name` or begins with it (six characters or more).

    Raises:
        QuarantineError: no row, or more than one, is meant.
    """
    return rows_of(lake, [_identity(lake, name)])[0]


def _identity(lake: Lake, name: str) -> str:
    found = lake.query(
        "SELECT quarantine_id FROM ops.quarantine WHERE quarantine_id = $1 "
        "OR (length($1) >= $2 AND starts_with(quarantine_id, lower($1))) LIMIT 2",
        [name, _SHORTEST_ID],
    )["quarantine_id"].to_pylist()
    if not found:
        raise QuarantineError(
            f"no quarantined page has the id {name!r}; `dateline quarantine --state all` lists the "
            f"ids, of which the first {_SHORTEST_ID} characters are enough"
        )
    if len(found) > 1:
        raise QuarantineError(f"{name!r} begins several ids; give more characters of one")
    return str(found[0])


@dataclass(frozen=True, slots=True)
class Retry:
    """Pages tried again: the run that did it, and why some of them failed once more."""

    run: Run
    problems: Sequence[Problem]


def retry(
    settings: Settings,
    *,
    names: Sequence[str] = (),
    reason: str | None = None,
    steps: Steps = STEPS,
    progress: Progress = no_progress,
) -> Retry | None:
    """Take quarantined pages all the way once more, as a run of their own.

    Args:
        settings: where the lake is, and how large a batch may be.
        names: ids of the rows to try, or their beginnings; none for all that are open.
        reason: only those quarantined for this reason; None for any.
        steps: the steps of a run.
        progress: shows how far it is.

    Returns:
        What came of it; None where there is nothing to try, and then there is no run either.

    Raises:
        QuarantineError: a name or the reason means nothing, or nothing was kept of the page.
        LakeError: the lake can't be used.
    """
    _check("reason", reason, QuarantineReason)
    rules = rules_for(settings)
    lexicons = lexicons_for(settings)
    with _writing(settings) as lake:
        wanted = _wanted(lake, names, reason)
        if not wanted:
            return None
        with progress(sum(wanted.values())) as advance:
            run = run_batches(
                _batches(lake, wanted, settings),
                lake,
                settings,
                inputs=("ops.quarantine",),
                rules=rules,
                lexicons=lexicons,
                steps=steps,
                advance=advance,
            )
        return Retry(run, problems_of(lake, run))


def _wanted(lake: Lake, names: Sequence[str], reason: str | None) -> dict[str, int]:
    """The rows to try, by id, with the size of their payloads."""
    identities = [_identity(lake, name) for name in names]
    rows = lake.query(
        "SELECT quarantine_id, state, payload IS NULL AS is_gone, "
        f"coalesce(octet_length(payload), 0) AS byte_count FROM {CURRENT} "
        "WHERE ($1 IS NULL OR reason = $1) "
        "AND CASE WHEN len($2::VARCHAR[]) > 0 THEN list_contains($2::VARCHAR[], quarantine_id) "
        "ELSE state = 'open' AND payload IS NOT NULL END ORDER BY quarantined_at, quarantine_id",
        [reason, identities],
    ).to_pylist()
    for row in rows:
        if row["state"] != "open" or row["is_gone"]:
            why = (
                f"it is {row['state']}" if row["state"] != "open" else "none of its bytes were kept"
            )
            raise QuarantineError(
                f"cannot retry {row['quarantine_id'][:12]}: {why}; run its file again if you still "
                "want the page"
            )
    return {row["quarantine_id"]: row["byte_count"] for row in rows}


def _batches(
    lake: Lake, wanted: Mapping[str, int], settings: Settings
) -> Iterator[Sequence[RawPage | UnusablePage]]:
    """The pages as their readers would give them now, only a batch of them in memory."""
    for part in batches(
        wanted.items(),
        page_limit=settings.batch_pages,
        byte_limit=settings.batch_bytes,
        size=itemgetter(1),
    ):
        rows = rows_of(lake, [quarantine_id for quarantine_id, _ in part])
        yield [read_again(row, options_of(settings)) for row in rows]


@contextmanager
def _writing(settings: Settings) -> Iterator[Lake]:
    """The lake, open for writing; it is not made where there is none."""
    Lake.open(settings.lake, read_only=True).close()
    with Lake.open(settings.lake, wait_seconds=settings.wait_seconds) as lake:
        yield lake


def waive(
    settings: Settings, *, reason: str, until: str, by: str, note: str | None, now: datetime
) -> Waiver:
    """Accept a reason until a day, that one included; a later waiver of it replaces it.

    Raises:
        QuarantineError: there is no such reason, the day is none or past, or nobody is named.
        LakeError: the lake can't be used.
    """
    _check("reason", reason, QuarantineReason)
    try:
        until_date = date.fromisoformat(until)
    except ValueError:
        raise QuarantineError(f"invalid date {until!r}: use the form 2026-12-31") from None
    if until_date < now.date():
        raise QuarantineError(f"{until_date} is past; today is {now.date()} (UTC)")
    if not by.strip():
        raise QuarantineError("a waiver needs someone responsible; name them with --by")
    waiver = Waiver(reason, now, until_date, by.strip(), note)
    with _writing(settings) as lake:
        record_waiver(lake, waiver)
    return waiver


@dataclass(frozen=True, slots=True)
class Expiry:
    """What expires, or has expired where there is a snapshot: rows and bytes by reason."""

    rows: Mapping[str, tuple[int, int]]
    snapshot_id: int | None


def expire_rows(
    settings: Settings, *, older_than: timedelta | None, confirmed: bool, now: datetime
) -> Expiry:
    """Drop the bytes of resolved rows, and of open ones that are old; every row itself stays.

    Args:
        settings: where the lake is.
        older_than: how long ago an open row was quarantined to count as old; None for never.
        confirmed: whether to do it, and not only to say what would be done.
        now: the time.

    Raises:
        LakeError: the lake can't be used.
    """
    before = None if older_than is None else now - older_than
    with _writing(settings) if confirmed else Lake.open(settings.lake, read_only=True) as lake:
        rows = expirable(lake, before)
        snapshot_id = expire(lake, before, at=now) if confirmed and rows else None
    return Expiry(rows, snapshot_id)
