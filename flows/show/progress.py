"""A progress bar on standard error, if it is a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dateline.flows.jobs.progress import Advance, no_progress


@contextmanager
def progress_bar(total_bytes: int) -> Iterator[Advance]:
    """Show the progress of a run.

    Yields:
        A function to call with the numbers of pages and bytes done since the last call.
    """
    if not sys.stderr.isatty():
        with no_progress(total_bytes) as advance:
            yield advance
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[pages]:,} pages"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task("Reading", total=max(total_bytes, 1), pages=0)
        done = 0

        def advance(pages: int, byte_count: int) -> None:
            nonlocal done
            done += pages
            progress.update(task, advance=byte_count, pages=done)

        yield advance
