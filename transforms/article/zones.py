"""Where a page says who wrote its article and when: near the headline and the body."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from dateline.transforms.lines.header import Header
from dateline.transforms.lines.label_codes import label_codes
from dateline.transforms.lines.labels import Labels
from dateline.transforms.schema.closed_sets import LineLabel

# How many lines from the headline and the body a byline or a date still is the article's own.
_ZONE_REACH = 8
# Beyond these, a page speaks of other articles; below the text, of its readers, too.
_OTHER_ARTICLES = label_codes(LineLabel.RELATED_HEADING, LineLabel.RELATED_HEADLINE)
_ELSEWHERE = _OTHER_ARTICLES | label_codes(LineLabel.COMMENTS)


@dataclass(frozen=True, slots=True)
class Zones:
    """Indices of the lines around an article's headline and body, blank ones left out.

    `between` runs from the headline to the body, `opening` are the lines among the first
    paragraphs that are no text, `above` go up from the headline and `below` down from the body.
    """

    between: tuple[int, ...]
    opening: tuple[int, ...]
    above: tuple[int, ...]
    below: tuple[int, ...]

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """From the likeliest zone of a byline to the least likely one."""
        return iter((self.between, self.opening, self.above, self.below))


def find_zones(texts: Sequence[str], labels: Labels, indices: range, header: Header) -> Zones:
    """Find the zones of a page.

    Args:
        texts: The lines of the batch.
        labels: Their labels.
        indices: The page's own lines.
        header: Where its headline and its body stand.
    """
    body = header.body
    anchor = body.start if header.headline is None else header.headline
    # The text may begin above its main run: with a note, or a summary before a long list.
    start = next((i for i in range(anchor + 1, body.start) if labels.is_body[i]), body.start)
    between = [i for i in range(anchor + 1, start) if any(map(str.isalnum, texts[i]))]
    if len(between) > 4 * _ZONE_REACH:
        between = [*between[: 2 * _ZONE_REACH], *between[-2 * _ZONE_REACH :]]
    opening = range(start, min(body.stop, start + 2 * _ZONE_REACH))
    above = [i for i in range(anchor - 1, indices.start - 1, -1) if texts[i]][:_ZONE_REACH]
    below = [i for i in range(body.stop, indices.stop) if texts[i]][: 2 * _ZONE_REACH]
    return Zones(
        between=tuple(between),
        opening=tuple(i for i in opening if not labels.is_body[i]),
        above=_own(labels, above, _OTHER_ARTICLES, behind=1),
        below=_own(labels, below, _ELSEWHERE, behind=0),
    )


def _own(
    labels: Labels, zone: Sequence[int], elsewhere: frozenset[int], behind: int
) -> tuple[int, ...]:
    """The lines of a zone as far as it speaks of this article, not of others.

    Above the headline, the date of another article stands between its headline and ours: so
    many lines `behind` the first one about others are left out too.
    """
    own = tuple(takewhile(lambda index: labels.label[index] not in elsewhere, zone))
    return own if len(own) == len(zone) else own[: len(own) - behind]
