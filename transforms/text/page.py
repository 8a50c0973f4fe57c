"""A page as it comes."""

from dataclasses import dataclass
from datetime import datetime

from dateline.transforms.schema.pages import Metadata

__all__ = ["Metadata", "Page"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it comes: its text and what the crawler knows about it.

    `metadata` is what the record, feed or HTML head that the page came with states of its article.
    """

    document_id: str
    text: str
    url: str | None = None
    fetched_at: datetime | None = None
    metadata: Metadata | None = None

    @property
    def title(self) -> str | None:
        """The title that the metadata state."""
        return None if self.metadata is None else self.metadata.title
