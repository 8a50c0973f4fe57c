"""An outlet: its volume and quality over time, what it promotes, its newest articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Path

from dateline.flows.web.charts import BarChart, bars_over_time
from dateline.flows.web.errors import NoSuchPageError
from dateline.flows.web.page import WebPage
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.outlets import OutletDay, OutletProfile, outlet_profile

_DAYS_LISTED = 30


def outlet(lake: Lake, outlet: Annotated[str, Path(max_length=400)]) -> OutletProfile:
    """An outlet by its name: pages by day, what they lack, what they promote, the newest ones.

    `promoted` is read from its 1,000 newest pages; `quarantined` has the open pages of its hosts.
    CSV has the days.
    """
    found = outlet_profile(lake, outlet)
    if found is None:
        raise NoSuchPageError(
            f"outlet {outlet!r} does not exist; the list of outlets leads to those that do"
        )
    return found


@dataclass(frozen=True, slots=True)
class DrawnOutlet:
    """The chart of an outlet's pages, and its last days."""

    pages: BarChart | None
    days: Sequence[OutletDay]


def drawn_outlet(answer: OutletProfile) -> DrawnOutlet:
    """The answer as it is laid out."""
    return DrawnOutlet(
        bars_over_time((day.day, day.page_count) for day in answer.days),
        answer.days[: -_DAYS_LISTED - 1 : -1],
    )


OUTLET = WebPage(
    "/outlets/{outlet:path}",
    outlet,
    "outlet.html.j2",
    table=lambda it: it.days,
    drawn=drawn_outlet,
)
