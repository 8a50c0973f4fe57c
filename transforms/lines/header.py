"""Where an article's headline, standfirst and section stand, if the page has them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.headline_choice import PageTop, choose_headline
from dateline.transforms.lines.label_codes import label_codes
from dateline.transforms.lines.model import LineScores
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.text.dates import find_dates
from dateline.transforms.text.titles import NO_CLUES, TitleClues, states_title, title_key

_TEXT_LABELS = label_codes(
    LineLabel.BODY, LineLabel.OTHER, LineLabel.RELATED_HEADLINE, LineLabel.RELATED_TEASER
)
_ABOUT_ARTICLE = label_codes(LineLabel.BYLINE, LineLabel.DATE)
_SENTENCE_CLOSE = re.compile(r"[.…!?:;。！？]['\"”’»)\]]*$")
_STATEMENT_CLOSE = re.compile(r"[.…:;。]['\"”’»)\]]*$")
_LOOK_AHEAD = 3
_TITLE_BAR = re.compile(r"\s[|–—-]\s")
_LEAST_TITLE = 30
_LONG_LINE = 100
_WIDEST_GAP = 4
_MOSTLY = 0.6
_LONGEST_LEADING_TITLE = 300
_LINES_TO_TITLE = 24


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


def find_header(
    draft: DraftLabels,
    scores: LineScores,
    indices: range,
    clues: TitleClues = NO_CLUES,
) -> Header:
    """Find the header of a page.

    Args:
        draft: The lines of the batch and their labels so far.
        scores: The line model's scores of the batch.
        indices: The page's lines in the batch.
        clues: What tells the article's title beside the page's text: a line that says the title
            which metadata state is the headline.
    """
    body = draft.labelled(indices, LineLabel.BODY)
    if not body:
        return Header(None, None, (), range(indices.start, indices.start))
    main = _main_run(draft.texts, body, indices)
    leading = _leading_titles(draft.texts, main)
    inside = _titles_inside(draft, range(main[len(leading)], main[-1]), clues)
    last = max((main[0] - 1, *leading, *inside))
    top = PageTop(
        draft=draft,
        indices=indices,
        above=draft.filled(range(indices.start, last + 1)),
        leading=leading,
        inside=inside,
        body=range(main[len(leading)], body[-1] + 1),
    )
    headline = _stated_headline(top, scores.headline, clues.title) if clues.title else None
    if headline is None and (page_title := _page_title(top)):
        below = replace(top, above=top.above[1:])
        headline = _stated_headline(below, scores.headline, page_title)
    if headline is None:
        headline = choose_headline(top, scores, clues)
    if headline is None:
        return Header(None, None, (), range(main[0], top.body.stop))
    key = draft.keys[headline]
    repeats = tuple(
        index
        for index in indices
        if index != headline and draft.keys[index] == key and not draft.has(index, LineLabel.BODY)
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


def _page_title(top: PageTop) -> str | None:
    """The first line, if it reads like a page's title: `Harbour wall falls | The Harbour Post`."""
    first = top.draft.texts[top.above[0]] if top.above else ""
    is_titled = _TITLE_BAR.search(first) is not None and len(first) > _LEAST_TITLE
    return first if is_titled else None


def _stated_headline(top: PageTop, headline_score: NDArray[np.float32], title: str) -> int | None:
    """The line that says most of a title; of several, the likeliest. None where no line says it."""
    stating = [index for index in top.above if states_title(top.draft.texts[index], title)]
    return max(
        stating,
        key=lambda index: (len(title_key(top.draft.texts[index])), headline_score[index]),
        default=None,
    )


def _section(draft: DraftLabels, above: Sequence[int]) -> int | None:
    """The line right above the headline, if it is the name of a section and no entry of a menu."""
    if not above or not draft.has(above[-1], LineLabel.SECTION):
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
        return draft.has(before, LineLabel.SECTION) or draft.has(before, LineLabel.NAVIGATION)
    return before != no_line and draft.has(before, LineLabel.SECTION) and earlier != before - 1


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


def _titles_inside(draft: DraftLabels, body: range, clues: TitleClues) -> list[int]:
    """Lines in the beginning of a body that most of the address's words are in."""
    return [
        index
        for index in draft.filled(range(body.start, min(body.stop, body.start + _LINES_TO_TITLE)))
        if len(draft.texts[index]) <= _LONGEST_LEADING_TITLE
        and not _STATEMENT_CLOSE.search(draft.texts[index][-4:])
        and clues.likeness(draft.texts[index]) >= _MOSTLY
    ]


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
