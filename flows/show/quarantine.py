"""The quarantine for a person at a terminal; nothing from a page can steer it."""

from collections.abc import Mapping
from datetime import datetime

from rich.console import Console
from rich.text import Text

from flows.escaping import one_line, printable
from flows.jobs.quarantine import Chosen, Expiry, Retry, by_reason, listed_short
from flows.show.bytes_preview import shown
from flows.show.rows import print_pairs, print_table
from flows.show.summary import in_words
from transforms.schema.operations import Quarantined, Waiver
from warehouse.catalog.lake import Lake


def print_list(console: Console, lake: Lake, chosen: Chosen, *, now: datetime, limit: int) -> None:
    """Print how many rows are meant by reason, and then the first of them, one by one."""
    reasons = by_reason(lake, chosen, now=now).read_all()
    if not reasons.num_rows:
        what = "Nothing" if chosen.state is None else f"Nothing that is {chosen.state}"
        console.print(f"{what} was found in the quarantine.")
        return
    print_table(console, reasons.to_reader(), limit=reasons.num_rows)
    console.print()
    print_table(console, listed_short(lake, chosen, now=now), limit=limit)
    console.print(
        Text("\n`dateline quarantine show ID` shows a row and its bytes, `retry` tries again.")
    )


def print_row(console: Console, row: Quarantined, waivers: Mapping[str, Waiver]) -> None:
    """Print all that is known of a row: where the page came from, its verdicts, its bytes."""
    pairs = [
        ("id", row.quarantine_id),
        ("state", f"{row.state} since {_time(row.state_at)}"),
        ("source", row.source),
        ("source_id", row.source_id),
        ("url", row.url),
        ("fetched", None if row.fetched_at is None else _time(row.fetched_at)),
        ("metadata", row.metadata),
        ("repairs", "; ".join(row.repairs) or None),
        ("document_id", row.document_id),
        ("size", f"{row.byte_count:,} bytes"),
        ("severity", row.severity),
        (
            "set aside",
            f"{_time(row.set_aside_at)} by run {row.run_id}, version {row.version}: "
            f"{row.reason} ({row.rule}): {row.detail}",
        ),
    ]
    pairs += [
        (
            "tried again",
            f"{_time(verdict.tried_at)} by run {verdict.run_id}, version {verdict.version}: "
            f"{verdict.reason} ({verdict.rule}): {verdict.detail}",
        )
        for verdict in row.retries
    ]
    pairs.append(
        ("loaded", None if row.resolved_run_id is None else f"by run {row.resolved_run_id}")
    )
    waiver = waivers.get(row.retries[-1].reason if row.retries else row.reason)
    pairs.append(("waived", None if waiver is None else waiver_in_words(waiver)))
    print_pairs(console, [(name, printable(said)) for name, said in pairs if said is not None])
    console.print()
    if row.payload is None:
        console.print("No bytes of it are kept.")
        return
    for line in shown(row.payload):
        console.print(Text(line), soft_wrap=True)


def print_retry(console: Console, retried: Retry | None) -> None:
    """Print what came of a retry, or that there was nothing to try."""
    if retried is None:
        console.print("Nothing to try again: no page that is open has its bytes kept.")
        return
    run = retried.run
    again = run.quarantined_count + run.rejected_count
    console.print(
        f"{run.sighting_count:,} tried again by run {run.run_id}: {run.loaded_count:,} loaded, "
        f"{run.known_count:,} in the lake already, {again:,} set aside again"
        + (f" ({run.waived_count:,} waived)" if run.waived_count else "")
    )
    print_pairs(console, [(problem.reason, in_words(problem)) for problem in retried.problems])


def waiver_in_words(waiver: Waiver) -> str:
    """A waiver as a sentence that is safe to print."""
    note = "" if waiver.note is None else f" ({one_line(waiver.note, 200)})"
    return f"{waiver.reason} is waived until {waiver.until_date} by {_who(waiver)}{note}"


def _who(waiver: Waiver) -> str:
    return one_line(waiver.waived_by, 80)


def print_expiry(console: Console, expiry: Expiry) -> None:
    """Print what would expire, or has, by reason."""
    if not expiry.rows:
        console.print("Nothing to let go of: no row is resolved or that old.")
        return
    rows = sum(count for count, _ in expiry.rows.values())
    size = sum(byte_count for _, byte_count in expiry.rows.values())
    is_done = expiry.snapshot_id is not None
    console.print(f"{_rows(rows)} {'let go of' if is_done else 'would let go of'} {size:,} bytes:")
    print_pairs(
        console,
        [
            (reason, f"{_rows(count)}, {byte_count:,} bytes")
            for reason, (count, byte_count) in expiry.rows.items()
        ],
    )
    if is_done:
        console.print(
            f"\nSnapshot {expiry.snapshot_id}. Older snapshots have the bytes until "
            "`dateline compact` forgets them."
        )
    else:
        console.print("\nNothing was done; `--yes` does it.")


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
