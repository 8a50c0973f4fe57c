"""The article's headline."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading, stated


def read_headline(page: ArticlePage) -> Reading[str]:
    """Read the line that `lines.header` found to be the headline."""
    index = page.header.headline
    headline = None if index is None else page.excerpt(index)
    return stated(headline, otherwise="no line stands as a headline above the body")
