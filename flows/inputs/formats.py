"""The formats that pages come in, by the suffix of a file's name, and the reader of each.

Installed distributions add to them (`flows.inputs.own_readers`).
"""

import os
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from importlib import import_module
from typing import cast

from dateline.flows.extensions import ExtensionError
from dateline.flows.inputs.failures import raise_for_environment
from dateline.flows.inputs.own_readers import own_readers, read_with
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


def suffixes() -> tuple[str, ...]:
    """Every suffix that is read here, those of installed readers last.

    Raises:
        ExtensionError: an installed reader is for a suffix that is read already.
    """
    own = own_readers()
    for suffix in FORMATS.keys() & own.keys():
        raise ExtensionError(
            f"{own[suffix]}: Dateline itself reads {suffix}; name another suffix, and the files so"
        )
    return (*FORMATS, *own)


def format_of(name: str) -> tuple[str, str | None] | None:
    """The format and the compression that a file's name tells; None for any other file.

    The format is a `Format`, or the suffix that an installed reader is for.
    """
    stem, suffix = _last_suffix(os.path.basename(name))  # noqa: PTH119 - a `Path` costs more
    compression = COMPRESSIONS.get(suffix)
    if compression is not None:
        stem, suffix = _last_suffix(stem)
    format_ = FORMATS.get(suffix, suffix)
    if not suffix or (format_ == suffix and suffix not in own_readers()):
        return None
    if suffix == ".tgz":
        compression = "gzip"
    return format_, compression


def _last_suffix(name: str) -> tuple[str, str]:
    """A name in two: what comes before its last suffix, and this in lower case, if it has one."""
    stem, dot, ending = name.rpartition(".")
    return (stem, dot + ending.lower()) if stem.strip(".") and ending else (name, "")


def reader_of(format_: str) -> Reader:
    """The reader of a format."""
    if format_ not in READERS:
        return partial(read_with, own_readers()[format_])
    module, _, function = READERS[Format(format_)].partition(":")
    return cast(Reader, getattr(import_module(module), function))


def read_source(source: Source, format_: str, options: ReadOptions) -> Iterator[Found]:
    """What a source holds, in order; one that breaks off gives what came before, and the reason.

    Raises:
        ArchiveLimitError: an archive holds more than it may.
        MachineFailedError: the machine does not allow it to be read.
    """
    try:
        yield from reader_of(format_)(source, options)
    except (OSError, UnreadableError) as error:
        if isinstance(error, OSError):
            raise_for_environment(error)
        yield rejected(
            source.origin(),
            QuarantineReason.UNREADABLE,
            f"reading stopped: {error}; fix the file or fetch it again, then run again",
            source.byte_count,
        )
