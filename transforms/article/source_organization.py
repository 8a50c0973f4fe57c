"""The agency or outlet that the article is credited to."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Excerpt, Reading, stated
from dateline.transforms.lines.label_codes import LABEL_CODES
from dateline.transforms.lines.shapes import source_credit
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.text.newsrooms import agency_in_byline
from dateline.transforms.text.outlets import names_outlet

_BYLINE = LABEL_CODES[LineLabel.BYLINE]


def read_source_organization(page: ArticlePage) -> Reading[str]:
    """Read the agency in the byline or dateline, or the source that a line or the text credits."""
    source = _in_byline(page) or _in_dateline(page) or _in_credit(page) or _in_signature(page)
    return stated(source, otherwise="no agency or source is credited")


def _in_byline(page: ArticlePage) -> Excerpt | None:
    for zone in page.zones:
        for line in (page.excerpt(i) for i in zone if page.labels.label[i] == _BYLINE):
            if span := agency_in_byline(line.text):
                return line.part(*span)
    return None


def _in_dateline(page: ArticlePage) -> Excerpt | None:
    found = page.dateline
    return found.line.part(*found.dateline.agency) if found and found.dateline.agency else None


def _in_credit(page: ArticlePage) -> Excerpt | None:
    for line in page.labelled(LineLabel.CREDIT):
        if span := source_credit(line.text):
            return line.part(*span)
    return None


def _in_signature(page: ArticlePage) -> Excerpt | None:
    """The outlet that a signature cites; a ministry, or its press service, is no such one."""
    signed = page.signed
    if signed and signed.signature.source:
        source = signed.paragraph.part(*signed.signature.source)
        is_name = not source.text.split()[-1].islower()
        return source if is_name and names_outlet(source.text) else None
    return None
