"""What a replay changes, for a terminal."""

from rich.console import Console
from rich.text import Text

from flows.escaping import one_line, printable
from flows.jobs.replay import Refusal, Replay
from flows.show.differences import print_differences
from flows.show.rows import print_pairs


def print_replay(console: Console, replayed: Replay, *, publish: bool) -> None:
    """Say what would change or has changed, which pages were refused, and what to do next."""
    refused_count = sum(refusal.page_count for refusal in replayed.refusals)
    unchanged = replayed.page_count - replayed.changed_count - refused_count
    console.print(
        f"{replayed.page_count:,} pages read again: {replayed.changed_count:,} changed, "
        f"{unchanged:,} unchanged, {refused_count:,} refused"
    )
    print_differences(console, replayed.differences)
    if replayed.refusals:
        console.print(Text("\nRefused: these break a critical rule now; their old rows stay"))
        print_pairs(console, [(refusal.rule, _said(refusal)) for refusal in replayed.refusals])
    if replayed.snapshot_id is not None:
        console.print(f"\nPublished as snapshot {replayed.snapshot_id}.")
    elif not replayed.differences:
        console.print("\nNothing to publish: no row would change.")
    elif not publish:
        console.print("\nNothing was published; `--publish` does it.")


def _said(refusal: Refusal) -> str:
    example = one_line(refusal.example, 40)
    plural = "page" if refusal.page_count == 1 else "pages"
    return f"{refusal.page_count:,} {plural}, such as {example}: {printable(refusal.detail)}"
