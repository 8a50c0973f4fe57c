"""Records in JSON: one a line, or the elements of an array.

An array is cut into its elements here and each is parsed by itself, as a line is. The streaming
parsers that were tried hold the names of all the objects that they are inside, so that a small file
of opening brackets takes all memory; and they lose the rest of the file with one broken record.
"""

import codecs
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import Any

import orjson

from dateline.flows.inputs.pages import Origin, UnusablePage
from dateline.flows.inputs.sources import (
    CHUNK,
    Found,
    ReadOptions,
    Record,
    Source,
    UnreadableError,
    broken,
    rejected,
    too_large,
)
from dateline.transforms.schema.closed_sets import QuarantineReason

_ESCAPE = re.compile(
    rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)
_IN_STRING = re.compile(rb'"|\\.', re.DOTALL)
_OUTSIDE_STRING = re.compile(rb'["\[\]{},]')
# To look for each of more would take time that grows with the square of a record.
_FEW_KEYS = 64
_TOO_DEEP = "its values nest too deep"
# By how much the depth changes with a token.
_NESTING = {b"[": 1, b"{": 1, b"]": -1, b"}": -1, b",": 0}


def read_json_lines(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The records of a file that has one a line."""
    with source.open(True) as stream:
        yield from _lines(stream, source, options, 0)


def read_json(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The records of a file that is an array or an object, or that has a record a line."""
    with source.open(False) as stream:
        _skip_white_space(stream)
        if stream.peek(1).startswith(b"["):
            yield from _array(stream, source, options)
            return
        line = stream.readline(options.record_limit + 1)
        is_whole = _parsed(line) is not None
        _skip_white_space(stream)
        if is_whole and stream.peek(1):
            yield _from_line(line, source.origin("line 1"), options)
            yield from _lines(stream, source, options, 1)
        else:
            content = line + stream.read(max(options.record_limit + 1 - len(line), 0))
            yield from _object(content, source, options)


def record_in(payload: bytes, origin: Origin) -> Record | UnusablePage:
    """The record that an object in JSON is."""
    paired = _ESCAPE.sub(_paired, payload)
    repairs = () if paired == payload else ("half of a surrogate pair replaced by U+FFFD",)
    try:
        values = orjson.loads(paired)
    except orjson.JSONDecodeError as error:
        return broken(origin, QuarantineReason.BROKEN_JSON, f"no valid JSON: {error}", payload)
    if not isinstance(values, dict):
        detail = "a JSON value that is not an object"
        return broken(origin, QuarantineReason.BROKEN_JSON, detail, payload)
    try:
        repeated = _repeated_key(paired, values)
    except RecursionError:
        return broken(origin, QuarantineReason.BROKEN_JSON, _TOO_DEEP, payload)
    if repeated is not None:
        detail = f"the key {repeated!r} stands twice in an object, so that a value is lost"
        return broken(origin, QuarantineReason.BROKEN_JSON, detail, payload)
    return Record(origin, values, payload, repairs)


def _repeated_key(payload: bytes, values: Mapping[str, Any]) -> str | None:
    """A key that stands twice in one object: a parser keeps the last value, and says nothing."""
    if len(values) <= _FEW_KEYS and all(payload.count(f'"{k}"'.encode()) < 2 for k in values):
        return None
    repeated: list[str] = []

    def note(pairs: list[tuple[str, object]]) -> None:
        counts = Counter(key for key, _ in pairs)
        repeated.extend(key for key, count in counts.items() if count > 1)

    # Numbers stay texts: Python converts no long ones, and none is needed.
    json.loads(payload, object_pairs_hook=note, parse_int=str)
    return repeated[0] if repeated else None


def _paired(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["lone"] else escape[0]


def _lines(
    stream: BufferedReader, source: Source, options: ReadOptions, number: int
) -> Iterator[Found]:
    """The records of the lines that are left; `number` is how many came before."""
    while line := stream.readline(options.record_limit + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        origin = source.origin(f"line {number}")
        if len(line) > options.record_limit:
            byte_count = len(line)
            while not line.endswith(b"\n") and (line := stream.readline(CHUNK)):
                byte_count += len(line)
            yield too_large(origin, byte_count, options.byte_limit)
        elif line.strip():
            yield record_in(line, origin)
        else:
            number += _skip_blank_lines(stream)


def _skip_blank_lines(stream: BufferedReader) -> int:
    """Pass over blank lines as far as they are read already; returns how many there were."""
    head = stream.peek(1)
    blank = head[: len(head) - len(head.lstrip())]
    stream.read(blank.rfind(b"\n") + 1)
    return blank.count(b"\n")


def _from_line(line: bytes, origin: Origin, options: ReadOptions) -> Found:
    if len(line) > options.record_limit:
        return too_large(origin, len(line), options.byte_limit)
    return record_in(line, origin)


def _object(content: bytes, source: Source, options: ReadOptions) -> Iterator[Found]:
    """The record that a file is, or those in the first array of objects that it holds."""
    origin = source.origin("record 1")
    if len(content) > options.record_limit:
        yield too_large(origin, source.byte_count, options.byte_limit)
        return
    values = _parsed(content) or {}
    lists = [value for value in values.values() if _is_list_of_objects(value)]
    if not lists or options.mapping.describe(values).text is not None:
        if content.strip():
            yield record_in(content, origin)
        return
    for number, element in enumerate(lists[0], 1):
        origin = source.origin(f"record {number}")
        try:
            payload = orjson.dumps(element)
        except orjson.JSONEncodeError:
            yield rejected(origin, QuarantineReason.BROKEN_JSON, f"{_TOO_DEEP}; flatten it", 0)
        else:
            yield record_in(payload, origin)


def _is_list_of_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _parsed(content: bytes) -> Mapping[str, Any] | None:
    try:
        values = orjson.loads(_ESCAPE.sub(_paired, content))
    except orjson.JSONDecodeError:
        return None
    return values if isinstance(values, dict) else None


def _skip_white_space(stream: BufferedReader) -> None:
    """Pass over white space and byte-order marks."""
    while head := stream.peek(1):
        rest = head.removeprefix(codecs.BOM_UTF8).lstrip()
        stream.read(len(head) - len(rest))
        if rest:
            return


def _array(stream: BufferedReader, source: Source, options: ReadOptions) -> Iterator[Found]:
    for number, (element, byte_count) in enumerate(_elements(stream, options.record_limit), 1):
        origin = source.origin(f"record {number}")
        if element is None:
            yield too_large(origin, byte_count, options.byte_limit)
        elif element.strip():
            yield record_in(element, origin)


def _elements(stream: BufferedReader, limit: int) -> Iterator[tuple[bytes | None, int]]:
    """The elements of an array, in bytes, each with its size; None for one that is too large.

    Raises:
        UnreadableError: the array does not end, or the file goes on behind it.
    """
    element = _GrowingElement(limit)
    closer = b""
    for piece, closer in _pieces(stream):
        element.add(piece)
        if closer:
            yield element.taken()
    if not closer:
        if element.content.strip():
            yield bytes(element.content), element.byte_count
        raise UnreadableError("the array breaks off")


class _GrowingElement:
    """The bytes of an element as they are read: all are counted, and kept up to a limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self.content = bytearray()
        self.byte_count = 0

    def add(self, piece: bytes) -> None:
        self.byte_count += len(piece)
        if self.byte_count <= self._limit:
            self.content += piece

    def taken(self) -> tuple[bytes | None, int]:
        """The element, None if it is too large, and its size; the next one begins."""
        is_kept, byte_count = self.byte_count <= self._limit, self.byte_count
        content = bytes(self.content) if is_kept else None
        self.content.clear()
        self.byte_count = 0
        return content, byte_count


def _pieces(stream: BufferedReader) -> Iterator[tuple[bytes, bytes]]:
    """The elements of an array in pieces, each with the comma or bracket behind its element.

    Of an element that goes on in the next piece, that is empty.

    Raises:
        UnreadableError: the file goes on behind the array.
    """
    stream.read(len(b"["))
    depth, in_string = 1, False
    while chunk := _whole_escapes(stream):
        start = position = 0
        while match := (_IN_STRING if in_string else _OUTSIDE_STRING).search(chunk, position):
            position, token = match.end(), match[0]
            if token == b'"':
                in_string = not in_string
            elif not in_string:
                depth += _NESTING[token]
            if depth == 0 or (depth == 1 and token == b","):
                yield chunk[start : match.start()], token
                start = position
            if depth == 0:
                _require_end(chunk[position:], stream)
                return
        yield chunk[start:], b""


def _require_end(rest: bytes, stream: BufferedReader) -> None:
    if rest.strip() or stream.read(CHUNK).strip():
        raise UnreadableError("there is more behind the end of the array")


def _whole_escapes(stream: BufferedReader) -> bytes:
    """The next bytes, which do not end inside an escape of a string."""
    chunk = stream.read1(CHUNK)
    while chunk.endswith(b"\\") and (more := stream.read1(1)):
        chunk += more
    return chunk
