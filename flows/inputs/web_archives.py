"""Web archives: pages as servers gave them (WARC) or as plain text (WET of Common Crawl).

The text of a page is a record of the type `conversion`, what a server answered one of the type
`response`. Records of other types, and responses that are no page, such as redirects and images,
are not read.
"""

from collections.abc import Iterator, Mapping
from typing import Any

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
from dateline.flows.inputs.web_responses import BrokenResponseError, response_values
from dateline.transforms.schema.closed_sets import QuarantineReason


def read_web_archive(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The pages of an archive."""
    number, strays = 0, list[Found]()
    with source.open(True) as stream:
        for record in warc_records(stream, options.record_limit):
            if not record.headers:
                strays += filter(None, [_page(record, number, source, options)])
            elif record.headers.get("warc-type") in ("conversion", "response"):
                number += 1
                strays += filter(None, [_page(record, number, source, options)])
            # What is no archive at all has bytes and no records.
            if number:
                yield from strays
                strays.clear()
    if number == 0:
        raise UnreadableError("it holds no page (no `response` or `conversion` record)")


def _page(record: WarcRecord, number: int, source: Source, options: ReadOptions) -> Found | None:
    """The page of a record, or None where a response is no page."""
    headers = record.headers
    origin = source.origin(headers.get("warc-record-id", f"record {number}"))
    if record.block is None:
        return too_large(origin, record.byte_count, options.record_limit)
    if record.problem is not None:
        return broken(origin, QuarantineReason.TRUNCATED, record.problem, record.block)
    page: Mapping[str, Any] = {"text": record.block}
    if headers.get("warc-type") == "response":
        try:
            answered = response_values(record.block, options.record_limit)
        except BrokenResponseError as error:
            return broken(origin, QuarantineReason.TRUNCATED, str(error), record.block)
        if answered is None:
            return None
        page = answered
    values = {
        **page,
        "url": headers.get("warc-target-uri", "").strip("<>") or None,
        "fetched_at": headers.get("warc-date"),
        "language": page.get("language") or headers.get("warc-identified-content-language"),
    }
    return Record(origin, values, None, record.repairs, has_known_fields=True)
