"""When an article was published and last changed, out of all the dates near it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from transforms.text.dates import DateMention, date_in_address, date_words, find_dates, weekdays

_METADATA_KEYS = {
    "published": (
        "date_published",
        "datePublished",
        "published",
        "published_at",
        "pubDate",
        "date",
    ),
    "modified": ("date_modified", "dateModified", "modified", "updated", "updated_at"),
}

_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d\d)(?![\d/])")
_AMERICAN_TIME = re.compile(r"\d\s?(?:[ap]\.?m\.?)\s?\(?(?:[ECMP][SD]?T|Eastern|Pacific)\b", re.I)
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/(0?[1-9]|1[0-2])/")
_YEAR_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)/")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d\d(?!\d)")
# The words of a place, a country or an agency that may stand before a paragraph's opening date.
_MOST_OPENING_WORDS = 6
_ONE_DAY = timedelta(days=1)
_LATELY = timedelta(days=31)
_WEEK = 7
# A date without its year, or that can be read two ways, is taken only where there is no other.
_VAGUE = 100


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date with what it rests on; `start` and `end` are code points into the document's text.

    Where no date was found all of it is None, and `reason` says why.
    """

    value: date | None = None
    edtf: str | None = None
    precision: str | None = None
    basis: str | None = None
    start: int | None = None
    end: int | None = None
    reason: str = ""


