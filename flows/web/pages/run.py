"""A run: its accounts, its batches, the rules that failed and why pages were quarantined."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from fastapi import Path

from dateline.expectations import ALL_RULES
from dateline.expectations.history import HISTORY_RULES
from dateline.flows.web.errors import NoSuchPageError
from dateline.flows.web.page import WebPage
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.run_records import RunRecord, run_record


def run(lake: Lake, run_id: Annotated[str, Path(max_length=200)]) -> RunRecord:
    """A run with its accounts, its batches, what its rules found, and why pages were quarantined.

    CSV has the rules.
    """
    found = run_record(lake, run_id)
    if found is None:
        raise NoSuchPageError(f"no run {run_id!r}; the list of runs leads to those that there are")
    return found


@dataclass(frozen=True, slots=True)
class DrawnRun:
    """What a template says of a run beside its record."""

    seconds: float | None
    meanings: Mapping[str, str]


def drawn_run(answer: RunRecord) -> DrawnRun:
    """How long it took, and what its rules mean."""
    took = answer.run.finished_at - answer.run.started_at if answer.run else None
    return DrawnRun(None if took is None else took.total_seconds(), rule_meanings())


@cache
def rule_meanings() -> Mapping[str, str]:
    """What the rules mean that Dateline has, by name; a lake may have others."""
    meanings = {rule.name: rule.meaning for rule in ALL_RULES}
    return meanings | {rule.name: rule.meaning for rule in HISTORY_RULES}


RUN = WebPage("/runs/{run_id}", run, "run.html.j2", table=lambda it: it.rules, drawn=drawn_run)
