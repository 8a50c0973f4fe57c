"""WET archives of Common Crawl: the text of pages, in WARC records of the type `conversion`."""

from collections.abc import Iterator

from dateline.flows.inputs.sources import (
    Found,
    ReadOptions,
    Record,
    Source,
    UnreadableError,
    broken,
    too_large,
)
from dateline.flows.inputs.warc import WarcRecord, warc_records
from dateline.transforms.schema.closed_sets import QuarantineReason


def read_wet(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The pages of an archive."""
    number, strays = 0, list[Found]()
    with source.open(True) as stream:
        for record in warc_records(stream, options.byte_limit):
            if not record.headers:
                strays.append(_page(record, number, source, options))
            elif record.headers.get("warc-type") == "conversion":
                number += 1
                strays.append(_page(record, number, source, options))
            # What is no archive at all has bytes and no records.
            if number:
                yield from strays
                strays.clear()
    if number == 0:
        raise UnreadableError("it holds no plain text (no `conversion` record)")


def _page(record: WarcRecord, number: int, source: Source, options: ReadOptions) -> Found:
    headers = record.headers
    values = {
        "text": record.block,
        "url": headers.get("warc-target-uri"),
        "fetched_at": headers.get("warc-date"),
        "language": headers.get("warc-identified-content-language"),
    }
    origin = source.origin(headers.get("warc-record-id", f"record {number}"))
    if record.block is None:
        return too_large(origin, record.byte_count, options.byte_limit)
    if record.problem is not None:
        return broken(origin, QuarantineReason.TRUNCATED, record.problem, record.block)
    return Record(origin, values, None, record.repairs)
