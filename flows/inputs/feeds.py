"""Feeds (RSS, Atom): an entry is a record."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

import feedparser

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
    try:
        # A stream is never taken for an address that is to be fetched.
        feed = feedparser.parse(BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except (KeyError, OverflowError, ValueError) as error:
        # Such as for a reference to no character: `&#xD800;`.
        raise UnreadableError(f"its feed cannot be parsed: {error}") from error
    if not feed.version:
        if feed.bozo and not source.name.lower().endswith(".xml"):
            raise UnreadableError(f"it is no feed: {feed.get('bozo_exception')}")
        yield LeftAlone(source.location)
        return
    for number, entry in enumerate(feed.entries, 1):
        origin = source.origin(f"entry {number}")
        yield Record(origin, _values(entry, feed.feed), has_known_fields=True)


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
