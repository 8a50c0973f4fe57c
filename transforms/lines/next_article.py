"""Another article below the text, with its own headline, byline and date."""

from collections.abc import Iterator, Sequence

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.label_codes import label_codes
from dateline.transforms.lines.listed_articles import may_be_title
from dateline.transforms.schema.closed_sets import LineLabel

_STAMP_PAIR = label_codes(LineLabel.BYLINE, LineLabel.DATE)
_LEAST_WORDS_ABOVE = 60
# More articles one below the other are a list or a live blog.
_MOST_BELOW = 2


def label_next_article(draft: DraftLabels, indices: range) -> None:
    """Label the next article as a teaser, on a page whose own text has a byline or a date above."""
    body = draft.labelled(indices, LineLabel.BODY)
    if not body:
        return
    filled = draft.filled(indices)
    is_signed = any(draft.label[i] in _STAMP_PAIR for i in filled if i < body[0])
    titles = list(_titles(draft, filled, body[0]))
    if not is_signed or not 0 < len(titles) <= _MOST_BELOW:
        return
    own = [index for index in body if index < titles[0]]
    if sum(draft.texts[index].count(" ") + 1 for index in own) < _LEAST_WORDS_ABOVE:
        return
    if body[-1] <= titles[-1]:
        return
    for index in body[len(own) :]:
        draft.give(index, LineLabel.RELATED_TEASER, "next_article")
    for title in titles:
        draft.give(title, LineLabel.RELATED_HEADLINE, "next_article")


def _titles(draft: DraftLabels, filled: Sequence[int], start: int) -> Iterator[int]:
    """The lines below the start of the text that a byline and a date follow, in either order."""
    for title, first, second in zip(filled, filled[1:], filled[2:], strict=False):
        stamps = {draft.label[first], draft.label[second]}
        if title > start and stamps == _STAMP_PAIR and may_be_title(draft, title):
            yield title
