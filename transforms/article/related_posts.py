"""Teasers of other articles: their headlines, first words and ages, out of the labelled lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from dateline.transforms.lines.labels import Labels
from dateline.transforms.lines.splitting import Lines
from dateline.transforms.schema.closed_sets import LABELS, LineLabel
from dateline.transforms.schema.content import RelatedPost
from dateline.transforms.text.page import Page

_HEADLINE, _TEASER, _AGE = (
    LABELS.index(name)
    for name in (LineLabel.RELATED_HEADLINE, LineLabel.RELATED_TEASER, LineLabel.RELATED_AGE)
)


@dataclass(slots=True)
class _Teaser:
    """The lines of one teaser, as indices in the batch."""

    headline: int
    teaser: int | None = None
    age: int | None = None


def find_related_posts(
    pages: Sequence[Page], lines: Lines, labels: Labels
) -> Iterator[RelatedPost]:
    """The teasers of a batch, page by page; each is a related headline and what follows it."""
    related = np.flatnonzero(np.isin(labels.label, (_HEADLINE, _TEASER, _AGE)))
    bounds = np.searchsorted(related, lines.offsets)
    for document, page in enumerate(pages):
        indices = related[bounds[document] : bounds[document + 1]].tolist()
        for position, teaser in enumerate(_group(labels, indices)):
            own = [p for p in (teaser.headline, teaser.teaser, teaser.age) if p is not None]
            first, last = min(own), max(own)
            start = page.text.index(lines.texts[first], int(lines.start[first]))
            end = page.text.index(lines.texts[last], int(lines.start[last]))
            yield RelatedPost(
                document_id=page.document_id,
                position=position,
                headline=lines.texts[teaser.headline],
                teaser=None if teaser.teaser is None else lines.texts[teaser.teaser],
                age_text=None if teaser.age is None else lines.texts[teaser.age],
                start=start,
                end=end + len(lines.texts[last]),
            )


def _group(labels: Labels, indices: Sequence[int]) -> list[_Teaser]:
    teasers: list[_Teaser] = []
    for index in indices:
        label = labels.label[index]
        if label == _HEADLINE:
            teasers.append(_Teaser(index))
        elif teasers and label == _TEASER and teasers[-1].teaser is None:
            teasers[-1].teaser = index
        elif teasers and label == _AGE and teasers[-1].age is None:
            teasers[-1].age = index
    return teasers
