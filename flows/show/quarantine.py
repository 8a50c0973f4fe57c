"""Quarantined pages for the terminal; text from a page is escaped."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from dateline.flows.escaping import one_line, printable
from dateline.flows.jobs.quarantined_pages import Chosen, by_reason, listed_short
from dateline.flows.show.bytes_preview import preview_lines
from dateline.flows.show.query_results import print_table
from dateline.flows.show.terminal import plural, print_pairs
from dateline.transforms.schema.operations import FailedRetry, Quarantined, Waiver
from dateline.warehouse.catalog.lake import Lake

if TYPE_CHECKING:
    from dateline.flows.jobs.quarantine import Expiry, Retry


def print_list(console: Console, lake: Lake, chosen: Chosen, *, now: datetime, limit: int) -> None:
    """Print the number of matching pages by reason, then the first of them, one by one."""
    reasons = by_reason(lake, chosen, now=now).fetch_all()
    if not reasons.rows:
        state = "" if chosen.state is None else f"{chosen.state} "
        matching = "" if chosen == Chosen(state=chosen.state) else " that match"
        console.print(f"The quarantine has no {state}pages{matching}.")
        return
    print_table(console, reasons, limit=len(reasons.rows))
    console.print()
    print_table(console, listed_short(lake, chosen, now=now), limit=limit)
    console.print(
        Text("\n`dateline quarantine show ID` shows a page and its bytes; `retry` retries it.")
    )


def print_row(console: Console, row: Quarantined, waivers: Mapping[str, Waiver]) -> None:
    """Print everything known about a page: its origin, its failures and a preview of its bytes."""
    pairs = [*_origin(row), *_failures(row), *_resolution(row, waivers)]
    print_pairs(console, [(name, printable(text)) for name, text in pairs if text is not None])
    console.print()
    if row.payload is None:
        console.print("No bytes are stored.")
        return
    for line in preview_lines(row.payload):
        console.print(Text(line), soft_wrap=True)


def _origin(row: Quarantined) -> Iterator[tuple[str, str | None]]:
    yield "id", row.quarantine_id
    yield "state", f"{row.state} since {_time(row.state_at)}"
    yield "file", row.file_path
    yield "source_id", row.source_id
    yield "url", row.url
    yield "fetched", None if row.fetched_at is None else _time(row.fetched_at)
    yield "metadata", row.metadata
    yield "repairs", "; ".join(row.repairs) or None
    yield "document_id", row.document_id
    yield "size", f"{row.byte_count:,} bytes"


def _failures(row: Quarantined) -> Iterator[tuple[str, str]]:
    first = FailedRetry(
        row.run_id, row.version, row.quarantined_at, row.reason, row.detail, row.rule
    )
    yield "quarantined", _failure(first)
    for retry in row.retries:
        yield "retried", _failure(retry)


def _failure(failed: FailedRetry) -> str:
    return (
        f"{_time(failed.tried_at)} by run {failed.run_id}, version {failed.version}: "
        f"{failed.reason} ({failed.rule}): {failed.detail}"
    )


def _resolution(
    row: Quarantined, waivers: Mapping[str, Waiver]
) -> Iterator[tuple[str, str | None]]:
    yield "loaded", None if row.resolved_run_id is None else f"by run {row.resolved_run_id}"
    waiver = waivers.get(row.retries[-1].reason if row.retries else row.reason)
    yield "waived", None if waiver is None else waiver_text(waiver)


def print_retry(console: Console, retried: "Retry | None") -> None:
    """Print the outcome of a retry, or that no page could be retried."""
    if retried is None:
        console.print("Nothing to retry: no open page has stored bytes.")
        return
    from dateline.flows.show.summary import problem_text

    run = retried.run
    failed_count = run.quarantined_count + run.rejected_count
    console.print(
        f"{plural(run.sighting_count, 'page')} retried by run {run.run_id}: "
        f"{run.loaded_count:,} loaded, {run.already_known_count:,} already known, "
        f"{failed_count:,} quarantined again"
        + (f" ({run.waived_count:,} waived)" if run.waived_count else "")
    )
    print_pairs(console, [(problem.reason, problem_text(problem)) for problem in retried.problems])


def waiver_text(waiver: Waiver) -> str:
    """A waiver as a sentence, with control characters escaped."""
    note = "" if waiver.note is None else f" ({one_line(waiver.note, 200)})"
    name = one_line(waiver.waived_by, 80)
    return f"{waiver.reason} is waived until {waiver.until_date} by {name}{note}"


def print_expiry(console: Console, expiry: "Expiry") -> None:
    """Print what would expire, or has expired, by reason."""
    if not expiry.rows:
        console.print("Nothing to expire: no page is resolved or old enough.")
        return
    page_count = sum(count for count, _ in expiry.rows.values())
    size = sum(byte_count for _, byte_count in expiry.rows.values())
    verb = "would expire" if expiry.snapshot_id is None else "expired"
    console.print(f"{plural(page_count, 'page')} {verb}, {size:,} bytes:")
    print_pairs(
        console,
        [
            (reason, f"{plural(count, 'page')}, {byte_count:,} bytes")
            for reason, (count, byte_count) in expiry.rows.items()
        ],
    )
    if expiry.snapshot_id is None:
        console.print("\nNothing has changed; add `--yes` to expire them.")
    else:
        console.print(
            f"\nPublished as snapshot {expiry.snapshot_id}. Older snapshots keep the bytes until "
            "`dateline compact` expires them."
        )


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