UNDATED = DateFound(reason="no date near the article")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line near the article that may state a date; `rank` is lower the likelier it is."""

    text: str
    start: int
    rank: int


def find_publication(
    candidates: Sequence[Candidate],
    url: str | None,
    metadata: str | None,
    language: str | None,
    fetched: date | None = None,
    page: str = "",
) -> tuple[DateFound, DateFound]:
    """Find the dates of publication and of the last change, in this order.

    Args:
        candidates: Lines near the article that may state a date.
        url: The page's address.
        metadata: What came with the page, as a JSON object.
        language: The article's language.
        fetched: The day the page was fetched, for days said without their year.
        page: The whole page, whose figures may show whether the day or the month comes first.
    """
    order = _figure_order([candidate.text for candidate in candidates], language)
    address = date_in_address(url) if url else None
    found: dict[str, list[tuple[int, DateFound]]] = {"published": [], "modified": []}
    for candidate in candidates:
        role, place = "published", 0
        for mention in find_dates(candidate.text):
            role = _role(candidate.text[place : mention.start]) or role
            place = mention.end
            if mention.ambiguous and order is None:
                order = _figure_order([page], language=None)
            settled = _settled(mention, order, url, fetched)
            rank = candidate.rank + (_VAGUE if settled.value is None else 0)
            dated = _found(settled, candidate.start)
            if address is None and (day := _day_meant(settled, candidate.text, url, fetched)):
                dated = _inferred(dated, day)
            found[role].append((rank, dated))
        if place == 0 and fetched and (weekday := _weekday_alone(candidate.text)):
            role = _role(candidate.text) or role
            day = fetched - timedelta((fetched.isoweekday() - weekday) % _WEEK)
            start, end = candidate.start, candidate.start + len(candidate.text)
            dated = _inferred(DateFound(start=start, end=end), day)
            found[role].append((candidate.rank + 2 * _VAGUE, dated))
    stated = {role: min(dates, key=_rank, default=(0, None))[1] for role, dates in found.items()}
    published = _from_metadata(metadata, "published") or stated["published"]
    modified = _from_metadata(metadata, "modified") or stated["modified"]
    if address and (published is None or published.value is None):
        published = DateFound(address.value, address.edtf, address.precision, "url")
    if modified and (published is None or published.value is None):
        # A page that shows one date alone means the day it came out, whatever it calls it.
        published = replace(modified, basis="inferred")
    return published or UNDATED, modified or UNDATED


def says_role(text: str) -> bool:
    """Whether a line says what happened on its date: `Page last modified Jan. 17, 2025`."""
    mention = next(find_dates(text), None)
    return mention is not None and _role(text[: mention.start]) is not None


def opening_date_end(paragraph: str, dateline_end: int) -> int:
    """Where the date that opens a paragraph ends; 0 for none.

    It stands in the dateline, or before it are only words in capitals and words that announce a
    date: `06.11.23 - The town hall …`, `OSLO, 13 May 2021 (AP) …`. `In May 2019 the town hall …`
    dates what is told.
    """
    mention = next(find_dates(paragraph), None)
    if mention is None:
        return 0
    is_opening = mention.start < dateline_end or _opens_with_date(paragraph[: mention.start])
    return mention.end if is_opening else 0


def _opens_with_date(before: str) -> bool:
    words = _LETTERS.findall(before)
    roles = [date_words().get(word.casefold()) for word in words]
    return not words or (
        len(words) <= _MOST_OPENING_WORDS
        and all(word.isupper() or role for word, role in zip(words, roles, strict=True))
        and any(role != "filler" for role in roles)
    )


def _inferred(found: DateFound, day: date) -> DateFound:
    return replace(found, value=day, edtf=day.isoformat(), precision="day", basis="inferred")


def _day_meant(
    mention: DateMention, text: str, url: str | None, fetched: date | None
) -> date | None:
    """The day that a date without its year means, by the address or by the day of fetching.

    Outlets leave out the year while it runs. A weekday beside the date has to agree.
    """
    if mention.year is not None or mention.day is None:
        return None
    in_address = _YEAR_IN_ADDRESS.search(url) if url else None
    weekday = _weekday(text)
    years: list[int] = []
    if in_address:
        years = [int(in_address[1])]
    elif fetched:
        years = [fetched.year, fetched.year - 1]
    for year in years:
        day = _day(year, mention.month, mention.day)
        if day is None or (fetched and day > fetched):
            continue
        if weekday is not None:
            if day.isoweekday() == weekday:
                return day
        elif in_address or (fetched and (day.year == fetched.year or fetched - day <= _LATELY)):
            return day
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(text: str) -> int | None:
    """The one day of the week that a line names, Monday 1."""
    found = {weekdays()[word] for word in _words(text) if word in weekdays()}
    return found.pop() if len(found) == 1 else None


def _weekday_alone(text: str) -> int | None:
    """The day of the week in a line that tells when and nothing else: `Posted Tuesday 4:10 pm`."""
    words = _words(text)
    if not all(word in date_words() for word in words):
        return None
    return _weekday(text) if _CLOCK.search(text) or _role(text) else None


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text.casefold())


def _rank(ranked: tuple[int, DateFound]) -> int:
    return ranked[0]


def _figure_order(texts: Sequence[str], language: str | None) -> str | None:
    """Which of day and month comes first in figures on this page, where it shows."""
    for text in texts:
        for match in _SLASHED.finditer(text):
            first, second = int(match[1]), int(match[2])
            if (first > 12) != (second > 12):
                return "day" if first > 12 else "month"
    if any(_AMERICAN_TIME.search(text) for text in texts):
        return "month"
    # No country writes the month first but where English is spoken too.
    return "day" if language is not None and language.split("-")[0] != "en" else None


def _settled(
    mention: DateMention, order: str | None, url: str | None, fetched: date | None
) -> DateMention:
    """Read figures such as 03/04/2024 the way that the address, the fetch or the page shows."""
    if not mention.ambiguous:
        return mention
    readings = {"day": mention.read_day_first(), "month": mention.read_month_first()}
    address = date_in_address(url) if url else None
    month = _MONTH_IN_ADDRESS.search(url) if url else None
    in_month = (int(month[1]), int(month[2])) if month else None
    days = [(reading, reading.value) for reading in readings.values() if reading.value]
    hints = (
        [reading for reading, day in days if address and day == address.value],
        [reading for reading, day in days if (day.year, day.month) == in_month],
        # Where the page comes from, it may be tomorrow already.
        [reading for reading, day in days if fetched and day <= fetched + _ONE_DAY],
    )
    for agreeing in hints:
        if len(agreeing) == 1:
            return agreeing[0]
    return mention if order is None else readings[order]


def _role(before: str) -> str | None:
    words = before.casefold().replace(":", " ").split()
    for word in reversed(words):
        role = date_words().get(word.strip(".,|()"))
        if role in ("published", "modified"):
            return role
    return None


def _found(mention: DateMention, offset: int) -> DateFound:
    return DateFound(
        mention.value,
        mention.edtf,
        mention.precision,
        "stated",
        offset + mention.start,
        offset + mention.end,
    )


def _from_metadata(metadata: str | None, role: str) -> DateFound | None:
    if metadata is None:
        return None
    try:
        fields = json.loads(metadata)
    except json.JSONDecodeError:
        return None
    if not isinstance(fields, dict):
        return None
    for key in _METADATA_KEYS[role]:
        value = fields.get(key)
        mention = next(find_dates(value), None) if isinstance(value, str) else None
        if mention is not None:
            return DateFound(mention.value, mention.edtf, mention.precision, "metadata", None, None)
    return None
