"""The article's headline."""

from dataclasses import replace

from dateline.transforms.article.metadata import contradiction, from_metadata, plain
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading, stated
from dateline.transforms.lines.fingerprints import host_of
from dateline.transforms.text.titles import states_title, without_site_name

_LONGEST_TITLE = 300
_NO_HEADLINE = "no line stands as a headline above the body"


def read_headline(page: ArticlePage) -> Reading[str]:
    """Read the line that `lines.header` found to be the headline, or else the metadata's title."""
    index = page.header.headline
    title = plain(page.metadata.title, _LONGEST_TITLE)
    if index is not None:
        line = page.excerpt(index)
        against = contradiction(title, lambda title: states_title(line.text, title))
        return replace(stated(line, otherwise=_NO_HEADLINE), against=against)
    if title:
        title = without_site_name(title, page.metadata.publisher, host_of(page.page.url))
    return from_metadata(title, otherwise=_NO_HEADLINE)
