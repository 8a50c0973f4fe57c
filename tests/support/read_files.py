"""What readers find in a file that a test has written."""

from collections.abc import Iterable
from pathlib import Path

from dateline.flows.inputs.discovery import discover
from dateline.flows.inputs.pages import RawPage, UnusablePage
from dateline.flows.inputs.readers import read
from dateline.flows.inputs.record_fields import NO_MAPPING, FieldMapping
from dateline.flows.inputs.sources import LeftAlone, ReadOptions

LIMIT = 1000


def everything_in(
    path: Path, mapping: FieldMapping = NO_MAPPING, limit: int = LIMIT
) -> list[RawPage | UnusablePage | LeftAlone]:
    """What a file holds, with what an archive has besides."""
    (file,) = discover([str(path)]).input_files
    return list(read(file, ReadOptions(limit, mapping)))


def pages_of(
    path: Path, mapping: FieldMapping = NO_MAPPING, limit: int = LIMIT
) -> list[RawPage | UnusablePage]:
    """The pages of a file."""
    return [page for page in everything_in(path, mapping, limit) if not isinstance(page, LeftAlone)]


def reasons(pages: Iterable[RawPage | UnusablePage | LeftAlone]) -> list[str]:
    """What became of each: `read`, `left alone`, or the reason why it cannot be read."""
    return [
        page.reason
        if isinstance(page, UnusablePage)
        else "left alone"
        if isinstance(page, LeftAlone)
        else "read"
        for page in pages
    ]


def payloads(pages: Iterable[RawPage | UnusablePage]) -> list[bytes | None]:
    """The bytes of each page."""
    return [page.payload for page in pages]
