"""Pages out of files of every format: what readers find, with a record's fields told apart.

A reader yields what it can read and, for what it cannot, an `UnusablePage` with the reason. It
holds one page, or one batch of Parquet rows, at a time.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedReader
from stat import S_ISREG
from typing import BinaryIO, cast

import orjson

from dateline.flows.inputs.compression import unpacked
from dateline.flows.inputs.discovery import InputFile
from dateline.flows.inputs.expansion import ExpansionBudget, Metered
from dateline.flows.inputs.formats import WITH_KNOWN_FIELDS, format_of, read_source
from dateline.flows.inputs.pages import Origin, RawPage, UnusablePage
from dateline.flows.inputs.record_fields import NO_MAPPING, Described, mapping_of
from dateline.flows.inputs.sources import (
    CHUNK,
    ArchiveLimitError,
    Found,
    LeftAlone,
    ReadOptions,
    Record,
    Source,
    UnreadableError,
    broken,
    printable_name,
    rejected,
    too_large,
)
from dateline.flows.settings import Settings
from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.transforms.schema.operations import Quarantined
from dateline.transforms.text.page import Metadata

_MOST_NAMES = 20


def options_of(settings: Settings) -> ReadOptions:
    """How the settings say that files are to be read."""
    return ReadOptions(settings.page_byte_limit, mapping_of(settings))


def read(
    input_file: InputFile, options: ReadOptions
) -> Iterator[RawPage | UnusablePage | LeftAlone]:
    """The pages of one file, in order, and what an archive holds besides.

    A page of more than the limit is quarantined without being held in memory. A file that breaks
    off yields what came before, then one `UnusablePage`.
    """
    for found in read_found(input_file, options):
        yield page_of(found, options) if isinstance(found, Record) else found


def read_found(input_file: InputFile, options: ReadOptions) -> Iterator[Found]:
    """What a file holds, before the fields of its records are told apart."""
    source = _source(input_file)
    try:
        yield from read_source(source, input_file.format, options)
    except ArchiveLimitError as error:
        yield rejected(
            source.origin(),
            QuarantineReason.ARCHIVE_LIMIT,
            f"reading stopped: {error}",
            source.byte_count,
        )


def read_again(row: Quarantined, options: ReadOptions) -> RawPage | UnusablePage:
    """A page that was quarantined, as its reader would give it now, from the payload that was kept.

    What was no record that a page could be taken from is read as one once more. What the payload
    can't mend, since the file itself was broken, is quarantined again.

    Args:
        row: a row of the quarantine with its payload.
        options: how to read it.

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
    found: Record | RawPage | UnusablePage
    match row.reason:
        case QuarantineReason.BROKEN_JSON | QuarantineReason.MISSING_TEXT:
            from dateline.flows.inputs import json_records

            found = json_records.record_in(row.payload, origin)
            format_ = format_of(row.file_path)
            if isinstance(found, Record) and format_ and format_[0] in WITH_KNOWN_FIELDS:
                found = replace(found, has_known_fields=True)
        case QuarantineReason.BROKEN_VALUE:
            from dateline.flows.inputs import parquet

            found = parquet.record_in(row.payload, origin)
        case QuarantineReason.TRUNCATED | QuarantineReason.BROKEN_ROW:
            found = UnusablePage(
                origin, row.reason, row.detail, row.rule, row.byte_count, row.payload, row.repairs
            )
        case _:
            found = RawPage(origin, row.payload, row.repairs)
    page = page_of(found, options) if isinstance(found, Record) else found
    return replace(page, retried=row)


def page_of(record: Record, options: ReadOptions) -> RawPage | UnusablePage:
    """The page that a record holds, by the names of its fields."""
    mapping = NO_MAPPING if record.has_known_fields else options.mapping
    found = mapping.describe(record.values)
    try:
        origin = _described(found, record.origin)
    except orjson.JSONEncodeError as error:
        detail = f"cannot keep what came with the page: {error}"
        return broken(record.origin, QuarantineReason.BROKEN_JSON, detail, _payload(record))
    if found.text is None:
        detail = f"no field that may have a text (--text-field) among {_listed(record)}"
        return broken(origin, QuarantineReason.MISSING_TEXT, detail, _payload(record))
    if not isinstance(found.text, str | bytes):
        detail = f"the text is not a string but {type(found.text).__name__}"
        return broken(origin, QuarantineReason.MISSING_TEXT, detail, _payload(record))
    encoded = found.text.encode() if isinstance(found.text, str) else found.text
    if len(encoded) > options.byte_limit:
        return too_large(origin, len(encoded), options.byte_limit)
    return RawPage(origin, encoded, record.repairs)


def _described(found: Described, origin: Origin) -> Origin:
    """The origin of a page, with what its record holds besides the text."""
    return Origin(
        origin.file_path,
        origin.source_id if found.identity is None else found.identity,
        url=found.url,
        fetched_at=found.fetched_at,
        metadata=orjson.dumps(found.rest, default=str).decode() if found.rest else None,
        page_metadata=found.page_metadata,
    )


def _payload(record: Record) -> bytes:
    """What a retry reads once more: what has no text is kept as JSON, which can be looked at."""
    if record.payload is not None:
        return record.payload
    return orjson.dumps(dict(record.values), default=repr, option=orjson.OPT_NON_STR_KEYS)


def _listed(record: Record) -> str:
    names = [f"`{name}`" for name in record.values]
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return (", ".join(names[:_MOST_NAMES]) or "none") + more


def _open_at_once(path: str, flags: int) -> int:
    """Open a file; what has become a pipe since it was found is not waited for."""
    return os.open(path, flags | os.O_NONBLOCK)


def _source(input_file: InputFile) -> Source:
    """An input file as a source of bytes."""

    @contextmanager
    def opened(resynchronise: bool) -> Iterator[BufferedReader]:
        with (
            open(input_file.path, "rb", buffering=0, opener=_open_at_once) as file,
            unpacked(file, input_file.compression, resynchronise=resynchronise) as stream,
        ):
            if not S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadableError("it is no file any more")
            if input_file.compression is None:
                yield stream
            else:
                budget = ExpansionBudget(input_file.byte_count)
                yield BufferedReader(Metered(cast(BinaryIO, stream), budget), CHUNK)

    path = input_file.path
    return Source(printable_name(path), printable_name(path.name), input_file.byte_count, opened)
