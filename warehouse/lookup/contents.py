"""What of a page is compared with others: its article's body and quotations, and where they are."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.transforms.stories.changes import Wording, find_paragraphs


@dataclass(frozen=True, slots=True)
class ArticleContent:
    """An article's body, where its paragraphs begin in the page's text, and its quotations."""

    body: str
    starts: Sequence[int]
    quotations: Sequence[Wording]


def content_of(text: str, body: str, quotes: Sequence[Mapping[str, Any]]) -> ArticleContent:
    """The content of a page: of its text, its article's body, and its rows of `quotes_by_page`."""
    return ArticleContent(body, find_paragraphs(text, body), [Wording(**quote) for quote in quotes])


def quotes_by_page(quotes: str) -> str:
    """The query for the quotations of each page as a list, of what FROM takes for `quotes`."""
    return (
        "SELECT document_id, list({'text': text, 'start': start, 'end': \"end\"} "
        f'ORDER BY start, "end") AS quotes FROM {quotes} GROUP BY document_id'
    )


def pack(content: ArticleContent) -> bytes:
    """A content as an index keeps it."""
    quotes = [(quote.text, quote.start, quote.end) for quote in content.quotations]
    made = json.dumps([content.body, list(content.starts), quotes], ensure_ascii=False)
    return zlib.compress(made.encode("utf-8", "surrogatepass"))


def unpack(packed: bytes) -> ArticleContent:
    """The content that was packed."""
    body, starts, quotes = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    return ArticleContent(body, starts, [Wording(*quote) for quote in quotes])
