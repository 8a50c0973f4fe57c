"""The section of the outlet that the article stands in."""

from dateline.transforms.article.metadata import from_metadata, name_in_metadata
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading, stated
from dateline.transforms.lines.phrases import DECORATION

_NO_SECTION = "no section's name alone above the headline"


def read_article_section(page: ArticlePage) -> Reading[str]:
    """Read the section's name above the headline, without the bullets and brackets around it.

    Where none stands there, the metadata may name it.
    """
    if page.header.section is not None:
        line = page.excerpt(page.header.section)
        start = len(line.text) - len(line.text.lstrip(DECORATION))
        section = line.part(start, len(line.text.rstrip(DECORATION)))
        return stated(section, otherwise=_NO_SECTION)
    return from_metadata(name_in_metadata(page.metadata.section), otherwise=_NO_SECTION)
