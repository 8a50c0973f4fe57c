"""Pages gathered into batches, bounded by pages and by bytes."""

from collections.abc import Iterable, Iterator

from flows.pages import RawPage, SetAside


def size_of(page: RawPage | SetAside) -> int:
    """The bytes of a page that are held in memory."""
    return len(page.payload) if page.payload is not None else 0


def batches(
    pages: Iterable[RawPage | SetAside], *, page_limit: int, byte_limit: int
) -> Iterator[tuple[RawPage | SetAside, ...]]:
    """Gather pages in order.

    A batch holds at most `page_limit` pages and at most `byte_limit` bytes, unless a single page is
    larger than that.
    """
    batch: list[RawPage | SetAside] = []
    byte_count = 0
    for page in pages:
        if batch and (len(batch) == page_limit or byte_count + size_of(page) > byte_limit):
            yield tuple(batch)
            batch, byte_count = [], 0
        batch.append(page)
        byte_count += size_of(page)
    if batch:
        yield tuple(batch)
