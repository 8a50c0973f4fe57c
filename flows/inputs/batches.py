"""Pages gathered into batches, bounded by pages and by bytes."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from dateline.flows.inputs.pages import RawPage, UnusablePage

_Page = TypeVar("_Page")


def size_of(page: RawPage | UnusablePage) -> int:
    """The bytes of a page that are held in memory."""
    return len(page.payload) if page.payload is not None else 0


def batches(
    pages: Iterable[_Page],
    *,
    page_limit: int,
    byte_limit: int,
    size: Callable[[_Page], int],
) -> Iterator[tuple[_Page, ...]]:
    """Gather pages, or what stands for them, in order.

    A batch holds at most `page_limit` pages and at most `byte_limit` bytes, by `size`, unless a
    single page is larger than that.
    """
    batch: list[_Page] = []
    byte_count = 0
    for page in pages:
        if batch and (len(batch) == page_limit or byte_count + size(page) > byte_limit):
            yield tuple(batch)
            batch, byte_count = [], 0
        batch.append(page)
        byte_count += size(page)
    if batch:
        yield tuple(batch)


def batch_sizes(
    byte_counts: Iterable[int], *, page_limit: int, byte_limit: int
) -> list[tuple[int, int]]:
    """How many pages and bytes `batches` puts into each batch, by the bytes of each page."""
    cut = batches(byte_counts, page_limit=page_limit, byte_limit=byte_limit, size=int)
    return [(len(pages), int(sum(pages))) for pages in cut]
