"""The day of the last change that the page states."""

from dateline.transforms.article.metadata import date_in_metadata, likelier_date
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import DateReading


def read_date_modified(page: ArticlePage) -> DateReading:
    """Read the day of the last change off the metadata, or off a line near the article."""
    clues = page.date_clues
    in_metadata = date_in_metadata(page.metadata.date_modified, clues)
    modified = likelier_date(in_metadata, page.likeliest_date("modified"), clues.fetched)
    return modified or DateReading(None, "no date near the article")
