"""Pages out of files: text, JSON lines, Parquet and WET archives, plain or compressed.

A reader yields what it can read and, for what it cannot, an `UnusablePage` with the reason. It
holds one page, or one batch of Parquet rows, at a time.
"""

import codecs
import io
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from dateline.flows.inputs.discovery import Format, InputFile, printable_path
from dateline.flows.inputs.pages import Origin, RawPage, UnusablePage
from dateline.flows.inputs.record_fields import NO_MAPPING, Described
from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.transforms.schema.operations import Quarantined
from dateline.transforms.text.page import Metadata

_CHUNK = 1 << 20
# JSON may spell a character of two bytes in six.
_JSON_OVERHEAD = 4
_PARQUET_ROWS = 256
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.", re.DOTALL
)

# Parquet may hold strings that are no UTF-8, times that no calendar has, and zones unheard of.
_NO_VALUE = (ValueError, OverflowError, KeyError)
_UNREADABLE = (OSError, pa.ArrowException, ArchiveLoadFailed)


def read(input_file: InputFile, *, byte_limit: int) -> Iterator[RawPage | UnusablePage]:
    """The pages of one file, in order.

    A page of more than `byte_limit` bytes is quarantined without being held in memory. A file that
    breaks off yields what came before, then one `UnusablePage`.
    """
    reader = {
        Format.TEXT: _read_text,
        Format.JSON_LINES: _read_json_lines,
        Format.PARQUET: _read_parquet,
        Format.WET: _read_wet,
    }[input_file.format]
    try:
        yield from reader(input_file, byte_limit)
    except _UNREADABLE as error:
        yield UnusablePage(
            _origin(input_file, None),
            QuarantineReason.UNREADABLE,
            f"reading stopped: {error}; mend or fetch the file again, then run once more",
            rule="input.unreadable",
            byte_count=input_file.byte_count,
        )


def read_again(row: Quarantined, *, byte_limit: int) -> RawPage | UnusablePage:
    """A page that was quarantined, as its reader would give it now, from the payload that was kept.

    What was no record that a page could be taken from is read as one once more. What the payload
    can't mend, since the file itself was broken, is quarantined again.

    Args:
        row: a row of the quarantine with its payload.
        byte_limit: size of the largest page that is read.

    Raises:
        ValueError: the row has no payload.
    """
    if row.payload is None:
        raise ValueError(f"{row.quarantine_id} has no payload")
    origin = Origin(
        row.file_path,
        row.source_id,
        row.url,
        row.fetched_at,
        row.metadata,
        row.page_metadata or Metadata(),
    )
    page: RawPage | UnusablePage
    match row.reason:
        case QuarantineReason.BROKEN_JSON | QuarantineReason.MISSING_TEXT:
            page = _from_json(row.payload, origin, byte_limit)
        case QuarantineReason.BROKEN_VALUE:
            page = _from_stream(row.payload, origin, byte_limit)
        case QuarantineReason.TRUNCATED:
            page = UnusablePage(
                origin, row.reason, row.detail, row.rule, row.byte_count, row.payload, row.repairs
            )
        case _:
            page = RawPage(origin, row.payload, row.repairs)
    return replace(page, retried=row)


def _origin(input_file: InputFile, source_id: str | None) -> Origin:
    name = printable_path(Path(input_file.path.name))
    return Origin(printable_path(input_file.path), name if source_id is None else source_id)


@contextmanager
def _opened(input_file: InputFile) -> Iterator[BinaryIO]:
    with input_file.path.open("rb") as file:
        if input_file.compression is None:
            yield file
        else:
            with pa.CompressedInputStream(file, input_file.compression) as stream:
                yield cast(BinaryIO, io.BufferedReader(stream, _CHUNK))


def _too_large(origin: Origin, byte_count: int, byte_limit: int) -> UnusablePage:
    return UnusablePage(
        origin,
        QuarantineReason.TOO_LARGE,
        f"larger than {byte_limit:,} bytes; split it, or raise page_byte_limit in the settings",
        rule="input.too_large",
        byte_count=byte_count,
    )


