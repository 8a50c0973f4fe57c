"""The day of the last change that the page states."""

from dateline.transforms.article.metadata import date_in_metadata
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import DateReading

_CHANGE_KEYS = ("date_modified", "dateModified", "modified", "updated", "updated_at")


def read_date_modified(page: ArticlePage) -> DateReading:
    """Read the day of the last change off the metadata, or off a line near the article."""
    in_metadata = date_in_metadata(page.page.metadata, _CHANGE_KEYS)
    modified = in_metadata or page.likeliest_date("modified")
    return modified or DateReading(None, "no date near the article")
