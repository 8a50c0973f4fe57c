"""Where an article's headline, standfirst and section stand, if the page has them.

Every line above the body, and a first body line that does not end as a sentence, could be the
headline. A weighted sum of what speaks for each of them decides; if it is below zero for all,
the page has none. The weights are those of a conditional logistic regression on development pages,
rounded; pages whose headline was taken away were its examples of pages without one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.label_codes import LABEL_CODES, label_codes
from dateline.transforms.text.dates import date_words, find_dates, words_in
from dateline.transforms.text.titles import states_title, title_key

_SECTION = LABEL_CODES["section"]
_HEADLINE_LABELS = label_codes(
    "body", "other", "navigation", "section", "related_headline", "related_teaser"
)
_TEXT_LABELS = label_codes("body", "other", "related_headline", "related_teaser")
_ABOUT_ARTICLE = label_codes("byline", "date")
_NEVER_HEADLINE_LABELS = _ABOUT_ARTICLE | label_codes("share", "subscribe", "legal")
_SENTENCE_CLOSE = re.compile(r"[.…!?:;。！？]['\"”’»)\]]*$")
_STATEMENT_CLOSE = re.compile(r"[.…:;。]['\"”’»)\]]*$")
_STAMPED_TIME = re.compile(r"(?<![\d:])\d{1,2}:\d\d(?!\d)")
_LONG_WORD = re.compile(r"\w{4,}")
_ENTRY_MARKS = "•▪◦●∙►▸‣"
_ENTRY_NUMBER = re.compile(r"\d{1,2}[.)]\s")
_UNSPACED_LETTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_OPENING_MARKS = "“\"'‘«„[¿¡("
# Candidates are read closely if they are this near the body or the line model likes them best.
_NEAREST = 12
_LIKELIEST = 6
_LOOK_AHEAD = 3
_STEM_LENGTH = 5
_SHORT_HEADER = 4
_TITLE_BAR = re.compile(r"\s[|–—-]\s")
_LEAST_TITLE = 30
# A first line of three words may be a headline; of fewer, it is the name of something.
_LEAST_SPACES = 2
_LONG_LINE = 100
_WIDEST_GAP = 4
_MOSTLY = 0.6
_LONGEST_LEADING_TITLE = 300
# The first lines of a body that a headline is compared with.
_COMPARED_LINES = 40

_WEIGHTS: Mapping[str, float] = {
    "bias": -1.0,
    "model_odds": 0.8,
    "body_overlap": 3.0,
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
    "is_boilerplate": -1.5,
    "stands_alone": 3.2,
    "section_above": 0.6,
}
# A title right above the best one at nearly its score is the headline, and that one its standfirst.
_STANDFIRST_MARGIN = 1.5


@dataclass(frozen=True, slots=True)
class Header:
    """Indices of the header's lines in the batch; None for what the page does not have.

    `repeats` are further lines that say the headline again; `body` is the range from the first
    body line to the one past the last, empty on a page without an article. `listed` are the titles
    on an index of articles, which has no article of its own.
    """

    headline: int | None
    section: int | None
    repeats: tuple[int, ...]
    body: range
    listed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _PageTop:
    """A page as far as its headline may be looked for.

    `indices` are its lines, `above` those that are not blank from its first one to the last that
    could be the headline, `leading` the body lines among them, and `body` what is left of the body.
    """

    draft: DraftLabels
    indices: range
    above: Sequence[int]
    leading: Sequence[int]
    body: range


def find_header(
    draft: DraftLabels,
    headline_score: NDArray[np.float32],
    indices: range,
    title: str | None = None,
) -> Header:
    """Find the header of a page.

    Args:
        draft: The lines of the batch and their labels so far.
        headline_score: How likely the line model holds each to be a headline, from 0 to 1.
        indices: The page's lines in the batch.
        title: The article's title as its metadata states it: a line that says the same is the
            headline.
    """
    body = draft.labelled(indices, "body")
    if not body:
        return Header(None, None, (), range(indices.start, indices.start))
    main = _main_run(draft.texts, body, indices)
    leading = _leading_titles(draft.texts, main)
    top = _PageTop(
        draft=draft,
        indices=indices,
        above=draft.filled(range(indices.start, leading[-1] + 1 if leading else main[0])),
        leading=leading,
        body=range(main[len(leading)], body[-1] + 1),
    )
    headline = _stated_headline(top, headline_score, title) if title else None
    if headline is None and (page_title := _page_title(top)):
        below = replace(top, above=top.above[1:])
        headline = _stated_headline(below, headline_score, page_title)
    if headline is None:
        headline = _choose_headline(top, headline_score)
    if headline is None:
        return Header(None, None, (), range(main[0], top.body.stop))
    key = draft.keys[headline]
    repeats = tuple(
        index
        for index in indices
        if index != headline and draft.keys[index] == key and not draft.has(index, "body")
    )
    return Header(
        headline=headline,
        section=_section(draft, [i for i in top.above if i < headline and i not in repeats]),
        repeats=repeats,
        body=range(_start_below(draft, main, leading, headline), top.body.stop),
    )


def find_standfirst(draft: DraftLabels, headline: int, body: range) -> int | None:
    """The index of the first long line under the headline, before any byline or date."""
    for index in draft.filled(range(headline + 1, body.start))[:_LOOK_AHEAD]:
        if draft.label[index] not in _TEXT_LABELS:
            return None
        text = draft.texts[index]
        if 30 <= len(text) <= 400:
            is_signed = len(text) < _LONG_LINE and any(find_dates(text))
            return None if is_signed else index
    return None


def _page_title(top: _PageTop) -> str | None:
    """The first line, if it reads like a page's title: `Harbour wall falls | The Harbour Post`."""
    first = top.draft.texts[top.above[0]] if top.above else ""
    is_titled = _TITLE_BAR.search(first) is not None and len(first) > _LEAST_TITLE
    return first if is_titled else None


