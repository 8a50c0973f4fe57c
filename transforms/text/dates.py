"""Dates as pages write them: in words of many languages, in figures, in addresses.

A date is kept as precisely as it is written and no more, in Extended Date/Time Format
(EDTF, ISO 8601-2:2019): `2024-05-02`, `2024-05`, `XXXX-04-05` for a day whose year is not said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from dateline import seeds
from dateline.transforms.text.calendars import (
    buddhist_months,
    comparable,
    era_starts,
    from_buddhist_era,
    from_persian,
    persian_months,
)
from dateline.transforms.text.lexicon import any_of, any_phrase

# A word of a month's length and figures around it; which words are months, a lexicon says.
_MONTH_WORD = r"[^\W\d_]{2,16}"
# Of the Gregorian calendar, the Persian one and the Buddhist era.
_CENTURY = r"(?:19|20|13|14|24|25)"
# Flattened pages may glue a time or a count to the year: `Dec 20, 20236:46 PM`.
_YEAR = (
    rf"{_CENTURY}\d\d(?!\d{{1,5}}(?:[^\d:\w\s]|$))"
    r"(?=\D|$|\d{1,2}:\d\d|\d{1,5}\s?[^\W\d])"
)
_FIRST_YEAR, _LAST_PERSIAN_YEAR, _FIRST_BUDDHIST_YEAR = 1900, 1499, 2400
_FIGURE = re.compile(r"\d")
_HYPHENATED_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
# The number of an article, such as `/2021/04/92713` or `/2011105`, is no day.
_ADDRESS = re.compile(
    r"[/=_-](?P<year>(?:19|20)\d\d)"
    r"(?:[/_-](?P<month>0?[1-9]|1[0-2])[/_-](?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?P<joined>(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d)"
    r"|/(?P<folder>(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))/)"
    r"|/(?P<named_year>(?:19|20)\d\d)/(?P<named_month>[a-z]{3})/(?P<named_day>\d{1,2})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as a text states it; parts that are not said are None.

    `start` and `end` are code points into the text it was found in. An `ambiguous` mention is in
    figures that could be read day first or month first; it is given day first.
    """

    start: int
    end: int
    year: int | None
    month: int
    day: int | None
    ambiguous: bool = False

    @property
    def edtf(self) -> str:
        """The date in Extended Date/Time Format; both readings of one that is ambiguous."""
        if self.ambiguous:
            return f"[{self.read_day_first().edtf},{self.read_month_first().edtf}]"
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        return f"{year}-{self.month:02d}" + ("" if self.day is None else f"-{self.day:02d}")

    @property
    def precision(self) -> str:
        """Finest part of the date that is said."""
        return "month" if self.day is None else "day"

    @property
    def value(self) -> date | None:
        """The day, where all of it is said and it can only be read one way."""
        if self.year is None or self.day is None or self.ambiguous:
            return None
        return date(self.year, self.month, self.day)

    def read_month_first(self) -> "DateMention":
        """The same figures read the American way."""
        if self.day is None:
            return self
        return DateMention(self.start, self.end, self.year, self.day, self.month)

    def read_day_first(self) -> "DateMention":
        """The same figures read the European way."""
        return DateMention(self.start, self.end, self.year, self.month, self.day)


@cache
def month_names() -> dict[str, int]:
    """Month names and their abbreviations, in lower case, to the number of the month."""
    return {row["name"]: int(row["month"]) for row in seeds.lexicon("months")}


@cache
def date_words() -> dict[str, str]:
    """Words that stand beside dates, in lower case, to what they say about them."""
    roles = {row["word"]: row["role"] for row in seeds.lexicon("date_words")}
    return roles | dict.fromkeys(weekdays(), "weekday")


@cache
def weekdays() -> dict[str, int]:
    """Names of the days of the week and their abbreviations, in lower case; Monday is 1."""
    return {row["name"]: int(row["weekday"]) for row in seeds.lexicon("weekdays")}


