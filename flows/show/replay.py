"""The changes of a replay for the terminal and for Prefect."""

from rich.console import Console
from rich.text import Text

from dateline.flows.escaping import one_line, printable
from dateline.flows.jobs.replay import RejectedPages, Replay
from dateline.flows.show.differences import change_counts, print_differences
from dateline.flows.show.terminal import plural, print_pairs


def message(replayed: Replay) -> str:
    """The outcome of a replay in one line; holds no text from a page."""
    outcome = "nothing published" if replayed.snapshot_id is None else "published"
    return f"{_page_counts(replayed)}; {outcome}"


def _page_counts(replayed: Replay) -> str:
    rejected_count = sum(rejected.page_count for rejected in replayed.rejected)
    unchanged_count = replayed.page_count - replayed.changed_count - rejected_count
    return (
        f"{plural(replayed.page_count, 'page')} reprocessed: {replayed.changed_count:,} changed, "
        f"{unchanged_count:,} unchanged, {rejected_count:,} rejected"
    )


def print_replay(console: Console, replayed: Replay, *, publish: bool) -> None:
    """Print what would change or has changed, the rejected pages, and what to do next."""
    console.print(_page_counts(replayed))
    print_differences(console, replayed.differences)
    if replayed.rejected:
        console.print(Text("\nRejected: these pages now break a critical rule; old rows stay"))
        print_pairs(console, [(it.rule, _rejection(it)) for it in replayed.rejected])
    if replayed.snapshot_id is not None:
        console.print(f"\nPublished as snapshot {replayed.snapshot_id}.")
    elif not replayed.differences:
        console.print("\nNothing to publish: no rows would change.")
    elif not publish:
        console.print("\nNothing was published; add `--publish` to publish the changes.")


def _rejection(rejected: RejectedPages) -> str:
    example = one_line(rejected.example, 40)
    count = plural(rejected.page_count, "page")
    return f"{count}, such as {example}: {printable(rejected.detail)}"


def as_markdown(replayed: Replay) -> str:
    """The changes by table, for Prefect's pages."""
    changes = [f"- {table.table}: {change_counts(table)}" for table in replayed.differences]
    return "\n".join([f"# {message(replayed)}", "", *changes])