def _stated_headline(top: _PageTop, headline_score: NDArray[np.float32], title: str) -> int | None:
    """The line that says most of a title; of several, the likeliest. None where no line says it."""
    stating = [index for index in top.above if states_title(top.draft.texts[index], title)]
    return max(
        stating,
        key=lambda index: (len(title_key(top.draft.texts[index])), headline_score[index]),
        default=None,
    )


def _choose_headline(top: _PageTop, headline_score: NDArray[np.float32]) -> int | None:
    """The candidate that most speaks for; None if too little speaks for any."""
    candidates = _candidates(top, headline_score)
    if not candidates:
        return None
    scores = _features(top, candidates, headline_score) @ np.array(list(_WEIGHTS.values()))
    if scores.max() < 0:
        return None
    best = int(scores.argmax())
    while best and _is_title_right_above(top, candidates[best - 1], candidates[best]):
        if scores[best - 1] < scores[best] - _STANDFIRST_MARGIN:
            break
        best -= 1
    return candidates[best]


def _candidates(top: _PageTop, headline_score: NDArray[np.float32]) -> list[int]:
    """The lines above the body that could be the headline, from the top down."""
    label, texts = top.draft.label, top.draft.texts
    possible = [
        index
        for index in top.above
        if label[index] in _HEADLINE_LABELS
        or (len(texts[index]) > 40 and label[index] not in _NEVER_HEADLINE_LABELS)
    ]
    possible = [index for index in possible if not _is_never_headline(top, index)]
    if len(possible) <= _NEAREST + _LIKELIEST:
        return possible
    far = possible[:-_NEAREST]
    best = np.argsort(-headline_score[far], kind="stable")[:_LIKELIEST]
    return sorted(far[rank] for rank in best) + possible[-_NEAREST:]


def _is_never_headline(top: _PageTop, index: int) -> bool:
    """Whether a line is an entry of a list, a date, or marks without words."""
    text = top.draft.texts[index]
    if text[0] in _ENTRY_MARKS or not any(map(str.isalpha, text)):
        return True
    if _ENTRY_NUMBER.match(text):
        # `15. Forum of the Harbours` stands alone; entries of a list stand among others.
        rank = top.above.index(index)
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
    top: _PageTop, candidates: Sequence[int], headline_score: NDArray[np.float32]
) -> NDArray[np.float64]:
    """What speaks for and against each candidate: one row each, in the order of the weights."""
    keys = top.draft.keys
    page = "\n".join(keys[top.indices.start : top.indices.stop])
    body_stems = _stems(" ".join(keys[top.body.start : top.body.stop][:_COMPARED_LINES]))
    score = headline_score[list(candidates)]
    odds = np.log((score + 0.002) / (1.002 - score))
    rows = []
    for index, own_odds in zip(candidates, odds.tolist(), strict=True):
        features = {
            "bias": 1.0,
            "model_odds": own_odds,
            **_wording(top.draft.texts[index], keys[index], page, body_stems),
            **_position(top, index),
        }
        rows.append([features[name] for name in _WEIGHTS])
    return np.array(rows, dtype=np.float64)


def _wording(text: str, key: str, page: str, body_stems: frozenset[str]) -> dict[str, float]:
    stems = _stems(key)
    is_unspaced = _UNSPACED_LETTER.search(text) is not None
    return {
        "body_overlap": len(stems & body_stems) / len(stems) if stems else 0.0,
        "said_again": len(text) > 15 and page.count(key) > 1,
        "has_bullet": not text[0].isalnum() and text[0] not in _OPENING_MARKS,
        "is_short": len(text) < (10 if is_unspaced else 20),
        "is_long": len(text) > 130,
        "one_word": " " not in text and not is_unspaced,
        "ends_like_sentence": text[-1] in ".;:,。",
    }