@cache
def _forms() -> re.Pattern[str]:
    ordinal, of = _particle("ordinal"), _particle("before_month")
    before_year, month_number = _particle("before_year"), _particle("before_month_number")
    years, months = _particle("after_year"), _particle("after_month")
    leading = (
        r"(?P<leading_year>(?:19|20)\d\d)(?P<stop>\.)?"
        rf"(?:[\s-]?(?P<particle>{_particle('after_leading_year')}))?"
    )
    figure_year = (
        rf"(?:19|20)\d\d(?=\d{{1,2}}(?:\.?\s{_MONTH_WORD}|(?P=mark)\d\d?(?P=mark)))"
        r"|(?:(?:19|20)\d\d|\d\d)(?![\d.:/])"
    )
    return re.compile(
        r"(?<![\d.,/])(?<!\d:)(?:"
        r"(?P<iso_year>(?:19|20|13|14)\d\d)[-/.](?P<iso_month>\d{1,2})[-/.]"
        r"(?P<iso_day>\d\d?(?!\d)|\d\d(?=(?:19|20)\d\d[-/.]\d))"
        rf"|(?P<marked_year>(?:19|20)\d\d|{any_of(era_starts())}(?:\d{{1,3}}|元))\s?{years}"
        rf"\s?(?P<marked_month>\d{{1,2}})\s?{months}\s?(?P<marked_day>\d{{1,2}})"
        r"|(?P<first>\d{1,2})(?P<mark>[./-])\s?(?P<second>\d{1,2})(?P=mark)\s?"
        rf"(?P<figure_year>{figure_year})"
        rf"|(?P<numbered_day>\d{{1,2}})\s{month_number}\s(?P<month_number>\d{{1,2}})"
        rf"(?:,?\s(?:{before_year}\s)?(?P<numbered_year>{_YEAR}))?"
        rf"|(?P<day>\d{{1,2}}){ordinal}?(?:\s|[-/.])+(?:{of}\s)?"
        rf"(?P<month>{_MONTH_WORD})(?:/(?P<same_month>{_MONTH_WORD}))?"
        rf"\.?,?(?:[\s./-]*(?:{before_year}\s)?'?(?P<year>{_YEAR}))?"
        rf"|{leading},?\s(?:(?P<leading_month>{_MONTH_WORD})\.?\s(?P<leading_day>\d{{1,2}})"
        rf"|(?P<second_day>\d{{1,2}})\.?\s(?P<second_month>{_MONTH_WORD}))(?![\w:])"
        r")"
        rf"|(?:(?<!\w)|(?-i:(?<=[a-z])(?=[A-Z])))(?P<month_first>{_MONTH_WORD})"
        rf"\.?\s+(?P<day_second>\d{{1,2}}){ordinal}?(?![\d:%/])"
        rf"(?:(?:[,.]\s*|\s+)(?P<year_last>{_YEAR})|(?![.,]\d))"
        rf"|(?<!\w)(?P<month_only>{_MONTH_WORD})"
        rf"\.?,?\s+(?:{before_year}\s)?(?P<year_only>{_CENTURY}\d\d)(?!\d)",
        re.IGNORECASE,
    )


def _particle(use: str) -> str:
    return any_phrase("date_particles", use)


def words_in(text: str) -> list[str]:
    """The words of a text, those with a hyphen as one."""
    return _HYPHENATED_WORD.findall(text)


def weekday_in(text: str) -> int | None:
    """The one day of the week that a text names, Monday 1; None where it names none or several."""
    found = {weekdays()[word] for word in words_in(text.casefold()) if word in weekdays()}
    return found.pop() if len(found) == 1 else None


def find_dates(text: str) -> Iterator[DateMention]:
    """Find the dates that a line states, in order. Days and months that cannot be are left out."""
    if not _FIGURE.search(text):
        return
    forms, compared = _forms(), comparable(text)
    position = 0
    while match := forms.search(compared, position):
        mention = _mention(match, text)
        if mention is None:
            # A word that is no month may hide a date right behind it: `Chicago 3 May 2024`.
            position = match.start() + 1
            while position < match.end() and _is_inside_a_word(compared, position):
                position += 1
        else:
            yield mention
            position = match.end()


def _is_inside_a_word(text: str, position: int) -> bool:
    before, here = text[position - 1], text[position]
    is_glued = before.islower() and here.isupper()
    return before.isalnum() and here.isalnum() and not is_glued


def date_in_address(url: str) -> DateMention | None:
    """The day that a page's address states, as in `/2024/05/02/` or `-20240502`."""
    for match in _ADDRESS.finditer(url.casefold()):
        if match["year"]:
            joined = match["joined"] or match["folder"]
            month, day = (joined[:2], joined[2:]) if joined else match.group("month", "day")
            found = _checked(match, int(match["year"]), int(month), int(day))
        else:
            named = month_names().get(match["named_month"], 0)
            found = _checked(match, int(match["named_year"]), named, int(match["named_day"]))
        if found:
            return found
    return None


