"""Lines between the paragraphs that mark a page's parts: times of entries, counters of pictures."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.label_codes import label_codes
from dateline.transforms.lines.shapes import is_clock_line, picture_count
from dateline.transforms.schema.closed_sets import LineLabel

# So many counters of the same number of pictures belong to one gallery.
_COUNTERS_TOGETHER = 2
_COUNTERS_OF_GALLERY = 3
_LINES_A_PICTURE = 4
_LONGEST_MARK = 30
# So many times of day head the entries of a live blog; a title stands within so many lines.
_TIMES_OF_BLOG, _LINES_AN_ENTRY = 3, 6
_LONGEST_ENTRY_HEADLINE = 120
_MARK_LABELS = label_codes(LineLabel.BODY, LineLabel.OTHER)
_NO_TITLE_MARKS = '.…:;,"”»'
_TWO_NUMBERS = re.compile(r"\d\D{1,8}\d")


def label_marks(draft: DraftLabels, indices: range) -> None:
    """Label the times above entries and the counters beside pictures that were taken for text."""
    body = draft.labelled(indices, LineLabel.BODY)
    counters = sorted(picture_counters(draft.texts, indices))
    are_counters = frozenset(counters)
    clocks = []
    for index in body:
        if len(draft.texts[index]) > _LONGEST_MARK:
            continue
        if index in are_counters:
            draft.give(index, LineLabel.NAVIGATION, "counter_shape")
        elif is_clock_line(draft.texts[index]):
            draft.give(index, LineLabel.DATE, "clock_shape")
            clocks.append(index)
    if len(clocks) >= _TIMES_OF_BLOG:
        _label_entry_headlines(draft, indices, clocks)
    if len(counters) >= _COUNTERS_OF_GALLERY:
        _label_gallery(draft, indices, counters)


def _label_entry_headlines(draft: DraftLabels, indices: range, clocks: Sequence[int]) -> None:
    """Label the titles of the entries under the times of a live blog."""
    for clock in clocks:
        below = draft.filled(range(clock + 1, min(clock + _LINES_AN_ENTRY, indices.stop)))
        if len(below) > 1 and _is_entry_headline(draft, *below[:2]):
            draft.give(below[0], LineLabel.SUBHEADLINE, "entry_headline")


def _is_entry_headline(draft: DraftLabels, index: int, after: int) -> bool:
    """Whether a line is a title, and the one after it the text of the same entry."""
    text = draft.texts[index]
    return (
        draft.label[index] in _MARK_LABELS
        and len(text) <= _LONGEST_ENTRY_HEADLINE
        and text[-1] not in _NO_TITLE_MARKS
        and draft.has(after, LineLabel.BODY)
        and len(draft.texts[after]) > len(text)
    )


def _label_gallery(draft: DraftLabels, indices: range, counters: Sequence[int]) -> None:
    """Let the captions beside the counters be the text of a page that has hardly any other."""
    end = min(counters[-1] + _LINES_A_PICTURE, indices.stop)
    beside = range(max(counters[0] - _LINES_A_PICTURE, indices.start), end)
    captions = draft.labelled(beside, LineLabel.CAPTION)
    body = draft.labelled(indices, LineLabel.BODY)
    if 2 * sum(len(draft.texts[i]) for i in body) < sum(len(draft.texts[i]) for i in captions):
        for index in captions:
            draft.give(index, LineLabel.BODY, "gallery_caption")


def picture_counters(texts: Sequence[str], indices: range) -> Iterator[int]:
    """The indices of the lines that count pictures: by the word, or as one of several."""
    # Two numbers in a short line: most lines are neither, and are told so at once.
    counts = {
        index: count
        for index in indices
        if 0 < len(texts[index]) <= _LONGEST_MARK
        and _TWO_NUMBERS.search(texts[index])
        and (count := picture_count(texts[index]))
    }
    totals = Counter(total for total, _ in counts.values())
    for index, (total, is_said) in counts.items():
        if is_said or totals[total] >= _COUNTERS_TOGETHER:
            yield index
