"""Where an article's headline, standfirst and section stand, if the page has them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transforms.records import LABELS

_BODY, _OTHER, _SECTION = (LABELS.index(name) for name in ("body", "other", "section"))
_SENTENCE_END = re.compile(r"[.…!?:;。！？]['\"”’»)\]]*$")
_WORD = re.compile(r"\w{4,}")
_LOOK_BACK = 40
_LOOK_AHEAD = 3
_THRESHOLD = 1.2


@dataclass(frozen=True, slots=True)
class Header:
    """Places of the header's lines in the batch; None for what the page does not have.

    `repeats` are further lines that say the headline again; `body` is the range from the first
    body line to the one past the last, empty on a page without an article.
    """

    headline: int | None
    subheadline: int | None
    section: int | None
    repeats: tuple[int, ...]
    body: range


def find_header(
    texts: Sequence[str], keys: Sequence[str], label: NDArray[np.int8], start: int, end: int
) -> Header:
    """Find the header of the document whose lines are `start` to `end`."""
    places = np.flatnonzero(label[start:end] == _BODY) + start
    if not len(places):
        return Header(None, None, None, (), range(start, start))
    leading = _leading_titles(texts, places)
    first, last = int(places[len(leading)]), int(places[-1]) + 1
    before = [p for p in range(first - 1, start - 1, -1) if texts[p]][:_LOOK_BACK]
    body_words = _words(" ".join(texts[p] for p in places[len(leading) :][:12]))
    best, best_score = None, _THRESHOLD
    for distance, place in enumerate(before):
        if label[place] not in (_OTHER, _BODY) and not len(texts[place]) > 40:
            continue
        score = _headline_score(texts[place], body_words) - 0.05 * distance
        if place in leading:
            score += 0.5 + 0.3 * (place == leading[0])
        if score > best_score:
            best, best_score = place, score
    if best is None:
        return Header(None, None, None, (), range(first, last))
    repeats = tuple(p for p in range(start, end) if p != best and keys[p] == keys[best])
    after = next((p for p in range(best + 1, first) if texts[p] and p not in repeats), None)
    subheadline = None
    if after is not None and label[after] in (_OTHER, _BODY) and 30 <= len(texts[after]) <= 400:
        subheadline = after
    above = next((p for p in range(best - 1, start - 1, -1) if texts[p]), None)
    section = None
    if above is not None and label[above] == _SECTION:
        section = above
    return Header(best, subheadline, section, repeats, range(first, last))


def _leading_titles(texts: Sequence[str], places: NDArray[np.intp]) -> list[int]:
    """The first body lines that do not end as sentences do, though most of the body does."""
    ends = [bool(_SENTENCE_END.search(texts[p][-4:])) for p in places]
    if sum(ends) < 0.6 * len(ends):
        return []
    leading: list[int] = []
    for place, is_sentence in zip(places[:_LOOK_AHEAD], ends, strict=False):
        if is_sentence or len(texts[place]) > 300:
            break
        leading.append(int(place))
    return leading if len(leading) < len(places) else []


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _headline_score(text: str, body_words: frozenset[str]) -> float:
    length = len(text)
    if not 12 <= length <= 300:
        return -9.0
    words = _words(text)
    overlap = len(words & body_words) / len(words) if words else 0.0
    score = 2 * overlap + (0.6 if 30 <= length <= 130 else 0.0)
    if _SENTENCE_END.search(text[-4:]) and text[-1] not in '?!”"':
        score -= 0.7
    if not text[0].isalnum() and text[0] not in "“\"'‘«„[":
        score -= 0.6
    return score + (0.4 if text.count(" ") >= 4 else 0.0)
