"""A page as it comes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it comes: its text and what the crawler knows about it.

    `metadata` is a JSON object with whatever else came with the page, such as a feed's fields.
    """

    document_id: str
    text: str
    url: str | None = None
    fetched_at: datetime | None = None
    metadata: str | None = None
