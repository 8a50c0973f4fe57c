"""What besides its own words shows which day a date near the article means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from dateline.transforms.text.dates import DateMention, date_in_address, find_dates, weekday_in

_IN_FIGURES = re.compile(r"(?<![\d/])(\d{1,2})([/.])(\d{1,2})\2(?:\d{4}|\d\d)(?![\d/])")
_AMERICAN_TIME = re.compile(r"\d\s?(?:[ap]\.?m\.?)\s?\(?(?:[ECMP][SD]?T|Eastern|Pacific)\b", re.I)
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/")
_YEAR_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/")
_ONE_DAY = timedelta(days=1)
_LATELY = timedelta(days=31)


@dataclass(frozen=True)
class DateClues:
    """What an article's page shows about the dates on it.

    `lines` are the lines that may state its date, `text` is the whole page, `language` a BCP 47
    tag, and `fetched` the day on which the page was fetched.
    """

    lines: Sequence[str]
    text: str = ""
    url: str | None = None
    language: str | None = None
    fetched: date | None = None

    @cached_property
    def address(self) -> DateMention | None:
        """The day that the page's address states."""
        return date_in_address(self.url) if self.url else None

    def settle(self, mention: DateMention) -> DateMention:
        """Read figures such as 03/04/2024 the way that the address, the fetch or the page shows."""
        if not mention.ambiguous:
            return mention
        readings = (mention.read_day_first(), mention.read_month_first())
        for is_possible in (self._is_in_address, self._is_in_month_of_address, self._is_fetched):
            agreeing = [r for r in readings if r.value and is_possible(r.value)]
            if len(agreeing) == 1:
                return agreeing[0]
        agreeing = [r for r in readings if r.value in self._whole_days]
        if len(agreeing) == 1:
            return agreeing[0]
        if self._figure_order is None:
            return mention
        return readings[0] if self._figure_order == "day" else readings[1]

    def infer_day(self, mention: DateMention, line: str) -> date | None:
        """The day that a date without its year means, by another date, the address or the fetch.

        Outlets leave out the year while it runs. A weekday beside the date has to agree.
        """
        if mention.year is not None or mention.day is None:
            return None
        weekday = weekday_in(line)
        said_again = [
            day for day in self._whole_days if (day.month, day.day) == (mention.month, mention.day)
        ]
        if len(said_again) == 1:
            return said_again[0]
        for year in self._likely_years():
            day = _day(year, mention.month, mention.day)
            if day is None or (self.fetched and day > self.fetched):
                continue
            if self._is_likely(day) if weekday is None else day.isoweekday() == weekday:
                return day
        return None

    def _is_in_address(self, day: date) -> bool:
        return self.address is not None and day == self.address.value

    def _is_in_month_of_address(self, day: date) -> bool:
        month = _MONTH_IN_ADDRESS.search(self.url) if self.url else None
        return month is not None and (day.year, day.month) == (int(month[1]), int(month[2]))

    def _is_fetched(self, day: date) -> bool:
        # Where the page comes from, it may be tomorrow already.
        return self.fetched is not None and day <= self.fetched + _ONE_DAY

    @cached_property
    def _figure_order(self) -> str | None:
        return figure_order(self.lines, self.language) or figure_order([self.text], None)

    @cached_property
    def _whole_days(self) -> frozenset[date]:
        """The days that the lines state with their years, and in one way only."""
        mentions = (mention for line in self.lines for mention in find_dates(line))
        return frozenset(mention.value for mention in mentions if mention.value)

    @cached_property
    def _year_of_address(self) -> int | None:
        year = _YEAR_IN_ADDRESS.search(self.url) if self.url else None
        return year and int(year[1])

    def _likely_years(self) -> Sequence[int]:
        if self._year_of_address is not None:
            return [self._year_of_address]
        return [self.fetched.year, self.fetched.year - 1] if self.fetched else []

    def _is_likely(self, day: date) -> bool:
        if self._year_of_address is not None or self.fetched is None:
            return self._year_of_address is not None
        return day.year == self.fetched.year or self.fetched - day <= _LATELY


def figure_order(texts: Sequence[str], language: str | None) -> str | None:
    """Whether `day` or `month` comes first in the figures of texts; None where it does not show."""
    for text in texts:
        for match in _IN_FIGURES.finditer(text):
            first, second = int(match[1]), int(match[3])
            if (first > 12) != (second > 12):
                return "day" if first > 12 else "month"
    if any(_AMERICAN_TIME.search(text) for text in texts):
        return "month"
    # No country writes the month first but where English is spoken too.
    return "day" if language is not None and language.split("-")[0] != "en" else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
