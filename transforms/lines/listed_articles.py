"""Pages that list several articles, each with its title, its date or author and its text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.label_codes import label_codes
from dateline.transforms.schema.closed_sets import LineLabel

_FEWEST_ENTRIES = 3
_LONGEST_LISTED_TITLE = 150
_FEWEST_TITLE_WORDS = 3
_LONGEST_STAMP = 120
_SHORTEST_TEXT = 60
# Of the text, so much stands below titles, and no title has more than so much of it.
_MOST_OF_TEXT = 0.9
_LARGEST_SHARE = 0.6
_STAMP_LABELS = label_codes(LineLabel.BYLINE, LineLabel.DATE)
_TITLE_LABELS = label_codes(
    LineLabel.BODY,
    LineLabel.OTHER,
    LineLabel.NAVIGATION,
    LineLabel.HEADLINE,
    LineLabel.RELATED_HEADLINE,
)
_LISTED_TEXT_LABELS = label_codes(LineLabel.BODY, LineLabel.OTHER, LineLabel.RELATED_TEASER)
_CLOSER_LABELS = label_codes(
    LineLabel.COMMENTS,
    LineLabel.SHARE,
    LineLabel.RELATED_HEADING,
    LineLabel.NAVIGATION,
    LineLabel.OTHER,
    LineLabel.TAGS,
)
_BULLET = re.compile(r"[•·*▪■○◦–—-]\s|\d{1,3}[.)]\s")
_NO_TITLE_CLOSE = ".…:;,。"


@dataclass(frozen=True, slots=True)
class _Listed:
    """One listed article: the indices of its title, the stamp below, its text and what follows."""

    title: int
    stamp: int
    text: tuple[int, ...]
    behind: tuple[int, ...]


def label_index(draft: DraftLabels, indices: range) -> tuple[int, ...]:
    """Label the articles that an index lists as teasers, and give the indices of their titles.

    Nothing is labelled, and the result is empty, on a page that is not sure to be one.
    """
    entries = list(_entries(draft, draft.filled(indices)))
    if len(entries) < _FEWEST_ENTRIES or not _is_index(draft, indices, entries):
        return ()
    for index in draft.labelled(indices, LineLabel.BODY):
        draft.give(index, LineLabel.RELATED_TEASER, "index_page")
    for entry in entries:
        draft.give(entry.title, LineLabel.RELATED_HEADLINE, "index_page")
        for index in entry.text:
            draft.give(index, LineLabel.RELATED_TEASER, "index_page")
    return tuple(entry.title for entry in entries)


def _entries(draft: DraftLabels, filled: Sequence[int]) -> Iterator[_Listed]:
    """The titles with a stamp and a text below, in order; each reaches to the next one."""
    starts = [
        rank
        for rank, (above, stamp) in enumerate(pairwise(filled))
        if draft.label[stamp] in _STAMP_LABELS
        and len(draft.texts[stamp]) <= _LONGEST_STAMP
        and may_be_title(draft, above)
    ]
    for rank, end in pairwise([*starts, len(filled)]):
        below = filled[rank + 2 : end]
        text = tuple(index for index in below if _is_text(draft, index))
        if text:
            behind = tuple(i for i in below if i > text[-1])
            yield _Listed(filled[rank], filled[rank + 1], text, behind)


def may_be_title(draft: DraftLabels, index: int) -> bool:
    """Whether a line, by its label so far and its wording, may be the title of an article."""
    text = draft.texts[index]
    return (
        draft.label[index] in _TITLE_LABELS
        and len(text) <= _LONGEST_LISTED_TITLE
        and text.count(" ") + 1 >= _FEWEST_TITLE_WORDS
        and text[-1] not in _NO_TITLE_CLOSE
        and not _BULLET.match(text)
    )


def _is_text(draft: DraftLabels, index: int) -> bool:
    if draft.has(index, LineLabel.BODY):
        return True
    return draft.label[index] in _LISTED_TEXT_LABELS and len(draft.texts[index]) >= _SHORTEST_TEXT


def _is_index(draft: DraftLabels, indices: range, entries: Sequence[_Listed]) -> bool:
    """Whether the entries hold the page's text between them, and all end or begin alike.

    An article with teasers of others below has a heading above those, or bylines among them.
    """
    if not _hold_the_text(draft, indices, entries) or _has_main_entry(draft, entries):
        return False
    closers = _closers(draft, entries)
    if _has_heading_between(draft, entries, closers) or _has_stamp_in_text(draft, entries):
        return False
    return bool(closers) or _begin_alike(draft, entries)


def _length(draft: DraftLabels, indices: Iterable[int]) -> int:
    return sum(len(draft.texts[index]) for index in indices)


def _hold_the_text(draft: DraftLabels, indices: range, entries: Sequence[_Listed]) -> bool:
    """Whether most of the page's text, but for titles, stands in entries."""
    titles = {entry.title for entry in entries}
    inside = {index for entry in entries for index in entry.text}
    body = [index for index in draft.labelled(indices, LineLabel.BODY) if index not in titles]
    whole = _length(draft, body)
    held = _length(draft, (index for index in body if index in inside))
    return whole > 0 and held >= _MOST_OF_TEXT * whole


def _has_main_entry(draft: DraftLabels, entries: Sequence[_Listed]) -> bool:
    """Whether one entry has so much text that it is the article, and the others its teasers."""
    sizes = [_length(draft, entry.text) for entry in entries]
    return max(sizes) > _LARGEST_SHARE * sum(sizes)


def _has_heading_between(
    draft: DraftLabels, entries: Sequence[_Listed], closers: frozenset[str]
) -> bool:
    """Whether a heading of related articles, which closes no entry, stands between entries."""
    between = range(entries[0].title, entries[-1].text[0])
    headings = draft.labelled(between, LineLabel.RELATED_HEADING)
    return any(draft.keys[index] not in closers for index in headings)


def _has_stamp_in_text(draft: DraftLabels, entries: Sequence[_Listed]) -> bool:
    """Whether a byline or a date stands between the lines of an entry's text."""
    return any(
        draft.label[index] in _STAMP_LABELS
        for entry in entries
        for index in range(entry.text[0], entry.text[-1])
    )


def _closers(draft: DraftLabels, entries: Sequence[_Listed]) -> frozenset[str]:
    """The lines, such as `Leave a comment`, that stand behind most entries."""
    counts = Counter(
        key
        for entry in entries
        for key in {draft.keys[i] for i in entry.behind if draft.label[i] in _CLOSER_LABELS}
    )
    return frozenset(key for key, count in counts.items() if count >= max(2, len(entries) - 1))


def _begin_alike(draft: DraftLabels, entries: Sequence[_Listed]) -> bool:
    """Whether the stamps begin with the same word, state a day, and no two are the same."""
    stamps = [draft.keys[entry.stamp] for entry in entries]
    is_dated = all(any(map(str.isdigit, stamp)) for stamp in stamps)
    return (
        is_dated
        and len({stamp.split()[0] for stamp in stamps}) == 1
        and len(set(stamps)) == len(stamps)
    )
