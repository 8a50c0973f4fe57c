"""Tables of text: CSV and TSV, a row a record, the names of its fields in the first row."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Any

import orjson

from dateline.flows.inputs.pages import Origin
from dateline.flows.inputs.sources import (
    Found,
    ReadOptions,
    Record,
    Source,
    UnreadableError,
    broken,
)
from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.transforms.text.decode import Decoded, decode

_DELIMITERS = ",;\t|"
_WIDE_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def read_csv(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The rows of a file whose values stand between commas, or what its first row has most of."""
    yield from _rows(source, options, None)


def read_tsv(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The rows of a file whose values stand between tabs."""
    yield from _rows(source, options, "\t")


def _rows(source: Source, options: ReadOptions, delimiter: str | None) -> Iterator[Found]:
    # For the whole process: the default is less than a page may have.
    csv.field_size_limit(options.record_limit)
    with source.open(False) as stream:
        wide = next((w for mark, w in _WIDE_MARKS.items() if stream.peek(2).startswith(mark)), None)
        # Latin-1 gives each byte as one character, so that the bytes of a value come back whole;
        # which encoding they are in is told by page, as for any other.
        encoding = wide or "latin-1"
        text = io.TextIOWrapper(stream, encoding, newline="")
        try:
            head = text.readline(options.record_limit + 1)
            if not wide:
                head = head.removeprefix(codecs.BOM_UTF8.decode("latin-1"))
            chosen = delimiter or max(_DELIMITERS, key=head.count)
            reader = csv.reader(_lines(head, text, options.record_limit), delimiter=chosen)
            names = [_decoded(name, wide).strip() for name in next(reader, [])]
            text_name = options.mapping.text_name(dict.fromkeys(names, True))
            for number, row in enumerate(reader, 1):
                if row:
                    yield _record(source.origin(f"row {number}"), names, row, text_name, wide)
        except csv.Error as error:
            raise UnreadableError(f"{error} (line {reader.line_num:,})") from error
        except UnicodeDecodeError as error:
            raise UnreadableError(f"it is not {wide}: {error.reason}") from error


def _lines(head: str, text: io.TextIOWrapper, limit: int) -> Iterator[str]:
    line = head
    while line:
        if len(line) > limit:
            raise UnreadableError(f"a line is longer than {limit:,} bytes")
        yield line
        line = text.readline(limit + 1)


def _record(
    origin: Origin, names: list[str], row: list[str], text_name: str | None, wide: str | None
) -> Found:
    if len(row) > len(names):
        payload = orjson.dumps([_decoded(value, wide) for value in row])
        detail = f"the row has {len(row)} values for {len(names)} fields"
        return broken(origin, QuarantineReason.BROKEN_ROW, detail, payload)
    values: dict[str, Any] = {
        name: _bytes(value, wide) if name == text_name else _decoded(value, wide)
        for name, value in zip(names, row, strict=False)
        if value or name == text_name
    }
    return Record(origin, values)


def _bytes(value: str, wide: str | None) -> bytes:
    return value.encode("latin-1") if wide is None else value.encode("utf-8", "replace")


def _decoded(value: str, wide: str | None) -> str:
    """A name or a value as text."""
    if wide:
        return value
    decoded = decode(value.encode("latin-1"))
    return decoded.text if isinstance(decoded, Decoded) else value
