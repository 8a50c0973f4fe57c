"""The standfirst, or second headline."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading, stated


def read_alternative_headline(page: ArticlePage) -> Reading[str]:
    """Read the first line that is labelled as a subheadline."""
    standfirst = next(page.labelled("subheadline"), None)
    return stated(standfirst, otherwise="no standfirst under the headline")
