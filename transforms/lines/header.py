"""Where an article's headline, standfirst and section stand, if the page has them.

Every line above the body, and a first body line that does not end as a sentence, could be the
headline. A weighted sum of what speaks for each of them decides; if it is below zero for all,
the page has none. The weights are those of a conditional logistic regression on development pages,
rounded; pages whose headline was taken away were its examples of pages without one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transforms.schema.closed_sets import LABELS
from transforms.text.dates import find_dates

_BODY, _OTHER, _SECTION, _BYLINE, _DATE = (
    LABELS.index(n) for n in ("body", "other", "section", "byline", "date")
)
_HEADLINE_LABELS = frozenset(
    LABELS.index(name)
    for name in ("body", "other", "navigation", "section", "related_headline", "related_teaser")
)
_RELATED = frozenset(LABELS.index(name) for name in ("related_headline", "related_teaser"))
_ABOUT_ARTICLE = frozenset((_BYLINE, _DATE))
_STANDFIRST_LABELS = frozenset(
    LABELS.index(name) for name in ("body", "other", "related_headline", "related_teaser")
)
_SENTENCE_END = re.compile(r"[.…!?:;。！？]['\"”’»)\]]*$")
_STATEMENT_END = re.compile(r"[.…:;。]['\"”’»)\]]*$")
_WORD = re.compile(r"\w{4,}")
_OPENING_MARKS = "“\"'‘«„[¿¡("
# Candidates are read closely if they are this near the body or the line model likes them best.
_NEAREST = 12
_LIKELIEST = 6
_LOOK_AHEAD = 3
_STEM = 5
_SHORT_HEADER = 4
_LONG_LINE = 100
_WIDEST_GAP = 4
_MOSTLY = 0.6
_LONGEST = 300

FEATURES = (
    "bias",
    "model_odds",
    "body_overlap",
    "said_again",
    "byline_follows",
    "has_bullet",
    "is_short",
    "is_long",
    "one_word",
    "ends_like_sentence",
    "is_leading_body",
    "opens_long_header",
    "opens_short_header",
    "is_furniture",
    "stands_alone",
    "section_above",
)
_WEIGHTS = np.array(
    [-1.2, 0.8, 3.0, 0.6, 1.3, -1.3, -1.7, -1.9, -0.8, -2.9, 0.8, -0.1, -0.5, -1.5, 3.2, 0.6]
)
# A title right above the best one at nearly its score is the headline, and that one its standfirst.
_STANDFIRST_MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class Header:
    """Places of the header's lines in the batch; None for what the page does not have.

    `repeats` are further lines that say the headline again; `body` is the range from the first
    body line to the one past the last, empty on a page without an article.
    """

    headline: int | None
    section: int | None
    repeats: tuple[int, ...]
    body: range


@dataclass(frozen=True, slots=True)
class Candidates:
    """Lines that could be the headline: their places, and a row of `FEATURES` for each."""

    places: tuple[int, ...]
    features: NDArray[np.float64]


def find_header(
    texts: Sequence[str],
    keys: Sequence[str],
    label: NDArray[np.int8],
    headline_score: NDArray[np.float32],
    document: range,
) -> Header:
    """Find the header of the document whose lines are at the places of the range `document`.

    Args:
        texts: The lines of the batch.
        keys: The same lines as `phrases.line_keys` gives them.
        label: Their labels so far.
        headline_score: How likely the line model holds each to be a headline, from 0 to 1.
        document: The places of the document's lines.
    """
    places = (
        np.flatnonzero(label[document.start : document.stop] == _BODY) + document.start
    ).tolist()
    if not places:
        return Header(None, None, (), range(document.start, document.start))
    main = _main_run(texts, places, document)
    leading = _leading_titles(texts, main)
    stop = leading[-1] + 1 if leading else main[0]
    above = [p for p in range(document.start, stop) if texts[p]]
    body = range(main[len(leading)], places[-1] + 1)
    found = candidates(texts, keys, label, headline_score, document, body, above, leading)
    scores = found.features @ _WEIGHTS
    if not len(scores) or scores.max() < 0:
        return Header(None, None, (), range(main[0], body.stop))
    best = int(scores.argmax())
    while best and _is_right_above(found.places, best, above, texts):
        if scores[best - 1] < scores[best] - _STANDFIRST_MARGIN:
            break
        best -= 1
    headline = found.places[best]
    key = keys[headline]
    repeats = tuple(p for p in document if p != headline and keys[p] == key and label[p] != _BODY)
    return Header(
        headline=headline,
        section=_section(label, [p for p in above if p < headline and p not in repeats]),
        repeats=repeats,
        body=range(_start_below(texts, label, main, leading, headline), body.stop),
    )


def candidates(
    texts: Sequence[str],
    keys: Sequence[str],
    label: NDArray[np.int8],
    headline_score: NDArray[np.float32],
    document: range,
    body: range,
    above: Sequence[int],
    leading: Sequence[int],
) -> Candidates:
    """Describe the lines above the body that could be the headline."""
    possible = [
        p
        for p in above
        if label[p] in _HEADLINE_LABELS or (len(texts[p]) > 40 and label[p] not in (_BYLINE, _DATE))
    ]
    if len(possible) > _NEAREST + _LIKELIEST:
        far = possible[:-_NEAREST]
        best = np.argsort(-headline_score[far], kind="stable")[:_LIKELIEST]
        possible = sorted(far[i] for i in best) + possible[-_NEAREST:]
    if not possible:
        return Candidates((), np.zeros((0, len(FEATURES))))
    rank = {p: len(above) - 1 - i for i, p in enumerate(above)}
    whole = "\n".join(keys[document.start : document.stop])
    body_words = _stems(" ".join(keys[body.start : body.stop][:40]))
    odds = np.log((headline_score[possible] + 0.002) / (1.002 - headline_score[possible]))
    dated = {
        p
        for p in possible
        if any(label[q] in _ABOUT_ARTICLE for q in above[len(above) - rank[p] :][:3])
    }
    alone = {p for p in possible if _stands_alone(texts, label, document, p)}
    rows = []
    for place, own_odds in zip(possible, odds.tolist(), strict=True):
        text, key = texts[place], keys[place]
        words = _stems(key)
        length = len(text)
        rows.append(
            (
                1.0,
                own_odds,
                len(words & body_words) / len(words) if words else 0.0,
                float(length > 15 and whole.count(key) > 1),
                float(place in dated),
                float(not text[0].isalnum() and text[0] not in _OPENING_MARKS),
                float(length < 20),
                float(length > 130),
                float(" " not in text),
                float(text[-1] in ".;:,"),
                float(place in leading),
                float(place == above[0] and len(above) > _SHORT_HEADER),
                float(place == above[0] and len(above) <= _SHORT_HEADER),
                float(label[place] not in (_OTHER, _BODY) and label[place] not in _RELATED),
                float(place in alone),
                float(any(label[q] == _SECTION for q in above[: -rank[place] - 1][-1:])),
            )
        )
    return Candidates(tuple(possible), np.array(rows))


def _is_right_above(
    places: Sequence[int], best: int, above: Sequence[int], texts: Sequence[str]
) -> bool:
    """Whether the candidate before the best one is a title with nothing but blanks between."""
    before = places[best - 1]
    return _is_title(texts[before]) and above.index(places[best]) == above.index(before) + 1


def _is_title(text: str) -> bool:
    """Whether a line has the shape of a headline, this article's or another's."""
    return text.count(" ") >= 3 and len(text) <= 150 and text[-1] not in ".,;:"


def _stems(text: str) -> frozenset[str]:
    """The words of a text without their endings, for any language that has some."""
    return frozenset(word[:_STEM] for word in _WORD.findall(text))


def _stands_alone(
    texts: Sequence[str], label: NDArray[np.int8], document: range, place: int
) -> bool:
    """Whether no line of a list or a menu touches the line."""
    around = [p for p in (place - 1, place + 1) if p in document]
    return all(not texts[p] or label[p] == _BODY or len(texts[p]) > _LONG_LINE for p in around)


def find_standfirst(
    texts: Sequence[str], label: NDArray[np.int8], headline: int, body: range
) -> int | None:
    """The place of the first long line under the headline, before any byline or date."""
    below = [p for p in range(headline + 1, body.start) if texts[p]]
    for place in below[:_LOOK_AHEAD]:
        if label[place] not in _STANDFIRST_LABELS:
            return None
        if 30 <= len(texts[place]) <= 400:
            is_signed = len(texts[place]) < _LONG_LINE and any(find_dates(texts[place]))
            return None if is_signed else place
    return None


def _section(label: NDArray[np.int8], above: Sequence[int]) -> int | None:
    """The line right above the headline, if it is the name of a section."""
    return above[-1] if above and label[above[-1]] == _SECTION else None


def _main_run(texts: Sequence[str], places: Sequence[int], document: range) -> list[int]:
    """The body lines from the start of their main run on.

    A few lines of furniture, far above the article, may be taken for text: a run ends where more
    than a few other lines follow it, and the run with the most characters is the main one.
    """
    rank = np.cumsum([bool(texts[p]) for p in document])
    runs: list[list[int]] = [[]]
    for place in places:
        if runs[-1]:
            gap = rank[place - document.start] - rank[runs[-1][-1] - document.start] - 1
            if gap > _WIDEST_GAP:
                runs.append([])
        runs[-1].append(place)
    main = max(runs, key=lambda run: sum(len(texts[p]) for p in run))
    return [p for p in places if p >= main[0]]


def _leading_titles(texts: Sequence[str], main: Sequence[int]) -> list[int]:
    """The first body lines, as long as they could be a headline or a standfirst."""
    leading: list[int] = []
    for place in main[: min(_LOOK_AHEAD, len(main) - 1)]:
        if _STATEMENT_END.search(texts[place][-4:]) or len(texts[place]) > _LONGEST:
            break
        leading.append(place)
    return leading


def _start_below(
    texts: Sequence[str],
    label: NDArray[np.int8],
    main: Sequence[int],
    leading: Sequence[int],
    headline: int,
) -> int:
    """Where the text begins below the headline, standfirsts left out.

    A standfirst stands above the byline; and where a body is made of sentences, a first line that
    does not end as one is a standfirst too.
    """
    below = [p for p in range(headline + 1, main[-1]) if texts[p]][: _LOOK_AHEAD + 1]
    byline = max((p for p in below if label[p] in _ABOUT_ARTICLE), default=headline)
    of_sentences = sum(_ends_like_sentence(texts[p]) for p in main) >= _MOSTLY * len(main)
    standfirsts = [p for p in leading if of_sentences and not _ends_like_sentence(texts[p])]
    return next(p for p in main if p > byline and p not in standfirsts)


def _ends_like_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-4:]) is not None
