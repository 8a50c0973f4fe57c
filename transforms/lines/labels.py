"""What each line of a page is, by the line model, by what it says and by where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.body_choice import BodyChoice
from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.header import Header
from dateline.transforms.lines.label_codes import LABEL_CODES, RULE_CODES
from dateline.transforms.lines.model import LineScores, Scores
from dateline.transforms.lines.page_structure import (
    CERTAIN_TEXT,
    SHORT_BYLINE,
    SURE_TEXT,
    label_structure,
)
from dateline.transforms.lines.phrases import (
    line_keys,
    match_line_starts,
    match_whole_lines,
    match_within_lines,
)
from dateline.transforms.lines.shapes import is_age, is_caption, is_date_line, is_source_credit
from dateline.transforms.lines.splitting import Lines
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.text.bylines import may_say_author, read_byline
from dateline.transforms.text.scripts import count_words
from dateline.transforms.text.titles import NO_CLUES, TitleClues

_MAY_BE_SUBHEADING = [LABEL_CODES[label] for label in (LineLabel.NAVIGATION, LineLabel.SECTION)]
# Lines of fewer words may be said twice in one text: answers, choruses, subheadings.
_COPY_WORDS = 12
# No line known by its shape is longer.
_LONGEST_SHAPE = 400


@dataclass(frozen=True, slots=True)
class Labels:
    """What each line of a batch is; an index in every array is one line.

    `label` and `rule` are codes of `label_codes`, `score` from 0 to 1 says how often `is_body` is
    right for lines like it; `headers` holds each document's header, in the order of the documents.
    """

    label: NDArray[np.int8]
    is_body: NDArray[np.bool_]
    rule: NDArray[np.int8]
    score: NDArray[np.float64]
    headers: tuple[Header, ...]


def label_lines(
    lines: Lines,
    scores: LineScores,
    choice: BodyChoice,
    clues: Sequence[TitleClues] = (),
) -> Labels:
    """Label every line of a batch.

    Args:
        lines: The lines.
        scores: The line model's scores.
        choice: The choice of body lines.
        clues: For each page, what tells its article's title beside its text.
    """
    draft = _label_wording(lines, scores.body, choice)
    _label_shapes(draft, scores.body)
    headers = tuple(
        label_structure(draft, scores, range(start, end), told or NO_CLUES)
        for (start, end), told in zip_longest(pairwise(lines.offsets.tolist()), clues)
    )
    body, blank = (
        draft.label == LABEL_CODES[LineLabel.BODY],
        draft.label == LABEL_CODES[LineLabel.BLANK],
    )
    score = np.where(blank, 1.0, np.where(body, choice.likely, 1 - choice.likely))
    return Labels(draft.label, body, draft.rule, np.clip(score, 0, 1), headers)


def _label_wording(lines: Lines, body_score: Scores, choice: BodyChoice) -> DraftLabels:
    """Label the lines by phrases, and the chosen body where no phrase forbids it."""
    keys = line_keys(lines.texts)
    blank = np.array([not text for text in lines.texts], dtype=bool)
    whole, starts = match_whole_lines(keys), match_line_starts(keys)
    within = match_within_lines(keys)
    other = LABEL_CODES[LineLabel.OTHER]
    is_said = [whole >= 0, starts >= 0, within >= 0]
    label = np.select(is_said, [whole, starts, within], other).astype(np.int8)
    rules = ("whole_line_phrase", "line_start_phrase", "phrase_within_line")
    rule = np.select(is_said, [RULE_CODES[name] for name in rules], RULE_CODES["no_rule"]).astype(
        np.int8
    )
    is_subheading = np.isin(whole, _MAY_BE_SUBHEADING) & (body_score >= CERTAIN_TEXT)
    body = choice.is_body & ~blank & ((whole < 0) | is_subheading)
    # What a phrase explains, a stretch does not bring in.
    body &= ~(choice.by_stretch & (label != other))
    label[body], rule[body] = LABEL_CODES[LineLabel.BODY], RULE_CODES["line_model"]
    rule[choice.by_stretch & (body | (label == other))] = RULE_CODES["stretch_model"]
    copies = _second_copies(keys, np.flatnonzero(body), lines)
    label[copies], rule[copies] = other, RULE_CODES["second_copy"]
    label[blank], rule[blank] = LABEL_CODES[LineLabel.BLANK], RULE_CODES["blank"]
    return DraftLabels(lines.texts, keys, label, rule)


def _second_copies(keys: Sequence[str], body: NDArray[np.intp], lines: Lines) -> list[int]:
    """The body lines that stand on their page before, as in a preview or a version for printing."""
    seen: set[tuple[int, str]] = set()
    copies = []
    for index in body.tolist():
        if count_words(keys[index]) < _COPY_WORDS:
            continue
        line = (int(lines.document[index]), keys[index])
        if line in seen:
            copies.append(index)
        seen.add(line)
    return copies


def _label_shapes(draft: DraftLabels, body_score: Scores) -> None:
    """Label the lines that no phrase explains by their shape."""
    unsure = (draft.label == LABEL_CODES[LineLabel.BODY]) & (body_score < SURE_TEXT)
    unexplained = np.isin(draft.label, (LABEL_CODES[LineLabel.OTHER], LABEL_CODES[LineLabel.SHARE]))
    for index in np.flatnonzero(unexplained | unsure).tolist():
        text = draft.texts[index]
        if len(text) > (SHORT_BYLINE if unsure[index] else _LONGEST_SHAPE):
            continue
        if shape := _shape(text, draft.keys[index]):
            draft.give(index, *shape)


def _shape(text: str, key: str) -> tuple[LineLabel, str] | None:
    """The label that a line's shape speaks for, and the rule that says so."""
    if is_age(text):
        return LineLabel.RELATED_AGE, "age_shape"
    if is_date_line(text):
        return LineLabel.DATE, "date_shape"
    if is_source_credit(text):
        return LineLabel.CREDIT, "source_credit"
    says_author = may_say_author(key) and (byline := read_byline(text)) and byline.is_said
    if is_caption(key) and not (says_author and byline and byline.names):
        return LineLabel.CAPTION, "caption_shape"
    if says_author:
        return LineLabel.BYLINE, "byline_shape"
    return None
