"""The latest runs, with their accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dateline.flows.jobs.runs import last_runs
from dateline.flows.web.page import WebPage
from dateline.warehouse.catalog.lake import Lake

_MOST_RUNS = 200


@dataclass(frozen=True, slots=True)
class ListedRun:
    """A run and its accounts in pages; a stopped one has those of its batches."""

    run_id: str
    started_at: datetime
    seconds: float
    status: str
    batches: int
    pages: int
    loaded: int
    already_known: int
    quarantined: int
    rejected: int
    waived: int | None


@dataclass(frozen=True, slots=True)
class RunList:
    """The 200 latest runs, newest first."""

    runs: Sequence[ListedRun]


def runs(lake: Lake) -> RunList:
    """The 200 latest runs, newest first, with what became of their pages."""
    return RunList([ListedRun(**row) for row in last_runs(lake, _MOST_RUNS).dicts()])


RUNS = WebPage("/runs", runs, "runs.html.j2", menu="Health", table=lambda it: it.runs)
