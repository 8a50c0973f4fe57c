"""The outlets: how much each published, and what its pages lack."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.flows.web.page import (
    ROWS_OF_A_PAGE,
    OptionalWords,
    PageNumber,
    Paging,
    WebPage,
    offset_of,
)
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.outlets import OutletVolume, listed_outlets


@dataclass(frozen=True, slots=True)
class OutletList:
    """Outlets, those with the most pages first, and which part of their list they are."""

    outlets: Sequence[OutletVolume]
    paging: Paging


def outlets(lake: Lake, words: OptionalWords = None, page: PageNumber = 1) -> OutletList:
    """Outlets, those with the most pages first; with words in their names."""
    found = listed_outlets(lake, words, limit=ROWS_OF_A_PAGE, offset=offset_of(page))
    return OutletList(found.outlets, Paging(page, found.outlet_count))


OUTLETS = WebPage(
    "/outlets", outlets, "outlets.html.j2", menu="Outlets", table=lambda it: it.outlets
)
