"""When an article was published and last changed, out of all the dates near it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from transforms.dates import DateMention, date_in_address, date_words, find_dates

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
) -> tuple[DateFound, DateFound]:
    """Find the dates of publication and of the last change, in this order."""
    order = _figure_order([candidate.text for candidate in candidates], language)
    address = date_in_address(url) if url else None
    found: dict[str, list[tuple[int, DateFound]]] = {"published": [], "modified": []}
    for candidate in candidates:
        role, place = "published", 0
        for mention in find_dates(candidate.text):
            role = _role(candidate.text[place : mention.start]) or role
            place = mention.end
            settled = _settled(mention, order, address)
            rank = candidate.rank + (_VAGUE if settled.value is None else 0)
            found[role].append((rank, _found(settled, candidate.start)))
    stated = {role: min(dates, key=_rank, default=(0, None))[1] for role, dates in found.items()}
    published = _from_metadata(metadata, "published") or stated["published"]
    modified = _from_metadata(metadata, "modified") or stated["modified"]
    if address and (published is None or published.value is None):
        published = DateFound(address.value, address.edtf, address.precision, "url")
    if modified and (published is None or published.value is None):
        # A page that shows one date alone means the day it came out, whatever it calls it.
        published = replace(modified, basis="inferred")
    return published or UNDATED, modified or UNDATED


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


def _settled(mention: DateMention, order: str | None, address: DateMention | None) -> DateMention:
    """Read figures such as 03/04/2024 the way that the page or its address shows."""
    if not mention.ambiguous:
        return mention
    readings = {"day": mention.read_day_first(), "month": mention.read_month_first()}
    for reading in readings.values():
        if address and reading.value == address.value:
            return reading
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
