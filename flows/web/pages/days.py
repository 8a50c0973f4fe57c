"""The days of publication."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.flows.web.page import ROWS_OF_A_PAGE, PageNumber, Paging, WebPage, offset_of
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.days import DayVolume, listed_days


@dataclass(frozen=True, slots=True)
class DayList:
    """Days, the newest first, and which part of their list they are."""

    days: Sequence[DayVolume]
    paging: Paging


def days(lake: Lake, page: PageNumber = 1) -> DayList:
    """Days of publication, the newest first; pages without a day are of none."""
    found = listed_days(lake, limit=ROWS_OF_A_PAGE, offset=offset_of(page))
    return DayList(found.days, Paging(page, found.day_count))


DAYS = WebPage("/days", days, "days.html.j2", menu="Days", table=lambda it: it.days)
