"""From what a time expression means to a day, a month or an interval of the calendar.

A relative time is resolved against the day that the text speaks from, as TimeML does (TIMEX3,
`anchorTimeID`), and the words before it decide between past and future: news tells what was,
unless a word such as `will` stands nearer than a past report.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import singledispatch

from dateline.transforms.schema.closed_sets import AnchorBasis
from dateline.transforms.times.meanings import (
    Day,
    Holiday,
    Meaning,
    Moved,
    Quarter,
    Season,
    Stated,
    Stretch,
    Weekday,
    WeekdayOfWeek,
    Weekend,
)
from dateline.transforms.times.periods import (
    Period,
    day_of,
    holiday,
    month_of,
    moved,
    quarter_of,
    season_of,
    unit_around,
)

# A day of the calendar that is so near is the one to come: `the fair runs through March 11`.
_SOON = 30
_SHORTER_THAN_A_DAY = frozenset({"minute", "hour"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that relative times are counted from, and how it is known."""

    day: date
    basis: AnchorBasis


@dataclass(frozen=True, slots=True)
class Context:
    """What is known where an expression stands.

    Args:
        anchor: The day that the text speaks from.
        named: The last period that the text named before.
        year: A year that the same paragraph stated before.
        is_future: Whether the words before the expression speak of what is to come.
    """

    anchor: Anchor | None
    named: Period | None = None
    year: int | None = None
    is_future: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """A value and the anchor that it rests on; `period` is None for what is no stretch of days."""

    value: str | None
    period: Period | None = None
    anchor: Anchor | None = None


def resolve(meaning: Meaning, context: Context) -> Resolved:
    """Resolve an expression; what stays open keeps its unresolved value and has no anchor."""
    try:
        resolved = _resolve(meaning, context)
    except (OverflowError, ValueError):
        # A day outside the calendar, such as 3,000 years ago.
        resolved = None
    return resolved or Resolved(meaning.unresolved)


def _on(period: Period, anchor: Anchor) -> Resolved:
    return Resolved(period.edtf, period, anchor)


@singledispatch
def _resolve(meaning: Meaning, context: Context) -> Resolved | None:
    return None


@_resolve.register
def _(meaning: Stated, context: Context) -> Resolved | None:
    return Resolved(meaning.value, meaning.period)


@_resolve.register
def _(meaning: Moved, context: Context) -> Resolved | None:
    anchor = context.anchor
    if meaning.is_in_text:
        anchor = Anchor(context.named.last, AnchorBasis.TEXT) if context.named else None
    if anchor is None or meaning.unit in _SHORTER_THAN_A_DAY:
        return None
    return _on(unit_around(moved(anchor.day, meaning.unit, meaning.amount), meaning.unit), anchor)


@_resolve.register
def _(meaning: Stretch, context: Context) -> Resolved | None:
    anchor = context.anchor
    if anchor is None or meaning.unit in _SHORTER_THAN_A_DAY:
        return None
    other = moved(anchor.day, meaning.unit, meaning.amount)
    if meaning.amount < 0:
        return _on(Period(other + timedelta(1), anchor.day), anchor)
    return _on(Period(anchor.day, other - timedelta(1)), anchor)


@_resolve.register
def _(meaning: Day, context: Context) -> Resolved | None:
    def in_year(year: int) -> Period:
        if meaning.day is None:
            return month_of(date(year, meaning.month, 1))
        first = date(year, meaning.month, meaning.day)
        return Period(first, first.replace(day=meaning.last_day or meaning.day))

    if context.year is not None and not meaning.direction:
        period = in_year(context.year)
        return _on(period, Anchor(period.first.replace(month=1, day=1), AnchorBasis.TEXT))
    return _nearest(in_year, meaning.direction, context)


@_resolve.register
def _(meaning: Season, context: Context) -> Resolved | None:
    if meaning.direction is None:
        return None
    return _nearest(lambda year: season_of(year, meaning.first_month), meaning.direction, context)


@_resolve.register
def _(meaning: Holiday, context: Context) -> Resolved | None:
    def in_year(year: int) -> Period:
        return day_of(holiday(meaning.rule, year))

    if context.year is not None:
        return _on(in_year(context.year), Anchor(date(context.year, 1, 1), AnchorBasis.TEXT))
    return _nearest(in_year, None, context)


@_resolve.register
def _(meaning: WeekdayOfWeek, context: Context) -> Resolved | None:
    anchor = context.anchor
    if anchor is None:
        return None
    monday = unit_around(moved(anchor.day, "week", meaning.weeks), "week").first
    return _on(day_of(monday + timedelta(meaning.weekday - 1)), anchor)


@_resolve.register
def _(meaning: Weekend, context: Context) -> Resolved | None:
    """The last weekend that has begun; where the text speaks of the future, the one to come."""
    anchor = context.anchor
    if anchor is None:
        return None
    own = unit_around(anchor.day, "weekend")
    if own.first > anchor.day and not context.is_future:
        own = unit_around(moved(anchor.day, "week", -1), "weekend")
    return _on(own, anchor)


@_resolve.register
def _(meaning: Quarter, context: Context) -> Resolved | None:
    """The last such quarter that has begun: results are told when it is over."""
    anchor = context.anchor
    if anchor is None or context.is_future:
        return None
    own = quarter_of(anchor.day.year, meaning.number)
    is_begun = own.first <= anchor.day
    return _on(own if is_begun else quarter_of(anchor.day.year - 1, meaning.number), anchor)


@_resolve.register
def _(meaning: Weekday, context: Context) -> Resolved | None:
    """The last such day, the anchor's own included; behind `next` or `will` the one to come."""
    anchor = context.anchor
    if anchor is None:
        return None
    back = (anchor.day.isoweekday() - meaning.weekday) % 7
    if meaning.direction is None:
        is_future = context.is_future
    else:
        is_future = meaning.direction > 0 or (meaning.direction == 0 and context.is_future)
        back = back or (7 if meaning.direction < 0 else 0)
    day = anchor.day + timedelta(7 - back) if is_future else anchor.day - timedelta(back)
    return _on(day_of(day), anchor)


def _nearest(
    in_year: Callable[[int], Period], direction: int | None, context: Context
) -> Resolved | None:
    """The period of the anchor's year, or of the year before or after it, that is meant."""
    anchor = context.anchor
    if anchor is None:
        return None
    day = anchor.day
    own = in_year(day.year)
    if direction == 0:
        return _on(own, anchor)
    is_future = context.is_future if direction is None else direction > 0
    if is_future:
        is_to_come = own.first > day if direction else own.last >= day
        return _on(own if is_to_come else in_year(day.year + 1), anchor)
    if direction:
        return _on(own if own.last < day else in_year(day.year - 1), anchor)
    passed = own if own.first <= day else in_year(day.year - 1)
    to_come = in_year(passed.first.year + 1)
    is_soon = (to_come.first - day).days <= _SOON and passed.last < day
    return _on(to_come if is_soon else passed, anchor)
