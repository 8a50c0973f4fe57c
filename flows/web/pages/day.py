"""A day of publication: its stories, who spoke, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dateline.flows.web.errors import NoSuchPageError
from dateline.flows.web.page import ROWS_OF_A_PAGE, PageNumber, Paging, WebPage, offset_of
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.days import DayProfile, day_profile


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """A day, and which part of its stories is shown."""

    profile: DayProfile
    paging: Paging


def day(lake: Lake, day: date, page: PageNumber = 1) -> DayAnswer:
    """A day's stories, once each and those that most articles tell first; speakers and places.

    CSV has the stories.
    """
    found = day_profile(lake, day, limit=ROWS_OF_A_PAGE, offset=offset_of(page))
    if found is None:
        raise NoSuchPageError(
            f"no page is of {day}; the list of days leads to those that have some"
        )
    return DayAnswer(found, Paging(page, found.volume.story_count))


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A row of the table of a day's stories."""

    document_id: str
    story_id: str | None
    headline: str | None
    outlet: str | None
    article_count: int
    outlet_count: int


def _rows(answer: DayAnswer) -> Sequence[StoryRow]:
    return [
        StoryRow(
            *(it.article.document_id, it.story_id, it.article.headline, it.article.outlet),
            *(it.article_count, it.outlet_count),
        )
        for it in answer.profile.stories
    ]


@dataclass(frozen=True, slots=True)
class NeighbouringDays:
    """The days before and after, whether they have pages or not; None at the ends of time."""

    before: date | None
    after: date | None


def _neighbours(answer: DayAnswer) -> NeighbouringDays:
    shown = answer.profile.volume.day
    return NeighbouringDays(
        shown - timedelta(days=1) if shown > date.min else None,
        shown + timedelta(days=1) if shown < date.max else None,
    )


ONE_DAY = WebPage("/days/{day}", day, "day.html.j2", table=_rows, drawn=_neighbours)
