"""Messages (RFC 5322): newsletters and dispatches that came by mail."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from dateline.flows.inputs.sources import (
    Found,
    ReadOptions,
    Record,
    Source,
    UnreadableError,
    too_large,
    without_surrogates,
)
from dateline.flows.inputs.web_pages import declared_text, page_values

# Python parses these in time that grows with their square.
_HEADER = re.compile(
    rb"(?<![^\r\n])(?:content-type|content-disposition|subject|from|date)[ \t]*+:"
    rb"[^\r\n]*+(?:(?:\r\n|\r|\n)[ \t][^\r\n]*+)*+",
    re.IGNORECASE,
)
_LONGEST_HEADER = 1 << 15


def read_message(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The one page that a message is: its plain text, or else its HTML as plain text.

    Raises:
        UnreadableError: its headers are too long, or it nests too deep.
    """
    with source.open(False) as stream:
        payload = stream.read(options.record_limit + 1)
    if len(payload) > options.record_limit:
        yield too_large(source.origin(), source.byte_count, options.record_limit)
        return
    if any(header.end() - header.start() > _LONGEST_HEADER for header in _HEADER.finditer(payload)):
        raise UnreadableError(f"it has a header of more than {_LONGEST_HEADER:,} bytes")
    try:
        # The older policy raises nothing for headers that are damaged.
        values = _values(message_from_bytes(payload, policy=compat32))
    except RecursionError as error:
        raise UnreadableError("its parts or its addresses nest too deep") from error
    yield Record(source.origin(), values, has_known_fields=True)


def _values(message: Message) -> dict[str, Any]:
    name = parseaddr(_header(message, "From") or "")[0]
    values = {
        "title": _header(message, "Subject"),
        "authors": name,
        "date_published": _date(message),
        "attachments": [_header_text(part.get_filename()) for part in _attachments(message)],
    }
    return {**_text(message), **{key: value for key, value in values.items() if value}}


def _text(message: Message) -> dict[str, Any]:
    parts = [part for part in message.walk() if not part.is_multipart()]
    shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    for part in shown:
        if part.get_content_type() == "text/plain" and (plain := _content(part)).strip():
            return {"text": declared_text(plain, part.get_content_charset())}
    for part in shown:
        if part.get_content_type() == "text/html":
            return {"text": page_values(_content(part), part.get_content_charset())["text"]}
    return {}


def _content(part: Message) -> bytes:
    """The bytes of a part, unpacked."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachments(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if part.get_content_disposition() == "attachment")


def _header(message: Message, name: str) -> str | None:
    return _header_text(message.get(name))


def _header_text(value: object) -> str | None:
    if value is None:
        return None
    try:
        return without_surrogates(str(make_header(decode_header(str(value)))))
    except (MessageError, LookupError, ValueError):
        return without_surrogates(str(value))


def _date(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(str(message.get("Date"))).isoformat()
    except (TypeError, ValueError, OverflowError):
        return None
