"""What came with a page, such as a record's fields, read as evidence beside the page's text."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from langcodes import Language
from langcodes.tag_parser import LanguageTagError

from dateline.transforms.article.date_clues import DateClues
from dateline.transforms.article.reading import DateReading, Reading
from dateline.transforms.schema.closed_sets import Basis
from dateline.transforms.text.bylines import read_byline
from dateline.transforms.text.dates import find_dates

_ADDRESS_MARK = re.compile(r"\w://|@|^www\.", re.IGNORECASE)
_LONGEST_NAME = 80
# At one moment, local dates lie between those of the zones furthest west and east (UTC-12, UTC+14).
_WESTERNMOST, _EASTERNMOST = timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))
_ONE_DAY = timedelta(days=1)
_HAS_CLOCK = re.compile(r"\d:\d\d")


def plain(value: str | None, longest: int) -> str | None:
    """A value as text on one line, without HTML's spelling of characters.

    Args:
        value: The value as it came.
        longest: How many characters it may have.

    Returns:
        The text; None where it says nothing or is too long.
    """
    if value is None:
        return None
    text = " ".join(html.unescape(value).split())
    return text if len(text) <= longest and any(map(str.isalnum, text)) else None


def from_metadata(value: str | None, *, otherwise: str) -> Reading[str]:
    """Read a field that only the metadata states; `otherwise` says why it is null."""
    return Reading(None, otherwise) if value is None else Reading(value, Basis.METADATA)


def contradicted(value: str) -> str:
    """What says that the page has it otherwise than the metadata, which state a value."""
    return f"metadata contradicted: {value}"


def contradiction(value: str | None, is_same: Callable[[str], bool]) -> str | None:
    """What says so where the metadata state a value and the page has another."""
    return None if value is None or is_same(value) else contradicted(value)


def name_in_metadata(value: str | None) -> str | None:
    """A name, such as an outlet's; None for an address."""
    name = plain(value, _LONGEST_NAME)
    return None if name is None or _ADDRESS_MARK.search(name) else name


def people_in(authors: tuple[str, ...]) -> tuple[str, ...]:
    """The names of people among what metadata give as authors: no roles, addresses or agencies.

    Each may be a byline of its own, such as `By Ida Koch and Bo Lind`.
    """
    return tuple(dict.fromkeys(name for author in authors for name in _people(author)))


def _people(author: str) -> tuple[str, ...]:
    text = plain(author, 2 * _LONGEST_NAME)
    if text is None or _ADDRESS_MARK.search(text):
        return ()
    if byline := read_byline(text, is_likely=True):
        return tuple(text[start:end] for start, end in byline.names)
    # In scripts without capitals a name cannot be told by them.
    has_capitals = text.title() != text or any(map(str.isupper, text))
    is_name = not has_capitals and len(text) <= _LONGEST_NAME and not any(map(str.isdigit, text))
    return (text,) if is_name else ()


def language_in(tag: str | None) -> str | None:
    """The language of a BCP 47 tag, or of an ISO 639 code of three letters; None for no tag."""
    try:
        language = Language.get((tag or "").strip())
    except LanguageTagError:
        return None
    return language.language if language.language != "und" and language.is_valid() else None


@dataclass(frozen=True, slots=True)
class MetadataDate:
    """A date that metadata state, and the first and last day that it may be where it happened.

    A moment of which no local time is known may be the day before or after elsewhere.
    """

    reading: DateReading
    first_day: date | None
    last_day: date | None

    def agrees_with(self, day: date) -> bool:
        """Whether the page may mean the same moment by a day."""
        if self.first_day is None or self.last_day is None:
            # A month, or figures that can be read two ways.
            return self.reading.edtf is not None and (
                day.isoformat() in self.reading.edtf or self.reading.edtf == f"{day:%Y-%m}"
            )
        return self.first_day <= day <= self.last_day


def date_in_metadata(value: str | None, clues: DateClues) -> MetadataDate | None:
    """The date that a value of the metadata states; None where it states none, or a future one.

    Args:
        value: The value, written in any way.
        clues: What the page shows about the order of figures.
    """
    mention = next(find_dates(value), None) if value else None
    if value is None or mention is None:
        return None
    mention = clues.settle(mention)
    if mention.value and clues.fetched and mention.value > clues.fetched + _ONE_DAY:
        return None
    reading = DateReading(
        mention.value, Basis.METADATA, (), edtf=mention.edtf, precision=mention.precision
    )
    moment = _moment(value) if mention.value and _HAS_CLOCK.search(value) else None
    if moment is None or (moment.tzinfo and moment.utcoffset()):
        return MetadataDate(reading, mention.value, mention.value)
    moment = moment.replace(tzinfo=UTC)
    return MetadataDate(
        reading,
        moment.astimezone(_WESTERNMOST).date(),
        moment.astimezone(_EASTERNMOST).date(),
    )


def likelier_date(
    in_metadata: MetadataDate | None, stated: DateReading | None, fetched: date | None
) -> DateReading | None:
    """Of the date in the metadata and the one that the page states, the one to take.

    The page's own where it may mean the same moment, since it is the local one, with its span; and
    where the metadata only repeat the day of fetching, or a month. Else the metadata's.
    """
    if in_metadata is None or stated is None or stated.value is None:
        return in_metadata.reading if in_metadata else stated
    day = in_metadata.reading.value
    is_fetch = day is not None and day == fetched and stated.value < day
    if in_metadata.agrees_with(stated.value):
        return stated
    if is_fetch:
        return replace(stated, against=contradicted(str(in_metadata.reading.edtf)))
    return replace(in_metadata.reading, against=f"page contradicted: {stated.edtf}")


def _moment(value: str) -> datetime | None:
    """A moment as ISO 8601 or RFC 5322 write it."""
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(value.strip())
        except (ValueError, TypeError):
            continue
    return None
