"""The quarantined pages: why, since when, and the commands that retry them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice
from typing import Annotated

from fastapi import Query

from dateline.flows.jobs.quarantined_pages import Chosen, by_reason, listed
from dateline.flows.web.page import (
    ROWS_OF_A_PAGE,
    OptionalWords,
    PageNumber,
    Paging,
    WebPage,
    offset_of,
)
from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import snapshot_at


class StateChoice(StrEnum):
    """The states of quarantined pages that are listed."""

    OPEN = "open"
    RESOLVED = "resolved"
    EXPIRED = "expired"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ReasonOfPages:
    """A reason, its pages, and whether it is waived on the day of the snapshot."""

    reason: str
    pages: int
    kept_bytes: int
    oldest_days: int
    waived: str


@dataclass(frozen=True, slots=True)
class QuarantinedPage:
    """A quarantined page without its bytes; what it says is of its last retry."""

    quarantine_id: str
    state: str
    reason: str
    outcome: str
    age_days: int
    file_path: str
    source_id: str
    document_id: str | None
    byte_count: int
    kept_byte_count: int | None
    rule: str
    detail: str
    version: str
    retry_count: int
    run_id: str
    batch_id: str
    quarantined_at: datetime
    state_at: datetime
    resolved_run_id: str | None
    waived_until: date | None
    waived_by: str | None


@dataclass(frozen=True, slots=True)
class QuarantineList:
    """Quarantined pages by reason and one by one; ages are those at the time of the snapshot."""

    reasons: Sequence[ReasonOfPages]
    pages: Sequence[QuarantinedPage]
    paging: Paging


def quarantine(
    lake: Lake,
    reason: OptionalWords = None,
    file: OptionalWords = None,
    state: Annotated[StateChoice, Query()] = StateChoice.OPEN,
    page: PageNumber = 1,
) -> QuarantineList:
    """Quarantined pages, by reason, file and age; `file` is a part of the path of its file."""
    chosen = Chosen(
        reason=reason, file_path=file, state=None if state is StateChoice.ALL else state.value
    )
    now = snapshot_at(lake.snapshots, lake.snapshot_id).since
    reasons = [ReasonOfPages(**row) for row in by_reason(lake, chosen, now=now).dicts()]
    first = offset_of(page)
    rows = islice(listed(lake, chosen, now=now).dicts(), first, first + ROWS_OF_A_PAGE)
    return QuarantineList(
        reasons,
        [QuarantinedPage(**row) for row in rows],
        Paging(page, sum(it.pages for it in reasons)),
    )


QUARANTINE = WebPage(
    "/quarantine",
    quarantine,
    "quarantine.html.j2",
    table=lambda it: it.pages,
    drawn=lambda _: tuple(QuarantineReason),
)
