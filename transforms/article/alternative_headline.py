"""The standfirst, or second headline."""

from dateline.transforms.article.metadata import from_metadata, plain
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading, stated
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.text.titles import title_key

_LONGEST_STANDFIRST = 400
_CUT_OFF = ("…", "...", "[…]", "[...]")
_NO_STANDFIRST = "no standfirst under the headline"


def read_alternative_headline(page: ArticlePage) -> Reading[str]:
    """Read the first subheadline that is no entry's own, or else the metadata's description."""
    of_entries = frozenset(page.ruled("entry_headline"))
    lines = (line for line in page.labelled(LineLabel.SUBHEADLINE) if line not in of_entries)
    standfirst = next(lines, None)
    if standfirst is not None:
        return stated(standfirst, otherwise=_NO_STANDFIRST)
    return from_metadata(_description(page), otherwise=_NO_STANDFIRST)


def _description(page: ArticlePage) -> str | None:
    """What the metadata describe the article with, unless it is cut or copied from the page."""
    description = plain(page.metadata.description, _LONGEST_STANDFIRST)
    if description is None or description.endswith(_CUT_OFF):
        return None
    key = title_key(description)
    copied = (page.text, page.metadata.title or "")
    return None if any(key in title_key(text) for text in copied) else description
