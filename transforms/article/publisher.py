"""The outlet that published the article."""

from dataclasses import replace

from dateline.transforms.article.metadata import contradiction, from_metadata, name_in_metadata
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Excerpt, Reading, stated
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.text.signatures import copyright_holder
from dateline.transforms.text.titles import title_key

_NO_PUBLISHER = "the page does not name its publisher"


def read_publisher(page: ArticlePage) -> Reading[str]:
    """Read the outlet under `Published by`, or that signs the text, or holds the copyright.

    Where the page names none, the metadata may.
    """
    named = next(page.ruled("publisher_line"), None)
    publisher = named or _in_signature(page) or _in_copyright(page)
    other = name_in_metadata(page.metadata.publisher)
    if publisher is None:
        return from_metadata(other, otherwise=_NO_PUBLISHER)
    against = contradiction(other, lambda name: title_key(name) == title_key(publisher.text))
    return replace(stated(publisher, otherwise=_NO_PUBLISHER), against=against)


def _in_signature(page: ArticlePage) -> Excerpt | None:
    signed = page.signed
    return signed.paragraph.part(*signed.signature.outlet) if signed else None


def _in_copyright(page: ArticlePage) -> Excerpt | None:
    for line in page.labelled(LineLabel.LEGAL):
        if span := copyright_holder(line.text):
            return line.part(*span)
    return None
