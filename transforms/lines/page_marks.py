"""Lines between the paragraphs that mark a page's parts: times of entries, counters of pictures."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.shapes import is_clock_line, picture_count

# So many counters of the same number of pictures belong to one gallery.
_COUNTERS_TOGETHER = 2
_COUNTERS_OF_GALLERY = 3
_LINES_A_PICTURE = 4
_LONGEST_MARK = 30
_TWO_NUMBERS = re.compile(r"\d\D{1,8}\d")


def label_marks(draft: DraftLabels, indices: range) -> None:
    """Label the times above entries and the counters beside pictures that were taken for text."""
    body = draft.labelled(indices, "body")
    counters = sorted(picture_counters(draft.texts, indices))
    are_counters = frozenset(counters)
    for index in body:
        if len(draft.texts[index]) > _LONGEST_MARK:
            continue
        if index in are_counters:
            draft.give(index, "navigation", "counter_shape")
        elif is_clock_line(draft.texts[index]):
            draft.give(index, "date", "clock_shape")
    if len(counters) >= _COUNTERS_OF_GALLERY:
        _label_gallery(draft, indices, counters)


def _label_gallery(draft: DraftLabels, indices: range, counters: Sequence[int]) -> None:
    """Let the captions beside the counters be the text of a page that has hardly any other."""
    end = min(counters[-1] + _LINES_A_PICTURE, indices.stop)
    beside = range(max(counters[0] - _LINES_A_PICTURE, indices.start), end)
    captions = draft.labelled(beside, "caption")
    body = draft.labelled(indices, "body")
    if 2 * sum(len(draft.texts[i]) for i in body) < sum(len(draft.texts[i]) for i in captions):
        for index in captions:
            draft.give(index, "body", "gallery_caption")


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
