"""The place that the article was written from."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading, stated


def read_location_created(page: ArticlePage) -> Reading[str]:
    """Read the place that the dateline names."""
    found = page.dateline
    place = found.line.part(*found.dateline.place) if found and found.dateline.place else None
    return stated(place, otherwise="no dateline names a place")
