"""An index of several articles, which has none of its own: a row that says so, and nothing else."""

from collections.abc import Iterable
from typing import Any

from dateline.transforms.article.author import AuthorReading
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.page_kind import read_index_kind
from dateline.transforms.article.reading import DateReading, Reading


def read_index(page: ArticlePage, fields: Iterable[str]) -> dict[str, Reading[Any]]:
    """Read the kind; every other field is null or empty, and says why."""
    reason = f"an index of {len(page.header.listed)} articles"
    readings: dict[str, Reading[Any]] = {
        field: DateReading(None, reason) if field.startswith("date_") else Reading(None, reason)
        for field in fields
    }
    readings |= {"author": AuthorReading((), reason), "word_count": Reading(0, reason)}
    return {**readings, "page_kind": read_index_kind(page)}
