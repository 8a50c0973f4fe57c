"""Parquet files, a row a record."""

import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.parquet as pq

from dateline.flows.inputs.pages import Origin, UnusablePage
from dateline.flows.inputs.sources import (
    CHUNK,
    Found,
    ReadOptions,
    Record,
    Source,
    UnreadableError,
    broken,
)
from dateline.transforms.schema.closed_sets import QuarantineReason

_ROWS_A_BATCH = 256
# Parquet may hold strings that are no UTF-8, times that no calendar has, and zones unheard of.
_NO_VALUE = (ValueError, OverflowError, KeyError)


def read_parquet(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The rows of a file, a batch in memory at a time.

    Raises:
        UnreadableError: the file is damaged.
    """
    try:
        yield from _read_batches(source, options)
    except (pa.ArrowException, *_NO_VALUE) as error:
        # Names of columns may be no UTF-8, either.
        raise UnreadableError(str(error)) from error


def _read_batches(source: Source, options: ReadOptions) -> Iterator[Found]:
    # Parquet is read from its end, so what is compressed or in an archive is unpacked first.
    with source.open(False) as stream, tempfile.TemporaryFile() as unpacked:
        seekable = cast(BinaryIO, stream)
        if not stream.seekable():
            while chunk := stream.read(CHUNK):
                unpacked.write(chunk)
            seekable = cast(BinaryIO, unpacked)
        row_count = 0
        for batch in pq.ParquetFile(seekable).iter_batches(batch_size=_ROWS_A_BATCH):
            origins = [
                source.origin(f"row {number}")
                for number in range(row_count + 1, row_count + batch.num_rows + 1)
            ]
            row_count += batch.num_rows
            yield from _from_rows(_as_bytes(batch, options), origins)


def record_in(payload: bytes, origin: Origin) -> Record | UnusablePage:
    """The record that a row is which was kept because of a value that could not be had."""
    with pa.ipc.open_stream(payload) as stream:
        return _from_row(stream.read_next_batch(), origin)


def _from_rows(batch: pa.RecordBatch, origins: Sequence[Origin]) -> Iterator[Found]:
    """The records of a batch; one by one where a value in it can't be had."""
    try:
        rows = batch.to_pylist()
    except _NO_VALUE:
        for number, origin in enumerate(origins):
            yield _from_row(batch.slice(number, 1), origin)
    else:
        for values, origin in zip(rows, origins, strict=True):
            yield Record(origin, values)


def _from_row(row: pa.RecordBatch, origin: Origin) -> Record | UnusablePage:
    values, problems = {}, []
    for name, column in zip(row.schema.names, row.columns, strict=True):
        try:
            values[name] = column[0].as_py()
        except _NO_VALUE as error:
            problems.append(f"`{name}` can't be read as {column.type} ({error})")
    if problems:
        return broken(origin, QuarantineReason.BROKEN_VALUE, "; ".join(problems), _as_stream(row))
    return Record(origin, values)


def _as_stream(row: pa.RecordBatch) -> bytes:
    """A row with all of its bytes, those too that no value can be made of."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, row.schema.remove_metadata()) as stream:
        stream.write_batch(row.replace_schema_metadata(None))
    return cast(bytes, sink.getvalue().to_pybytes())


def _as_bytes(batch: pa.RecordBatch, options: ReadOptions) -> pa.RecordBatch:
    """The batch with its text undecoded, since writers of Parquet do not check their UTF-8."""
    name = options.mapping.text_name({field.name: _stand_in(field.type) for field in batch.schema})
    index = -1 if name is None else batch.schema.get_field_index(name)
    if name is None or index < 0:
        return batch
    text = batch.column(index)
    if pa.types.is_dictionary(text.type):
        text = text.dictionary_decode()
    if text.type not in (pa.string(), pa.large_string(), pa.string_view()):
        return batch
    return batch.set_column(index, name, text.cast(pa.large_binary()))


def _stand_in(kind: pa.DataType) -> Any:
    """What stands for a value where only the names of fields matter."""
    return {field.name: _stand_in(field.type) for field in kind} if pa.types.is_struct(kind) else ""