def _read_text(input_file: InputFile, byte_limit: int) -> Iterator[RawPage | UnusablePage]:
    origin = _origin(input_file, None)
    with _opened(input_file) as stream:
        payload = stream.read(byte_limit + 1)
    if len(payload) > byte_limit:
        yield _too_large(origin, input_file.byte_count, byte_limit)
    else:
        yield RawPage(origin, payload)


def _read_json_lines(input_file: InputFile, byte_limit: int) -> Iterator[RawPage | UnusablePage]:
    line_limit = _JSON_OVERHEAD * byte_limit
    with _opened(input_file) as stream:
        number = 0
        while line := stream.readline(line_limit + 1):
            number += 1
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            origin = _origin(input_file, f"line {number}")
            if len(line) > line_limit:
                byte_count = len(line)
                while not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
                    byte_count += len(line)
                yield _too_large(origin, byte_count, byte_limit)
            elif line.strip():
                yield _from_json(line, origin, byte_limit)


def _from_json(line: bytes, origin: Origin, byte_limit: int) -> RawPage | UnusablePage:
    paired = _ESCAPE.sub(_paired, line)
    repairs = () if paired == line else ("half of a surrogate pair replaced by U+FFFD",)
    try:
        record = orjson.loads(paired)
    except orjson.JSONDecodeError as error:
        return _broken(origin, QuarantineReason.BROKEN_JSON, f"no valid JSON: {error}", line)
    if not isinstance(record, dict):
        return _broken(
            origin, QuarantineReason.BROKEN_JSON, "a JSON value that is not an object", line
        )
    return _from_record(record, origin, line, byte_limit, repairs)


def _paired(escape: re.Match[bytes]) -> bytes:
    return rb"\ufffd" if escape["lone"] else escape[0]


def _broken(origin: Origin, reason: str, detail: str, payload: bytes) -> UnusablePage:
    return UnusablePage(
        origin,
        reason,
        f"{detail}; mend the record (it needs `id` and `text`) and run once more",
        rule=f"input.{reason}",
        byte_count=len(payload),
        payload=payload,
    )


def _from_record(
    record: dict[str, Any],
    origin: Origin,
    payload: bytes,
    byte_limit: int,
    repairs: tuple[str, ...] = (),
) -> RawPage | UnusablePage:
    found = NO_MAPPING.describe(record)
    text = found.text
    source_id = origin.source_id if found.identity is None else found.identity
    try:
        described = _described(found, origin.file_path, source_id)
    except orjson.JSONEncodeError as error:
        detail = f"cannot keep what came with the page: {error}"
        return _broken(origin, QuarantineReason.BROKEN_JSON, detail, payload)
    if text is None:
        return _broken(
            described, QuarantineReason.MISSING_TEXT, "the record has no `text`", payload
        )
    if not isinstance(text, str | bytes):
        kind = type(text).__name__
        return _broken(
            described, QuarantineReason.MISSING_TEXT, f"`text` is not a string but {kind}", payload
        )
    encoded = text.encode() if isinstance(text, str) else text
    if len(encoded) > byte_limit:
        return _too_large(described, len(encoded), byte_limit)
    return RawPage(described, encoded, repairs)


def _described(found: Described, file_path: str, source_id: str) -> Origin:
    """The origin of a record, from what it holds besides `id` and `text`."""
    return Origin(
        file_path,
        source_id,
        url=found.url,
        fetched_at=found.fetched_at,
        metadata=orjson.dumps(found.rest, default=str).decode() if found.rest else None,
        page_metadata=found.page_metadata,
    )


def _read_parquet(input_file: InputFile, byte_limit: int) -> Iterator[RawPage | UnusablePage]:
    # Parquet is read from its end, so a compressed one is unpacked first.
    with _opened(input_file) as stream, tempfile.TemporaryFile() as unpacked:
        if input_file.compression is None:
            seekable = stream
        else:
            while chunk := stream.read(_CHUNK):
                unpacked.write(chunk)
            seekable = cast(BinaryIO, unpacked)
        row_count = 0
        for batch in pq.ParquetFile(seekable).iter_batches(batch_size=_PARQUET_ROWS):
            origins = [
                _origin(input_file, f"row {number}")
                for number in range(row_count + 1, row_count + batch.num_rows + 1)
            ]
            row_count += batch.num_rows
            yield from _from_rows(_as_bytes(batch), origins, byte_limit)


