"""What `dateline quarantine` changes: pages are retried, waived for a while, or expired."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import itemgetter

from dateline.flows.inputs.batches import batches
from dateline.flows.inputs.pages import RawPage, UnusablePage
from dateline.flows.inputs.readers import options_of, read_again
from dateline.flows.jobs.ingest import STEPS, Steps, run_batches
from dateline.flows.jobs.knowledge import knowledge_for
from dateline.flows.jobs.known_files import KnownFiles
from dateline.flows.jobs.lineage import observer_of_retry
from dateline.flows.jobs.open_lakes import open_to_read, open_to_write
from dateline.flows.jobs.progress import Progress, no_progress
from dateline.flows.jobs.quarantined_pages import QuarantineError, check_choice, identity_of
from dateline.flows.jobs.summary import Problem, problems_of
from dateline.flows.settings import Settings
from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.transforms.schema.operations import Run, Waiver
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.quarantine import (
    CURRENT,
    expirable,
    expire,
    record_waiver,
    rows_of,
)


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
    check_choice("reason", reason, QuarantineReason)
    knowledge = knowledge_for(settings)
    observer = observer_of_retry(settings)
    with closing(observer), _writing(settings) as lake:
        wanted = _wanted(lake, names, reason)
        if not wanted:
            return None
        with progress(sum(wanted.values())) as advance:
            run = run_batches(
                _batches(lake, wanted, settings),
                lake,
                settings,
                inputs=("ops.quarantine",),
                knowledge=knowledge,
                steps=steps,
                advance=advance,
                observer=observer,
                known_files=KnownFiles(options_of(settings), knowledge.version),
            )
        return Retry(run, problems_of(lake, run))


def _wanted(lake: Lake, names: Sequence[str], reason: str | None) -> dict[str, int]:
    """The rows to try, by id, with the size of their payloads."""
    identities = [identity_of(lake, name) for name in names]
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
    open_to_read(settings).close()
    with open_to_write(settings) as lake:
        yield lake


def waive(
    settings: Settings, *, reason: str, until: str, by: str, note: str | None, now: datetime
) -> Waiver:
    """Accept a reason until a day, that one included; a later waiver of it replaces it.

    Raises:
        QuarantineError: there is no such reason, the day is none or past, or nobody is named.
        LakeError: the lake can't be used.
    """
    check_choice("reason", reason, QuarantineReason)
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
    with _writing(settings) if confirmed else open_to_read(settings) as lake:
        rows = expirable(lake, before)
        snapshot_id = expire(lake, before, at=now) if confirmed and rows else None
    return Expiry(rows, snapshot_id)
