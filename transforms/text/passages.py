"""The part of a page that people read as the article, as names and quotations see it."""

from dataclasses import dataclass
from enum import StrEnum


class PassageKind(StrEnum):
    """What a passage is to its article."""

    HEADLINE = "headline"
    SUBHEADLINE = "subheadline"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Passage:
    """One line of the article; offsets are code points into the document's text, end exclusive.

    A paragraph that opens with a dateline starts behind it.
    """

    start: int
    end: int
    kind: PassageKind


@dataclass(frozen=True, slots=True)
class ArticleText:
    """A document's text and the passages of it that make up the article, in order.

    `language` is a BCP 47 tag, or None where it is not known; `authors` are whom the byline names.
    """

    document_id: str
    text: str
    passages: tuple[Passage, ...]
    language: str | None
    authors: tuple[str, ...] = ()