def _from_rows(
    batch: pa.RecordBatch, origins: Sequence[Origin], byte_limit: int
) -> Iterator[RawPage | UnusablePage]:
    """The pages of a batch; one by one where a value in it can't be had."""
    try:
        records = batch.to_pylist()
    except _NO_VALUE:
        for number, origin in enumerate(origins):
            yield _from_row(batch.slice(number, 1), origin, byte_limit)
    else:
        for record, origin in zip(records, origins, strict=True):
            yield _from_parquet(record, origin, byte_limit)


def _from_row(row: pa.RecordBatch, origin: Origin, byte_limit: int) -> RawPage | UnusablePage:
    record, problems = {}, []
    for name, column in zip(row.schema.names, row.columns, strict=True):
        try:
            record[name] = column[0].as_py()
        except _NO_VALUE as error:
            problems.append(f"`{name}` can't be read as {column.type} ({error})")
    if problems:
        return _broken(origin, QuarantineReason.BROKEN_VALUE, "; ".join(problems), _as_stream(row))
    return _from_parquet(record, origin, byte_limit)


def _from_parquet(
    record: dict[str, Any], origin: Origin, byte_limit: int
) -> RawPage | UnusablePage:
    # What has no text is kept as a line of JSON, which can be looked at and read again.
    payload = b""
    if not isinstance(record.get("text"), bytes):
        payload = orjson.dumps(record, default=repr, option=orjson.OPT_NON_STR_KEYS)
    return _from_record(record, origin, payload, byte_limit)


def _as_stream(row: pa.RecordBatch) -> bytes:
    """A row with all of its bytes, those too that no value can be made of."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, row.schema.remove_metadata()) as stream:
        stream.write_batch(row.replace_schema_metadata(None))
    return cast(bytes, sink.getvalue().to_pybytes())


def _from_stream(payload: bytes, origin: Origin, byte_limit: int) -> RawPage | UnusablePage:
    with pa.ipc.open_stream(payload) as stream:
        return _from_row(stream.read_next_batch(), origin, byte_limit)


def _as_bytes(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with its text undecoded, since writers of Parquet do not check their UTF-8."""
    index = batch.schema.get_field_index("text")
    if index < 0:
        return batch
    text = batch.column(index)
    if pa.types.is_dictionary(text.type):
        text = text.dictionary_decode()
    if text.type not in (pa.string(), pa.large_string(), pa.string_view()):
        return batch
    return batch.set_column(index, "text", text.cast(pa.large_binary()))


def _read_wet(input_file: InputFile, byte_limit: int) -> Iterator[RawPage | UnusablePage]:
    with _opened(input_file) as stream:
        number = 0
        for record in ArchiveIterator(stream):
            if record.rec_type != "conversion":
                continue
            number += 1
            headers = record.rec_headers
            described: dict[str, Any] = {
                "url": headers.get_header("WARC-Target-URI"),
                "fetched_at": headers.get_header("WARC-Date"),
                "language": headers.get_header("WARC-Identified-Content-Language"),
            }
            source_id = headers.get_header("WARC-Record-ID") or f"record {number}"
            origin = _described(
                NO_MAPPING.describe(described), printable_path(input_file.path), source_id
            )
            payload = record.raw_stream.read(byte_limit + 1)
            if len(payload) > byte_limit:
                yield _too_large(origin, record.length, byte_limit)
            elif record.length is not None and len(payload) < record.length:
                yield _broken(
                    origin,
                    QuarantineReason.TRUNCATED,
                    "the archive breaks off in this page",
                    payload,
                )
            else:
                yield RawPage(origin, payload)
        if number == 0:
            raise ArchiveLoadFailed("it holds no plain text (no `conversion` record)")
