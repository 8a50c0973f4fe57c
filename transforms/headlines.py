"""Where an article's headline, standfirst and section stand, if the page has them.

Every line above the body, and a first body line that does not end as a sentence, could be the
headline. A weighted sum of what speaks for each of them decides; if it is below zero for all,
the page has none. The weights are those of a conditional logistic regression on development pages,
in which a page whose headline is taken away is an example of a page without one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transforms.records import LABELS

_BODY, _OTHER, _SECTION, _BYLINE, _DATE = (
    LABELS.index(n) for n in ("body", "other", "section", "byline", "date")
)
_HEADLINE_LABELS = frozenset(
    LABELS.index(name)
    for name in ("body", "other", "navigation", "section", "related_headline", "related_teaser")
)
_RELATED = frozenset(LABELS.index(name) for name in ("related_headline", "related_teaser"))
_STANDFIRST_LABELS = frozenset(
    LABELS.index(name) for name in ("body", "other", "related_headline", "related_teaser")
)
_SENTENCE_END = re.compile(r"[.…!?:;。！？]['\"”’»)\]]*$")
_WORD = re.compile(r"\w{4,}")
_OPENING_MARKS = "“\"'‘«„[¿¡("
# Candidates are read closely if they are this near the body or the line model likes them best.
_NEAREST = 12
_LIKELIEST = 6
_LOOK_AHEAD = 3
_SHORT_HEADER = 4
_LONG_LINE = 100
_LONGEST = 300

FEATURES = (
    "bias",
    "model_odds",
    "body_overlap",
    "said_again",
    "byline_follows",
    "distance",
    "has_bullet",
    "is_short",
    "is_long",
    "one_word",
    "ends_like_sentence",
    "is_leading_body",
    "opens_long_header",
    "opens_short_header",
    "is_related",
    "is_furniture",
    "stands_alone",
)
_WEIGHTS = np.array(
    (
        -1.0,
        0.75,
        2.8,
        0.6,
        1.0,
        -0.03,
        -1.4,
        -0.5,
        -1.2,
        -0.5,
        -3.0,
        -0.5,
        0.8,
        0.6,
        -0.05,
        -0.1,
        1.6,
    )
)


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
    places = np.flatnonzero(label[document.start : document.stop] == _BODY) + document.start
    if not len(places):
        return Header(None, None, (), range(document.start, document.start))
    leading = _leading_titles(texts, places)
    body = range(int(places[len(leading)]), int(places[-1]) + 1)
    above = [p for p in range(document.start, body.start) if texts[p]]
    found = candidates(texts, keys, label, headline_score, document, body, above, leading)
    scores = found.features @ _WEIGHTS
    if not len(scores) or scores.max() < 0:
        return Header(None, None, (), range(int(places[0]), body.stop))
    headline = found.places[int(scores.argmax())]
    key = keys[headline]
    repeats = tuple(p for p in document if p != headline and keys[p] == key and label[p] != _BODY)
    return Header(
        headline=headline,
        section=_section(label, [p for p in above if p < headline and p not in repeats]),
        repeats=repeats,
        body=body,
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
    body_words = frozenset(_WORD.findall(" ".join(keys[body.start : body.stop][:40])))
    odds = np.log((headline_score[possible] + 0.002) / (1.002 - headline_score[possible]))
    rows = []
    for place, own_odds in zip(possible, odds.tolist(), strict=True):
        text, key = texts[place], keys[place]
        words = frozenset(_WORD.findall(key))
        follows = [label[p] for p in above[len(above) - rank[place] :][:3]]
        length = len(text)
        rows.append(
            (
                1.0,
                own_odds,
                len(words & body_words) / len(words) if words else 0.0,
                float(length > 15 and whole.count(key) > 1),
                float(any(code in (_BYLINE, _DATE) for code in follows)),
                float(np.log1p(rank[place])),
                float(not text[0].isalnum() and text[0] not in _OPENING_MARKS),
                float(length < 20),
                float(length > 130),
                float(" " not in text),
                float(text[-1] in ".;:,"),
                float(place in leading),
                float(place == above[0] and len(above) > _SHORT_HEADER),
                float(place == above[0] and len(above) <= _SHORT_HEADER),
                float(label[place] in _RELATED),
                float(label[place] not in (_OTHER, _BODY) and label[place] not in _RELATED),
                float(_stands_alone(texts, label, document, place)),
            )
        )
    return Candidates(tuple(possible), np.array(rows))


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
            return place
    return None


def _section(label: NDArray[np.int8], above: Sequence[int]) -> int | None:
    """The line right above the headline, if it is the name of a section."""
    return above[-1] if above and label[above[-1]] == _SECTION else None


def _leading_titles(texts: Sequence[str], places: NDArray[np.intp]) -> list[int]:
    """The first body lines that do not end as sentences do, though most of the body does."""
    ends = [_SENTENCE_END.search(texts[p][-4:]) is not None for p in places.tolist()]
    if sum(ends) < 0.6 * len(ends):
        return []
    leading: list[int] = []
    for place, is_sentence in zip(places[:_LOOK_AHEAD].tolist(), ends, strict=False):
        if is_sentence or len(texts[place]) > _LONGEST:
            break
        leading.append(place)
    return leading if len(leading) < len(places) else []
