"""Signs of life on standard error: a progress bar on a terminal, elsewhere a line now and then."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from dateline.flows.jobs.progress import Advance, Phase

if TYPE_CHECKING:
    from dateline.flows.jobs.ingest import Steps
    from dateline.flows.jobs.run_ledger import BatchLedger

_LINE_SECONDS = 10.0
_Parameters = ParamSpec("_Parameters")
_Returned = TypeVar("_Returned")


@contextmanager
def progress_bar(total_bytes: int) -> Iterator[Advance]:
    """Show the progress of a job.

    Yields:
        A function to call with the numbers of pages and bytes done since the last call.
    """
    with ProgressDisplay().show(total_bytes) as advance:
        yield advance


class ProgressDisplay:
    """Shows the phase of a job, how many pages are done, how fast, and how long the rest takes."""

    def __init__(self) -> None:
        self._phase = Phase.READING
        self._page_count = 0
        self._byte_count = 0
        self._total_bytes = 1
        self._started_at = self._shown_at = time.monotonic()
        self._show: Callable[[], None] = self._print_now_and_then

    def enter(self, phase: Phase) -> None:
        """Note that another phase begins."""
        self._phase = phase
        self._show()

    @contextmanager
    def show(self, total_bytes: int) -> Iterator[Advance]:
        """Show the progress of a job, given the bytes that it has to read."""
        self._total_bytes = max(total_bytes, 1)
        self._started_at = self._shown_at = time.monotonic()
        if not sys.stderr.isatty():
            yield self._advance
            return
        with self._bar():
            yield self._advance

    def _advance(self, pages: int, byte_count: int) -> None:
        self._page_count += pages
        self._byte_count += byte_count
        self._show()

    def _figures(self) -> str:
        seconds = time.monotonic() - self._started_at
        if not self._page_count:
            return ""
        pages = "1 page" if self._page_count == 1 else f"{self._page_count:,} pages"
        per_second = self._page_count / seconds
        rate = f"{pages}, {per_second:,.{0 if per_second >= 10 else 1}f} pages/s"
        left = seconds * (self._total_bytes / max(self._byte_count, 1) - 1)
        return f"{rate}, {_duration(left)} left" if left > 0 else rate

    def _print_now_and_then(self) -> None:
        now = time.monotonic()
        if now - self._shown_at >= _LINE_SECONDS:
            self._shown_at = now
            line = ": ".join(filter(None, ("dateline", self._phase, self._figures())))
            print(line, file=sys.stderr, flush=True)  # noqa: T201

    @contextmanager
    def _bar(self) -> Iterator[None]:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        with Progress(
            TextColumn("{task.description:<13}"),
            BarColumn(bar_width=20),
            TextColumn("{task.fields[figures]}"),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        ) as progress:
            task = progress.add_task(self._phase, total=self._total_bytes, figures="")

            def update() -> None:
                progress.update(
                    task,
                    description=self._phase,
                    completed=self._byte_count,
                    figures=self._figures(),
                )

            update()
            self._show = update
            yield


def _duration(seconds: float) -> str:
    """A duration in its largest unit, such as `40 s` or `3 min`."""
    for unit, unit_seconds in (("h", 3600), ("min", 60)):
        if seconds >= 2 * unit_seconds:
            return f"{seconds / unit_seconds:,.0f} {unit}"
    return f"{seconds:.0f} s"


def in_phases(steps: "Steps", enter: Callable[[Phase], None]) -> "Steps":
    """The steps of a run, which tell when a phase begins."""

    def during(
        phase: Phase, step: Callable[_Parameters, _Returned], then: Phase | None = None
    ) -> Callable[_Parameters, _Returned]:
        def call(*arguments: _Parameters.args, **options: _Parameters.kwargs) -> _Returned:
            enter(phase)
            returned = step(*arguments, **options)
            if then is not None:
                enter(then)
            return returned

        return call

    def admit(*arguments: Any) -> "BatchLedger":
        noted = steps.admit(*arguments)
        if noted.documents:
            enter(Phase.UNDERSTANDING)
        return noted

    return replace(
        steps,
        admit=admit,
        transform=during(Phase.UNDERSTANDING, steps.transform),
        audit=during(Phase.CHECKING, steps.audit),
        publish=during(Phase.PUBLISHING, steps.publish, then=Phase.READING),
    )
