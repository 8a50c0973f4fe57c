"""Records of web archives (WARC, ISO 28500), read on behind a damaged one.

A record is trusted to be as long as it says where a record may follow there. Where it is not, or a
header breaks off, the record ends where the next one begins, by its first line. The libraries that
were tried end at the first damaged record, or give the next one as part of its text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader

from dateline.flows.inputs.sources import CHUNK, UnreadableError

_FIRST_LINE = re.compile(rb"(?<=\n)WARC/\d\.\d\r?\n(?=[A-Za-z-]+:)")
_LAST_BYTES = 64
# What ends a header: a blank line or, where it breaks off, the next record.
_HEADER_END = re.compile(rb"(?P<blank>\r?\n\r?\n)|" + _FIRST_LINE.pattern)
_LARGEST_HEADER = 1 << 16
_BEHIND = re.compile(rb"(?:\r?\n)*+(?:\Z|WARC/\d\.\d\r?\n)")


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record: its header by names in lower case, its block, and what is wrong with it, if it is.

    Of a block of more than the limit there is nothing; `byte_count` is its size as stated.
    """

    headers: Mapping[str, str]
    block: bytes | None
    byte_count: int
    problem: str | None = None
    repairs: tuple[str, ...] = ()


class _Window:
    """What of a stream is read and not yet used; a line end stands before the first byte."""

    def __init__(self, stream: BufferedReader) -> None:
        self._stream = stream
        self.data = bytearray(b"\n")
        self.ended = False
        self.failure: Exception | None = None

    def fill(self, count: int) -> None:
        """See that there are so many bytes, if the stream has them."""
        while len(self.data) < count and not self.ended:
            try:
                chunk = self._stream.read1(CHUNK)
            except (OSError, UnreadableError) as error:
                # What was read before comes first.
                self.failure, chunk = error, b""
            self.data += chunk
            self.ended = not chunk

    def take(self, count: int) -> bytes:
        """The first bytes, which are used up."""
        taken = bytes(self.data[:count])
        del self.data[:count]
        return taken

    def start(self, beyond: int, limit: int) -> int:
        """Where the next record begins, or where the stream ends, if that is within a limit."""
        while True:
            if match := _FIRST_LINE.search(self.data, beyond):
                return match.start()
            if self.ended or len(self.data) > limit:
                return len(self.data)
            beyond = max(beyond, len(self.data) - _LAST_BYTES)
            self.fill(len(self.data) + CHUNK)


def warc_records(stream: BufferedReader, byte_limit: int) -> Iterator[WarcRecord]:
    """The records of an archive, of any type.

    Args:
        stream: The archive, unpacked.
        byte_limit: The largest block that is held.

    Raises:
        UnreadableError: the stream breaks off, or a part of it was left out.
        OSError: it cannot be read.
    """
    window = _Window(stream)
    while True:
        stray = window.take(_to_next(window, byte_limit)).strip()
        if stray:
            yield WarcRecord({}, stray, len(stray), "bytes that belong to no record")
        window.fill(1)
        if not window.data:
            if window.failure is not None:
                raise window.failure
            return
        if _FIRST_LINE.match(b"\n" + window.data[:_LAST_BYTES], 1):
            yield _record(window, byte_limit)


def _to_next(window: _Window, byte_limit: int) -> int:
    """How many bytes there are before the next record, or as many as may be held at once."""
    window.fill(CHUNK)
    if _FIRST_LINE.match(b"\n" + window.data[:_LAST_BYTES], 1):
        return 0
    return window.start(0, byte_limit)


def _record(window: _Window, byte_limit: int) -> WarcRecord:
    window.fill(_LARGEST_HEADER)
    end = _HEADER_END.search(window.data, 1, _LARGEST_HEADER)
    if end is None or not end["blank"]:
        block = window.take(window.start(1, byte_limit))
        return WarcRecord({}, block, len(block), "its header breaks off")
    headers = _headers(window.take(end.end()))
    stated = headers.get("content-length", "")
    if not stated.isascii() or not stated.isdigit() or len(stated) > len(str(1 << 62)):
        block = window.take(window.start(0, byte_limit)).rstrip(b"\r\n")
        return WarcRecord(
            headers, block, len(block), None, ("record without a length read up to the next one",)
        )
    length = int(stated)
    if length > byte_limit:
        return _large_record(window, headers, length, byte_limit)
    window.fill(length + _LAST_BYTES)
    if len(window.data) >= length and _BEHIND.match(window.data, length):
        return WarcRecord(headers, window.take(length), length)
    block = window.take(window.start(0, byte_limit)).rstrip(b"\r\n")
    problem = (
        "the archive breaks off in this record"
        if not window.data and len(block) < length
        else f"it has {len(block):,} bytes up to the next record and not {length:,}, as it says"
    )
    return WarcRecord(headers, block, len(block), problem)


def _large_record(
    window: _Window, headers: Mapping[str, str], length: int, byte_limit: int
) -> WarcRecord:
    """A record that says that it is larger than it may be."""
    start = window.start(0, byte_limit)
    if start <= byte_limit:
        block = window.take(start).rstrip(b"\r\n")
        problem = f"it has {len(block):,} bytes and not {length:,}, as it says"
        return WarcRecord(headers, block, len(block), problem)
    passed = 0
    while passed < length and window.data:
        start = min(window.start(0, CHUNK), length - passed)
        passed += len(window.take(start))
        if _FIRST_LINE.match(b"\n" + window.data[:_LAST_BYTES], 1):
            break
        window.fill(CHUNK)
    return WarcRecord(headers, None, length)


def _headers(block: bytes) -> dict[str, str]:
    headers = {}
    for line in block.decode("utf-8", "replace").splitlines()[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers[name.strip().lower()] = value.strip()
    return headers
