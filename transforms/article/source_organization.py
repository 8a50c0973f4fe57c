"""The agency or outlet that the article is credited to."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Excerpt, Reading, stated
from dateline.transforms.lines.shapes import source_credit


def read_source_organization(page: ArticlePage) -> Reading[str]:
    """Read the agency in the dateline, or the source that a line or the text itself credits."""
    source = _in_dateline(page) or _in_credit(page) or _in_signature(page)
    return stated(source, otherwise="no agency or source is credited")


def _in_dateline(page: ArticlePage) -> Excerpt | None:
    found = page.dateline
    return found.line.part(*found.dateline.agency) if found and found.dateline.agency else None


def _in_credit(page: ArticlePage) -> Excerpt | None:
    for line in page.labelled("credit"):
        if span := source_credit(line.text):
            return line.part(*span)
    return None


def _in_signature(page: ArticlePage) -> Excerpt | None:
    signed = page.signed
    if signed and signed.signature.source:
        return signed.paragraph.part(*signed.signature.source)
    return None
