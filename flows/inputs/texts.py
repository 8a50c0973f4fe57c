"""Plain text: a file is a page."""

from collections.abc import Iterator

from dateline.flows.inputs.pages import RawPage
from dateline.flows.inputs.sources import Found, ReadOptions, Source, too_large


def read_text(source: Source, options: ReadOptions) -> Iterator[Found]:
    """The one page that a file is."""
    with source.open(False) as stream:
        payload = stream.read(options.byte_limit + 1)
    if len(payload) > options.byte_limit:
        yield too_large(source.origin(), source.byte_count, options.byte_limit)
    else:
        yield RawPage(source.origin(), payload)