def _mention(match: re.Match[str], text: str) -> DateMention | None:
    """The date that a form found in a text as `comparable` has it."""
    if match["iso_year"]:
        figures = map(int, match.group("iso_year", "iso_month", "iso_day"))
        return _in_order(match, *figures, is_persian=not text[match.start()].isascii())
    if match["marked_year"]:
        month, day = map(int, match.group("marked_month", "marked_day"))
        return _checked(match, _year_of_era(match["marked_year"]), month, day)
    if match["first"]:
        return _in_figures(match)
    if match["numbered_day"]:
        month, day = map(int, match.group("month_number", "numbered_day"))
        return _checked(match, _year(match["numbered_year"]), month, day)
    for year, month_group, day_group in _WORDED:
        if match[month_group]:
            return _worded(match, text, year, month_group, day_group)
    return None


# The groups of each form with a month in words: its year, its month and its day.
_WORDED = (
    ("year", "month", "day"),
    ("leading_year", "leading_month", "leading_day"),
    ("leading_year", "second_month", "second_day"),
    ("year_last", "month_first", "day_second"),
    ("year_only", "month_only", None),
)


def _worded(
    match: re.Match[str], text: str, year_group: str, month_group: str, day_group: str | None
) -> DateMention | None:
    """A date whose month is a word, by the calendar that the month is of."""
    word = text[slice(*match.span(month_group))]
    name, year = word.casefold(), _year(match[year_group])
    day = int(match[day_group]) if day_group else None
    same = text[slice(*match.span("same_month"))].casefold() if match["same_month"] else name
    # A year that ends a sentence is no part of what follows: `… in 2020. March 12 was …`.
    is_sentence_end = (
        bool(match["stop"]) and month_group.startswith("leading") and word[0].isupper()
    )
    if name in persian_months():
        if year is None or day is None or year > _LAST_PERSIAN_YEAR:
            return None
        return _in_order(match, year, persian_months()[name], day, is_persian=True)
    if is_sentence_end or month_names().get(same, 0) != month_names().get(name, 0):
        return None
    if year is not None and year > _FIRST_BUDDHIST_YEAR and name in buddhist_months():
        year = from_buddhist_era(year)
    return _checked(match, year, month_names().get(name, 0), day)


def _in_order(
    match: re.Match[str], year: int, month: int, day: int, *, is_persian: bool
) -> DateMention | None:
    if not is_persian or year > _LAST_PERSIAN_YEAR:
        return _checked(match, year, month, day)
    found = from_persian(year, month, day)
    return None if found is None else _checked(match, found.year, found.month, found.day)


def _year(text: str | None) -> int | None:
    return None if text is None else int(text)


def _year_of_era(text: str) -> int:
    if text.isdecimal():
        return int(text)
    era = next(era for era in era_starts() if text.startswith(era))
    number = text.removeprefix(era)
    return era_starts()[era] + (int(number) if number.isdecimal() else 1) - 1


def _in_figures(match: re.Match[str]) -> DateMention | None:
    first, second, year = int(match["first"]), int(match["second"]), int(match["figure_year"])
    # Full stops part the figures of a day and a full year in no country that writes months first.
    is_day_first = match["mark"] == "." and year >= 100
    if year < 100:
        # Pages are not older than the web; POSIX reads two-digit years from 69 on as 19xx.
        year += 1900 if year >= 69 else 2000
    if is_day_first or first > 12:
        return _checked(match, year, second, first)
    if second > 12:
        return _checked(match, year, first, second)
    found = _checked(match, year, second, first)
    if found is None or first == second:
        return found
    return DateMention(found.start, found.end, year, second, first, ambiguous=True)


def _checked(
    match: re.Match[str], year: int | None, month: int, day: int | None
) -> DateMention | None:
    if year is not None and not _FIRST_YEAR <= year < _FIRST_BUDDHIST_YEAR:
        return None
    try:
        date(2000 if year is None else year, month, 1 if day is None else day)
    except ValueError:
        return None
    return DateMention(match.start(), match.end(), year, month, day)
