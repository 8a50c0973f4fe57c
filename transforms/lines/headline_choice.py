"""Which of the lines above an article's body is its headline, if any is.

Every line above the body, and a first body line that does not end as a sentence, could be the
headline. A weighted sum of what speaks for each of them decides; if it is below zero for all,
the page has none. The weights are those of a conditional logistic regression on development pages,
rounded; pages whose headline was taken away were its examples of pages without one.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.label_codes import LABEL_CODES, label_codes
from dateline.transforms.lines.model import LineScores
from dateline.transforms.lines.shapes import is_stamp
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.text.bylines import read_byline
from dateline.transforms.text.dates import date_words, find_dates, words_in
from dateline.transforms.text.outlets import names_outlet
from dateline.transforms.text.scripts import count_words
from dateline.transforms.text.titles import NO_CLUES, TitleClues

_SECTION = LABEL_CODES[LineLabel.SECTION]
_HEADLINE_LABELS = label_codes(
    LineLabel.BODY,
    LineLabel.OTHER,
    LineLabel.NAVIGATION,
    LineLabel.SECTION,
    LineLabel.RELATED_HEADLINE,
    LineLabel.RELATED_TEASER,
)
_TEXT_LABELS = label_codes(
    LineLabel.BODY, LineLabel.OTHER, LineLabel.RELATED_HEADLINE, LineLabel.RELATED_TEASER
)
_ABOUT_ARTICLE = label_codes(LineLabel.BYLINE, LineLabel.DATE)
_NEVER_HEADLINE_LABELS = _ABOUT_ARTICLE | label_codes(
    LineLabel.SHARE, LineLabel.SUBSCRIBE, LineLabel.LEGAL
)
_STAMPED_TIME = re.compile(r"(?<![\d:])\d{1,2}:\d\d(?!\d)")
_LONG_WORD = re.compile(r"\w{4,}")
_ENTRY_MARKS = "•▪◦●∙►▸‣"
_ENTRY_NUMBER = re.compile(r"\d{1,2}[.)]\s")
_UNSPACED_LETTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_OPENING_MARKS = "“\"'‘«„[¿¡("
_LONG_LINE = 100
# Candidates are read closely if they are this near the body or the line model likes them best.
_NEAREST = 12
_LIKELIEST = 6
_LOOK_AHEAD = 3
_STEM_LENGTH = 5
_FEWEST_STEMS = 3
_SHORT_HEADER = 4
_LONGEST_NAMES = 60
# The key of a shorter line ends others by chance.
_LEAST_REPEATED = 8
# A line that shares less with the page's address shares it by chance.
_LEAST_LIKENESS = 0.3
# A first line of three words may be a headline; of fewer, it is the name of something.
_LEAST_SPACES = 2
# The first lines of a body that a headline is compared with.
_COMPARED_LINES = 40

_WEIGHTS: Mapping[str, float] = {
    "bias": -1.5,
    "model_odds": 0.8,
    "body_overlap": 3.0,
    "few_stems_overlap": -1.0,
    "said_again": 0.6,
    "byline_follows": 1.3,
    "has_bullet": -1.3,
    "is_short": -1.4,
    "is_long": -1.9,
    "one_word": -0.8,
    "ends_like_sentence": -2.9,
    "is_leading_body": 0.8,
    "opens_long_header": -0.1,
    "opens_short_header": -0.5,
    "opens_with_words": 0.8,
    "opens_bylined_header": 0.7,
    "opens_as_name": 3.0,
    "opens_below_name": 0.8,
    "is_boilerplate": -1.5,
    "stands_alone": 3.2,
    "section_above": 0.6,
    "text_follows": 1.0,
    "ends_line_above": 2.0,
    "address_likeness": 10.0,
    "is_inside": -4.0,
}
# A title right above the best one at nearly its score is the headline, and that one its standfirst.
_STANDFIRST_MARGIN = 1.5


@dataclass(frozen=True)
class PageTop:
    """A page as far as its headline may be looked for.

    `indices` are its lines, `above` those that are not blank from its first one to the last that
    could be the headline, `leading` the body lines among them, and `body` what is left of the body.
    `inside` are lines below the beginning of `body` that the address speaks for: a box above the
    article may have been taken for text.
    """

    draft: DraftLabels
    indices: range
    above: Sequence[int]
    leading: Sequence[int]
    inside: Sequence[int]
    body: range

    @cached_property
    def rank(self) -> Mapping[int, int]:
        """The position of each line in `above`."""
        return {index: rank for rank, index in enumerate(self.above)}

    @cached_property
    def is_long(self) -> bool:
        """Whether more than a few lines stand above the body."""
        start = self.leading[0] if self.leading else self.body.start
        return bisect_left(self.above, start) > _SHORT_HEADER

    def lines_below(self, index: int) -> Sequence[int]:
        """The next few lines that are not blank."""
        near = range(index + 1, min(index + 1 + 2 * _LOOK_AHEAD, self.indices.stop))
        return self.draft.filled(near)[:_LOOK_AHEAD]

    @cached_property
    def about(self) -> Sequence[bool]:
        """Whether each line of `above` says who wrote the article, or when."""
        label, texts = self.draft.label, self.draft.texts
        return [
            label[i] in _ABOUT_ARTICLE
            or is_stamp(texts[i])
            or (not self.is_long and len(texts[i]) <= _LONGEST_NAMES and _holds_names(texts[i]))
            for i in self.above
        ]


def _holds_names(text: str) -> bool:
    byline = read_byline(text)
    return byline is not None and bool(byline.names)


def choose_headline(
    top: PageTop, line_scores: LineScores, clues: TitleClues = NO_CLUES
) -> int | None:
    """The candidate that most speaks for; None if too little speaks for any.

    Args:
        top: The page above its text.
        line_scores: The line model's scores.
        clues: What tells the title beside the page's text.
    """
    candidates = _candidates(top, line_scores.headline)
    if not candidates:
        return None
    features = _features(top, candidates, line_scores, clues)
    scores = features @ np.array(list(_WEIGHTS.values()))
    if scores.max() < 0:
        return _only_title_above_stamp(top, candidates)
    best = int(scores.argmax())
    while best and _is_title_right_above(top, candidates[best - 1], candidates[best]):
        if scores[best - 1] < scores[best] - _STANDFIRST_MARGIN:
            break
        best -= 1
    return candidates[best]


def _only_title_above_stamp(top: PageTop, candidates: Sequence[int]) -> int | None:
    """The one candidate with the shape of a title that a byline or date stands right below.

    In languages that the line model was hardly taught, it holds no line to be a headline.
    """
    titles = [
        index
        for index in candidates
        if top.draft.label[index] in _TEXT_LABELS
        and _is_title(top.draft.texts[index])
        and any(top.about[top.rank[index] + 1 : top.rank[index] + 2])
    ]
    return titles[0] if len(titles) == 1 else None


def _candidates(top: PageTop, headline_score: NDArray[np.float32]) -> list[int]:
    """The lines above the body that could be the headline, from the top down."""
    label, texts = top.draft.label, top.draft.texts
    possible = [
        index
        for index in (*top.above[: bisect_left(top.above, top.body.start)], *top.inside)
        if label[index] in _HEADLINE_LABELS
        or (len(texts[index]) > 40 and label[index] not in _NEVER_HEADLINE_LABELS)
    ]
    possible = [index for index in possible if not _is_never_headline(top, index)]
    if len(possible) <= _NEAREST + _LIKELIEST:
        return possible
    far = possible[:-_NEAREST]
    best = np.argsort(-headline_score[far], kind="stable")[:_LIKELIEST]
    return sorted(far[rank] for rank in best) + possible[-_NEAREST:]


def _is_never_headline(top: PageTop, index: int) -> bool:
    """Whether a line is an entry of a list, a date, or marks without words."""
    text = top.draft.texts[index]
    if text[0] in _ENTRY_MARKS or not any(map(str.isalpha, text)):
        return True
    if _ENTRY_NUMBER.match(text):
        # `15. Forum of the Harbours` stands alone; entries of a list stand among others.
        rank = top.rank[index]
        around = (*top.above[max(rank - 1, 0) : rank], *top.above[rank + 1 : rank + 2])
        return any(_ENTRY_NUMBER.match(top.draft.texts[i]) for i in around)
    return _is_time_stamp(text)


def _is_time_stamp(text: str) -> bool:
    """Whether a line says a day and nothing else, or the time, too: `Politics 2 May 2024 10:15`."""
    if len(text) >= _LONG_LINE or not any(map(str.isdigit, text)):
        return False
    return _is_date(text) or (_STAMPED_TIME.search(text) is not None and any(find_dates(text)))


def _is_date(text: str) -> bool:
    """Whether a line says a day and nothing else."""
    rest, behind = [], 0
    for mention in find_dates(text):
        rest.append(text[behind : mention.start])
        behind = mention.end
    words = words_in(" ".join([*rest, text[behind:]]).casefold())
    return behind > 0 and all(word in date_words() for word in words)


def _features(
    top: PageTop, candidates: Sequence[int], scores: LineScores, clues: TitleClues
) -> NDArray[np.float64]:
    """What speaks for and against each candidate: one row each, in the order of the weights."""
    keys = top.draft.keys
    page = "\n".join(keys[top.indices.start : top.indices.stop])
    body_stems = _stems(" ".join(keys[top.body.start : top.body.stop][:_COMPARED_LINES]))
    score = scores.headline[list(candidates)]
    odds = np.log((score + 0.002) / (1.002 - score))
    rows = []
    for index, own_odds in zip(candidates, odds.tolist(), strict=True):
        features = {
            "bias": 1.0,
            "model_odds": own_odds,
            **_wording(top.draft.texts[index], keys[index], page, body_stems),
            **_position(top, index),
            "text_follows": max(map(scores.body.item, top.lines_below(index)), default=0.0),
            "address_likeness": max(clues.likeness(top.draft.texts[index]) - _LEAST_LIKENESS, 0.0),
        }
        rows.append([features[name] for name in _WEIGHTS])
    return np.array(rows, dtype=np.float64)


def _wording(text: str, key: str, page: str, body_stems: frozenset[str]) -> dict[str, float]:
    stems = _stems(key)
    is_unspaced = _UNSPACED_LETTER.search(text) is not None
    overlap = len(stems & body_stems) / len(stems) if stems else 0.0
    return {
        "body_overlap": overlap,
        "few_stems_overlap": overlap if len(stems) < _FEWEST_STEMS else 0.0,
        "said_again": len(text) > 15 and page.count(key) > 1,
        "has_bullet": not text[0].isalnum() and text[0] not in _OPENING_MARKS,
        "is_short": len(text) < (10 if is_unspaced else 20),
        "is_long": len(text) > 130,
        "one_word": " " not in text and not is_unspaced,
        "ends_like_sentence": text[-1] in ".;:,。։।۔",
    }


def _position(top: PageTop, index: int) -> dict[str, float]:
    label, rank, text = top.draft.label, top.rank[index], top.draft.texts[index]
    opens_short = rank == 0 and not top.is_long
    below = top.about[rank + 1 : rank + 1 + _LOOK_AHEAD]
    return {
        "byline_follows": any(below),
        "is_leading_body": index in top.leading,
        "opens_long_header": rank == 0 and top.is_long,
        "opens_short_header": opens_short,
        "opens_with_words": opens_short and _has_words(text),
        "opens_bylined_header": opens_short and any(below[:1]),
        "opens_as_name": opens_short and below[:2] == [True, True] and _is_titled(text),
        "opens_below_name": rank == 1
        and not top.is_long
        and _has_words(text)
        and not _has_words(top.draft.texts[top.above[0]]),
        "is_boilerplate": label[index] not in _TEXT_LABELS,
        "stands_alone": _stands_alone(top, index),
        "section_above": rank > 0 and bool(label[top.above[rank - 1]] == _SECTION),
        "ends_line_above": _ends_line_above(top, rank),
        "is_inside": index in top.inside,
    }


def _ends_line_above(top: PageTop, rank: int) -> bool:
    """Whether a line ends one right above, such as `Home > News > Harbour wall falls`."""
    keys = top.draft.keys
    key, above = keys[top.above[rank]], top.above[max(rank - _LOOK_AHEAD, 0) : rank]
    return len(key) >= _LEAST_REPEATED and any(
        len(keys[i]) > len(key) and keys[i].endswith(key) for i in above
    )


def _is_titled(text: str) -> bool:
    """Whether two words may be a headline, and are not the name of an outlet."""
    return text.count(" ") == 1 and not names_outlet(text)


def _has_words(text: str) -> bool:
    """Whether a line has as many words as a headline, and more than a name of something."""
    return text.count(" ") >= _LEAST_SPACES or _UNSPACED_LETTER.search(text) is not None


def _is_title_right_above(top: PageTop, before: int, index: int) -> bool:
    """Whether a candidate is a title with nothing but blanks between it and the next one."""
    return top.rank[index] == top.rank[before] + 1 and _is_title(top.draft.texts[before])


def _is_title(text: str) -> bool:
    """Whether a line has the shape of a headline, this article's or another's."""
    return count_words(text) > 3 and len(text) <= 150 and text[-1] not in ".,;:。։"


def _stems(text: str) -> frozenset[str]:
    """The words of a text without their endings, for any language that has some.

    Where no spaces part the words, every two characters stand for one.
    """
    stems = {word[:_STEM_LENGTH] for word in _LONG_WORD.findall(text)}
    if _UNSPACED_LETTER.search(text):
        stems = {
            first + second for first, second in pairwise(text) if _UNSPACED_LETTER.match(first)
        }
    return frozenset(stems)


def _stands_alone(top: PageTop, index: int) -> bool:
    """Whether no line of a list or a menu touches the line."""
    draft = top.draft
    around = [i for i in (index - 1, index + 1) if i in top.indices]
    return all(
        not draft.texts[i] or draft.has(i, LineLabel.BODY) or len(draft.texts[i]) > _LONG_LINE
        for i in around
    )
