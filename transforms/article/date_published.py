"""The day of publication."""

from dataclasses import replace

from dateline.transforms.article.date_modified import read_date_modified
from dateline.transforms.article.metadata import date_in_metadata, likelier_date
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import DateReading
from dateline.transforms.schema.closed_sets import Basis
from dateline.transforms.text.dates import date_in_address


def read_date_published(page: ArticlePage) -> DateReading:
    """Read the day off the metadata, a line near the article, or the page's address, in this order.

    A page that shows nothing but when it changed means the day it came out, whatever it calls it.
    """
    clues = page.date_clues
    in_metadata = date_in_metadata(page.metadata.date_published, clues)
    published = likelier_date(in_metadata, page.likeliest_date("published"), clues.fetched)
    if published and published.value:
        return published
    if in_address := _in_address(page.page.url):
        return in_address
    modified = read_date_modified(page)
    if modified.edtf is not None:
        return replace(modified, basis=Basis.INFERRED)
    return published or DateReading(None, "no date near the article")


def _in_address(url: str | None) -> DateReading | None:
    mention = date_in_address(url) if url else None
    if mention is None:
        return None
    return DateReading(mention.value, Basis.URL, (), edtf=mention.edtf, precision=mention.precision)
