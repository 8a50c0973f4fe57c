"""The formats that pages come in, by the suffix of a file's name, and the reader of each."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from importlib import import_module
from pathlib import PurePath
from typing import cast

import pyarrow as pa

from dateline.flows.inputs.sources import (
    Found,
    ReadOptions,
    Source,
    UnreadableError,
    rejected,
)
from dateline.transforms.schema.closed_sets import QuarantineReason

Reader = Callable[[Source, ReadOptions], Iterator[Found]]


class Format(StrEnum):
    """How pages lie in a file."""

    TEXT = "text"
    JSON_LINES = "json lines"
    JSON = "json"
    CSV = "csv"
    TSV = "tsv"
    PARQUET = "parquet"
    WARC = "warc"
    ZIP = "zip"
    TAR = "tar"
    HTML = "html"
    MAIL = "mail"
    FEED = "feed"


FORMATS: Mapping[str, Format] = {
    ".txt": Format.TEXT,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".json": Format.JSON,
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".parquet": Format.PARQUET,
    ".wet": Format.WARC,
    ".warc": Format.WARC,
    ".zip": Format.ZIP,
    ".tar": Format.TAR,
    ".tgz": Format.TAR,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".eml": Format.MAIL,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
    ".xml": Format.FEED,
}
COMPRESSIONS: Mapping[str, str] = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2"}
ARCHIVES = frozenset((Format.ZIP, Format.TAR))
# Their readers name the fields of a record themselves.
WITH_KNOWN_FIELDS = frozenset((Format.WARC, Format.HTML, Format.MAIL, Format.FEED))
# Where a reader is found, so that a run imports only those of the formats that it meets.
READERS: Mapping[Format, str] = {
    Format.TEXT: "dateline.flows.inputs.texts:read_text",
    Format.JSON_LINES: "dateline.flows.inputs.json_records:read_json_lines",
    Format.JSON: "dateline.flows.inputs.json_records:read_json",
    Format.CSV: "dateline.flows.inputs.delimited:read_csv",
    Format.TSV: "dateline.flows.inputs.delimited:read_tsv",
    Format.PARQUET: "dateline.flows.inputs.parquet:read_parquet",
    Format.WARC: "dateline.flows.inputs.web_archives:read_web_archive",
    Format.ZIP: "dateline.flows.inputs.archives:read_zip",
    Format.TAR: "dateline.flows.inputs.archives:read_tar",
    Format.HTML: "dateline.flows.inputs.web_pages:read_html",
    Format.MAIL: "dateline.flows.inputs.mail:read_message",
    Format.FEED: "dateline.flows.inputs.feeds:read_feed",
}


def format_of(name: str) -> tuple[Format, str | None] | None:
    """The format and the compression that a file's name tells; None for any other file."""
    suffixes = [suffix.lower() for suffix in PurePath(name).suffixes]
    compression = COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    if compression is not None:
        suffixes.pop()
    format_ = FORMATS.get(suffixes[-1]) if suffixes else None
    if format_ is None:
        return None
    if suffixes[-1] == ".tgz":
        compression = "gzip"
    return format_, compression


def reader_of(format_: Format) -> Reader:
    """The reader of a format."""
    module, _, function = READERS[format_].partition(":")
    return cast(Reader, getattr(import_module(module), function))


def read_source(source: Source, format_: Format, options: ReadOptions) -> Iterator[Found]:
    """What a source holds, in order; one that breaks off gives what came before, and the reason.

    Raises:
        ArchiveLimitError: an archive holds more than it may.
    """
    try:
        yield from reader_of(format_)(source, options)
    except (OSError, UnreadableError, pa.ArrowException) as error:
        yield rejected(
            source.origin(),
            QuarantineReason.UNREADABLE,
            f"reading stopped: {error}; mend or fetch the file again, then run once more",
            source.byte_count,
        )
