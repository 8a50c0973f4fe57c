"""When an article was published and last changed, out of all the dates near it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transforms.dates import DateMention, date_in_address, date_words, find_dates, settle

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
    published: list[tuple[int, DateFound]] = []
    modified: list[tuple[int, DateFound]] = []
    for candidate in candidates:
        role = "published"
        place = 0
        for mention in settle(tuple(find_dates(candidate.text)), language):
            role = _role(candidate.text[place : mention.start]) or role
            place = mention.end
            found = _found(mention, candidate.start)
            rank = candidate.rank + (3 if mention.year is None else 0)
            (modified if role == "modified" else published).append((rank, found))
    stated = min(published, key=lambda pair: pair[0], default=None)
    change = min(modified, key=lambda pair: pair[0], default=None)
    first = _from_metadata(metadata, "published") or (stated[1] if stated else None)
    last = _from_metadata(metadata, "modified") or (change[1] if change else None)
    address = date_in_address(url) if url else None
    if address and (first is None or first.value is None):
        first = DateFound(address.value, address.edtf, "day", "url", None, None)
    return first or UNDATED, last or UNDATED


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
