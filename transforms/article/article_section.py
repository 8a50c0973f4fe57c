"""The section of the outlet that the article stands in."""

from collections.abc import Iterator

from dateline.transforms.article.metadata import from_metadata, name_in_metadata
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Excerpt, Reading, stated
from dateline.transforms.lines.phrases import DECORATION, names_section
from dateline.transforms.lines.shapes import is_stamp
from dateline.transforms.text.dates import find_dates

# So many lines above the headline, and below it.
_STAMPS_NEAR = 2
_NO_SECTION = "no section's name alone above the headline"


def read_article_section(page: ArticlePage) -> Reading[str]:
    """Read the section's name above the headline, without the bullets and brackets around it.

    Where none stands there, it may stand before the date, or the metadata may name it.
    """
    if page.header.section is not None:
        line = page.excerpt(page.header.section)
        start = len(line.text) - len(line.text.lstrip(DECORATION))
        section = line.part(start, len(line.text.rstrip(DECORATION)))
        return stated(section, otherwise=_NO_SECTION)
    if beside := next(_beside_a_date(page), None):
        return stated(beside, otherwise=_NO_SECTION)
    return from_metadata(name_in_metadata(page.metadata.section), otherwise=_NO_SECTION)


def _beside_a_date(page: ArticlePage) -> Iterator[Excerpt]:
    """The names of sections that open the stamps next to the headline: `Politics 2 May 2024`."""
    for index in (*page.zones.above[:_STAMPS_NEAR], *page.zones.between[:_STAMPS_NEAR]):
        text = page.lines.texts[index]
        if is_stamp(text) and (mention := next(find_dates(text), None)):
            section = page.excerpt(index).part(0, mention.start)
            if names_section(section.text):
                end = len(section.text.rstrip(DECORATION))
                yield section.part(0, end)
