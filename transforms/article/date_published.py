"""The day of publication."""

from dataclasses import replace

from dateline.transforms.article.date_modified import read_date_modified
from dateline.transforms.article.metadata import date_in_metadata
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import DateReading
from dateline.transforms.text.dates import date_in_address

_PUBLICATION_KEYS = (
    "date_published",
    "datePublished",
    "published",
    "published_at",
    "pubDate",
    "date",
)


def read_date_published(page: ArticlePage) -> DateReading:
    """Read the day off the metadata, a line near the article, or the page's address, in this order.

    A page that shows nothing but when it changed means the day it came out, whatever it calls it.
    """
    in_metadata = date_in_metadata(page.page.metadata, _PUBLICATION_KEYS)
    published = in_metadata or page.likeliest_date("published")
    if published and published.value:
        return published
    if in_address := _in_address(page.page.url):
        return in_address
    modified = read_date_modified(page)
    if modified.edtf is not None:
        return replace(modified, basis="inferred")
    return published or DateReading(None, "no date near the article")


def _in_address(url: str | None) -> DateReading | None:
    mention = date_in_address(url) if url else None
    if mention is None:
        return None
    return DateReading(mention.value, "url", (), edtf=mention.edtf, precision=mention.precision)
