"""Feeds (RSS, Atom): an entry is a record."""

import re
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import feedparser

from dateline.flows.inputs.formats import COMPRESSIONS
from dateline.flows.inputs.markup import with_few_attributes
from dateline.flows.inputs.sources import (
    Found,
    LeftAlone,
    ReadOptions,
    Record,
    Source,
    UnreadableError,
    too_large,
)
from dateline.flows.inputs.web_pages import plain_text

# `&#xD800;` is half of a surrogate pair, `&#x110000;` beyond the last character.
_REFERENCE = re.compile(rb"&#(?:[xX]0*(?P<hex>[0-9A-Fa-f]+)|0*(?P<decimal>[0-9]+));")
_MOST_DIGITS = len(str(sys.maxunicode))
_PARSER_ERRORS = (KeyError, OverflowError, ValueError)
# Much that is no feed has a name of this kind.
_NAMED_XML = re.compile(rf"\.xml({'|'.join(map(re.escape, COMPRESSIONS))})?$", re.IGNORECASE)
_HTML = ("text/html", "application/xhtml+xml")


def read_feed(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The entries of a feed; XML that is no feed is left alone.

    Raises:
        UnreadableError: it is no feed, or one that its parser fails on.
    """
    with source.open(False) as stream:
        content = stream.read(options.record_limit + 1)
    if len(content) > options.record_limit:
        yield too_large(source.origin(), source.byte_count, options.record_limit)
        return
    feed, repairs = _parsed(content)
    # Of a file without content, its parser says nothing at all.
    if not feed.get("version"):
        if (feed.get("bozo") or not content) and not _NAMED_XML.search(source.name):
            raise UnreadableError(f"it is no feed: {feed.get('bozo_exception', 'it is empty')}")
        yield LeftAlone(source.location)
        return
    for number, entry in enumerate(feed.entries, 1):
        origin = source.origin(f"entry {number}")
        yield Record(origin, _values(entry, feed.feed), repairs=repairs, has_known_fields=True)


def _parsed(content: bytes) -> tuple[Any, tuple[str, ...]]:
    """A feed as its parser gives it, and what had to be mended for that."""
    try:
        return _parsed_as_it_is(content), ()
    except _PARSER_ERRORS:
        mended, count = _mended(content)
    try:
        feed = _parsed_as_it_is(mended)
    except _PARSER_ERRORS as error:
        raise UnreadableError(f"its feed cannot be parsed: {error}") from error
    return feed, (f"{count} references to no character replaced with U+FFFD",)


def _parsed_as_it_is(content: bytes) -> Any:
    # Latin-1 gives each byte as one character, and back.
    markup = with_few_attributes(content.decode("latin-1")).encode("latin-1")
    # A stream is never taken for an address that is to be fetched.
    return feedparser.parse(BytesIO(markup), sanitize_html=False, resolve_relative_uris=False)


def _mended(content: bytes) -> tuple[bytes, int]:
    """A feed without references to no character, and how many there were."""
    count = 0

    def replaced(reference: re.Match[bytes]) -> bytes:
        nonlocal count
        if _is_character(reference["hex"], 16) or _is_character(reference["decimal"], 10):
            return reference[0]
        count += 1
        return b"&#xFFFD;"

    return _REFERENCE.sub(replaced, content), count


def _is_character(digits: bytes | None, base: int) -> bool:
    if digits is None or len(digits) > _MOST_DIGITS:
        return False
    number = int(digits, base)
    return 0 < number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF


def _values(entry: dict[str, Any], feed: Mapping[str, Any]) -> dict[str, Any]:
    values = {
        "text": _text(entry),
        "id": entry.get("id"),
        "url": entry.get("link"),
        "title": _plain(entry.get("title_detail")),
        "authors": [author.get("name") for author in entry.get("authors", ())],
        "date_published": entry.get("published"),
        # `get` would give the day of publication, with a warning.
        "date_modified": dict.get(entry, "updated"),
        "language": feed.get("language"),
        "publisher": _plain(feed.get("title_detail")),
    }
    return {name: value for name, value in values.items() if value}


def _text(entry: Mapping[str, Any]) -> str | None:
    """The content of an entry or, if it has none, its summary."""
    for part in (*entry.get("content", ()), entry.get("summary_detail")):
        if text := _plain(part):
            return text
    return None


def _plain(part: Mapping[str, Any] | None) -> str | None:
    if not part or not part.get("value"):
        return None
    value = str(part["value"])
    return plain_text(value) if part.get("type") in _HTML else value