def _position(top: _PageTop, index: int) -> dict[str, float]:
    label, rank, text = top.draft.label, top.above.index(index), top.draft.texts[index]
    has_words = text.count(" ") >= _LEAST_SPACES or _UNSPACED_LETTER.search(text) is not None
    is_long_header = len(top.above) > _SHORT_HEADER
    about = [
        label[i] in _ABOUT_ARTICLE or _is_time_stamp(top.draft.texts[i])
        for i in top.above[rank + 1 : rank + 4]
    ]
    return {
        "byline_follows": any(about),
        "is_leading_body": index in top.leading,
        "opens_long_header": rank == 0 and is_long_header,
        "opens_short_header": rank == 0 and not is_long_header,
        "opens_with_words": rank == 0 and not is_long_header and has_words,
        "opens_bylined_header": rank == 0 and not is_long_header and any(about[:1]),
        "is_boilerplate": label[index] not in _TEXT_LABELS,
        "stands_alone": _stands_alone(top, index),
        "section_above": rank > 0 and bool(label[top.above[rank - 1]] == _SECTION),
    }


def _is_title_right_above(top: _PageTop, before: int, index: int) -> bool:
    """Whether a candidate is a title with nothing but blanks between it and the next one."""
    is_next = top.above.index(index) == top.above.index(before) + 1
    return is_next and _is_title(top.draft.texts[before])


def _is_title(text: str) -> bool:
    """Whether a line has the shape of a headline, this article's or another's."""
    return text.count(" ") >= 3 and len(text) <= 150 and text[-1] not in ".,;:"


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


def _stands_alone(top: _PageTop, index: int) -> bool:
    """Whether no line of a list or a menu touches the line."""
    draft = top.draft
    around = [i for i in (index - 1, index + 1) if i in top.indices]
    return all(
        not draft.texts[i] or draft.has(i, "body") or len(draft.texts[i]) > _LONG_LINE
        for i in around
    )


def _section(draft: DraftLabels, above: Sequence[int]) -> int | None:
    """The line right above the headline, if it is the name of a section and no entry of a menu."""
    if not above or not draft.has(above[-1], "section"):
        return None
    return None if _ends_menu(draft, above) else above[-1]


def _ends_menu(draft: DraftLabels, lines: Sequence[int]) -> bool:
    """Whether the last line and the one before it are entries of one menu.

    Entries stand line by line, or each between blank lines. A name between blank lines below a menu
    without any is not of that menu.
    """
    no_line = -2
    *_, earlier, before, last = (no_line, no_line, *lines)
    if before == last - 1:
        return draft.has(before, "section") or draft.has(before, "navigation")
    return before != no_line and draft.has(before, "section") and earlier != before - 1


def _main_run(texts: Sequence[str], body: Sequence[int], indices: range) -> list[int]:
    """The body lines from the start of their main run on.

    A few lines of boilerplate, far above the article, may be taken for text: a run ends where more
    than a few other lines follow it, and the run with the most characters is the main one.
    """
    rank = np.cumsum([bool(texts[index]) for index in indices])
    runs: list[list[int]] = [[]]
    for index in body:
        if runs[-1]:
            gap = rank[index - indices.start] - rank[runs[-1][-1] - indices.start] - 1
            if gap > _WIDEST_GAP:
                runs.append([])
        runs[-1].append(index)
    main = max(runs, key=lambda run: sum(len(texts[index]) for index in run))
    return [index for index in body if index >= main[0]]


def _leading_titles(texts: Sequence[str], main: Sequence[int]) -> list[int]:
    """The first body lines, as long as they could be a headline or a standfirst."""
    leading: list[int] = []
    for index in main[: min(_LOOK_AHEAD, len(main) - 1)]:
        if _STATEMENT_CLOSE.search(texts[index][-4:]) or len(texts[index]) > _LONGEST_LEADING_TITLE:
            break
        leading.append(index)
    return leading


def _start_below(
    draft: DraftLabels, main: Sequence[int], leading: Sequence[int], headline: int
) -> int:
    """Where the text begins below the headline, standfirsts left out.

    A standfirst stands above the byline; and where a body is made of sentences, a first line that
    does not end as one is a standfirst too.
    """
    texts = draft.texts
    below = draft.filled(range(headline + 1, main[-1]))[: _LOOK_AHEAD + 1]
    byline = max((i for i in below if draft.label[i] in _ABOUT_ARTICLE), default=headline)
    sentences = sum(_ends_like_sentence(texts[index]) for index in main)
    standfirsts: list[int] = []
    if sentences >= _MOSTLY * len(main):
        standfirsts = [index for index in leading if not _ends_like_sentence(texts[index])]
    return next(index for index in main if index > byline and index not in standfirsts)


def _ends_like_sentence(text: str) -> bool:
    return _SENTENCE_CLOSE.search(text[-4:]) is not None
