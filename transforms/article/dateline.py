"""The dateline as written, such as `WASHINGTON, DC —`."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading, stated


def read_dateline(page: ArticlePage) -> Reading[str]:
    """Read the dateline that opens the text."""
    found = page.dateline
    dateline = found.line.part(0, found.dateline.end) if found else None
    return stated(dateline, otherwise="the first paragraph opens without one")
