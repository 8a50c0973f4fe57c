"""What each line of a page is, by the line model, by what it says and by where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from transforms.lines.header import Header, find_header, find_standfirst
from transforms.lines.model import LineScores, Scores
from transforms.lines.phrases import line_keys, match_line_starts, match_whole_lines
from transforms.lines.shapes import is_age, is_caption, is_date_line, is_source_credit
from transforms.lines.splitting import Lines
from transforms.schema.closed_sets import LABELS
from transforms.text.bylines import is_role, may_say_author, opens_byline, read_byline
from transforms.text.datelines import is_dateline

BLANK, BODY, OTHER = (LABELS.index(name) for name in ("blank", "body", "other"))
# What stands for a label in arrays: its index in LABELS.
LABEL_CODES = {label: code for code, label in enumerate(LABELS)}
RULES = (
    "blank",
    "line_model",
    "second_copy",
    "whole_line_phrase",
    "line_start_phrase",
    "date_shape",
    "dateline_shape",
    "age_shape",
    "caption_shape",
    "byline_shape",
    "byline_place",
    "author_box",
    "source_credit",
    "publisher_line",
    "header_place",
    "related_region",
    "short_line",
    "repeated_on_outlet",
    "repeated_anywhere",
    "no_rule",
)
RULE_CODES = {rule: code for code, rule in enumerate(RULES)}
# A line in a related list that is longer than this, or is cut off, is a teaser.
_TEASER_LENGTH = 140
# A score from which the line model outvotes the heading of a list or the shape of a byline.
_SURE = 0.8
# From here on, the name of a section or a menu (`Education`) is a subheading in the text, and what
# looks like a standfirst is the first paragraph.
_CERTAIN = 0.9
_MAY_BE_SUBHEADING = [LABEL_CODES[name] for name in ("navigation", "section")]
_OPENING = 3
_AUTHOR_BOX = 12
# The line model's score from which a line with nothing but a name counts as a byline.
_LIKELY = 0.3
_SHORT_BYLINE = 80
_UNEXPLAINED = frozenset(
    LABEL_CODES[name]
    for name in ("body", "other", "related_headline", "related_teaser", "related_age")
)
# Lines of fewer words may be said twice in one text: answers, choruses, subheadings.
_COPY_WORDS = 12
# Names of sections, outlets and buttons are not longer.
_NAME_LENGTH = 40
_CUT_OFF = ("…", "...", "[…]", "[...]")
_REGION_ENDS = frozenset(
    LABEL_CODES[name] for name in ("comments", "legal", "subscribe", "author_bio", "tags", "share")
)


@dataclass(frozen=True, slots=True)
class Labels:
    """What each line of a batch is: one place in every array is one line.

    `label` is a place in LABELS, `rule` a place in RULES, `score` from 0 to 1 how sure the line
    model is of `is_body`; `headers` holds each document's header, in the order of the documents.
    """

    label: NDArray[np.int8]
    is_body: NDArray[np.bool_]
    rule: NDArray[np.int8]
    score: NDArray[np.float64]
    headers: tuple[Header, ...]


@dataclass(frozen=True, slots=True)
class _LinesOfPage:
    """The batch's lines and the labels given so far; one place in each is one line."""

    texts: Sequence[str]
    keys: Sequence[str]
    label: NDArray[np.int8]
    rule: NDArray[np.int8]


def label_lines(lines: Lines, scores: LineScores, is_body: NDArray[np.bool_]) -> Labels:
    """Label every line of a batch; `is_body` is the line model's choice of body lines."""
    texts = lines.texts
    keys = line_keys(texts)
    blank = np.array([not text for text in texts], dtype=bool)
    whole = match_whole_lines(keys)
    starts = match_line_starts(keys)
    label = np.where(whole >= 0, whole, np.where(starts >= 0, starts, OTHER)).astype(np.int8)
    rule = np.select(
        [whole >= 0, starts >= 0],
        [RULE_CODES["whole_line_phrase"], RULE_CODES["line_start_phrase"]],
        RULE_CODES["no_rule"],
    ).astype(np.int8)
    is_subheading = np.isin(whole, _MAY_BE_SUBHEADING) & (scores.body >= _CERTAIN)
    body = is_body & ~blank & ((whole < 0) | is_subheading)
    label[body], rule[body] = BODY, RULE_CODES["line_model"]
    copies = _second_copies(keys, np.flatnonzero(body), lines)
    label[copies], rule[copies] = OTHER, RULE_CODES["second_copy"]
    label[blank], rule[blank] = BLANK, RULE_CODES["blank"]
    _label_shapes(texts, keys, label, rule, scores.body)
    page = _LinesOfPage(texts, keys, label, rule)
    headers = tuple(
        _label_document(page, scores, range(start, end))
        for start, end in pairwise(lines.offsets.tolist())
    )
    body = label == BODY
    score = np.where(blank, 1.0, np.where(body, scores.body, 1 - scores.body))
    return Labels(label, body, rule, np.clip(score, 0, 1), headers)


def _second_copies(keys: Sequence[str], body: NDArray[np.intp], lines: Lines) -> list[int]:
    """The body lines that stand on their page before, as in a preview or a version for printing."""
    long_enough = [place for place in body.tolist() if keys[place].count(" ") + 1 >= _COPY_WORDS]
    seen: set[tuple[int, str]] = set()
    copies = []
    for place in long_enough:
        line = (int(lines.document[place]), keys[place])
        if line in seen:
            copies.append(place)
        seen.add(line)
    return copies


def _label_shapes(
    texts: Sequence[str],
    keys: Sequence[str],
    label: NDArray[np.int8],
    rule: NDArray[np.int8],
    body_score: Scores,
) -> None:
    """Label the lines that no phrase explains by their shape."""
    unsure = (label == BODY) & (body_score < _SURE)
    for place in np.flatnonzero(
        (label == OTHER) | (label == LABEL_CODES["share"]) | unsure
    ).tolist():
        text = texts[place]
        if len(text) > (_SHORT_BYLINE if unsure[place] else 400):
            continue
        if is_age(text):
            name, why = "related_age", "age_shape"
        elif is_date_line(text):
            name, why = "date", "date_shape"
        elif is_source_credit(text):
            name, why = "credit", "source_credit"
        elif is_caption(keys[place]):
            name, why = "caption", "caption_shape"
        elif may_say_author(keys[place]) and (byline := read_byline(text)) and byline.is_said:
            name, why = "byline", "byline_shape"
        else:
            continue
        label[place], rule[place] = LABEL_CODES[name], RULE_CODES[why]


def _label_document(page: _LinesOfPage, scores: LineScores, document: range) -> Header:
    """Label what only its place on the page explains, and give the page's header."""
    label, rule = page.label, page.rule
    _label_regions(page, document, scores.body)
    header = find_header(page.texts, page.keys, label, scores.headline, document)
    _label_header(page, header, scores.byline_or_date)
    if header.headline is not None:
        standfirst = find_standfirst(page.texts, label, header.headline, header.body)
        if standfirst is not None and scores.body[standfirst] >= _CERTAIN:
            standfirst = None
        for place, name in (
            (header.headline, "headline"),
            *((place, "headline") for place in header.repeats),
            (header.section, "section"),
            (standfirst, "subheadline"),
        ):
            if place is not None:
                label[place], rule[place] = LABEL_CODES[name], RULE_CODES["header_place"]
    _label_author_box(page, header, document)
    _label_publisher(page, document)
    own = slice(document.start, document.stop)
    stray = (label[own] == LABEL_CODES["section"]) & (rule[own] != RULE_CODES["header_place"])
    label[own][stray] = LABEL_CODES["navigation"]
    for place in (np.flatnonzero(label[own] == OTHER) + document.start).tolist():
        if len(page.texts[place]) <= _NAME_LENGTH and page.texts[place].count(" ") <= 2:
            label[place], rule[place] = LABEL_CODES["navigation"], RULE_CODES["short_line"]
    return header


def _label_publisher(page: _LinesOfPage, document: range) -> None:
    """Label the outlet's name under `Published by`, and where it stands alone elsewhere."""
    texts, keys, label, rule = page.texts, page.keys, page.label, page.rule
    says_publisher = (label[document.start : document.stop] == LABEL_CODES["credit"]) & (
        rule[document.start : document.stop] == RULE_CODES["whole_line_phrase"]
    )
    for place in (np.flatnonzero(says_publisher) + document.start).tolist():
        name = next((p for p in range(place + 1, document.stop) if texts[p]), None)
        if name is not None and label[name] == OTHER and len(texts[name]) <= _NAME_LENGTH:
            for p in document:
                if keys[p] == keys[name] and label[p] == OTHER:
                    label[p], rule[p] = LABEL_CODES["credit"], RULE_CODES["publisher_line"]
            return


def _label_header(page: _LinesOfPage, header: Header, byline_score: Scores) -> None:
    """Label what stands between headline and body, where a bare name is a byline.

    The line model may take a byline or a date right above the text for its first line.
    """
    texts, label, rule = page.texts, page.label, page.rule
    body = header.body
    start = body.start if header.headline is None else header.headline + 1
    opening = [p for p in range(body.start, min(body.stop, body.start + _OPENING)) if texts[p]]
    for place in [*range(start, body.start), *opening]:
        text = texts[place]
        may_be_text = place in opening or label[place] == BODY
        if label[place] not in _UNEXPLAINED or (may_be_text and len(text) > _SHORT_BYLINE):
            continue
        if rule[place] == RULE_CODES["related_region"]:
            label[place], rule[place] = OTHER, RULE_CODES["no_rule"]
        if place in opening and place + 1 == body.stop:
            continue
        above = next((p for p in range(place - 1, start - 1, -1) if texts[p]), None)
        is_announced = above is not None and opens_byline(texts[above])
        is_likely = is_announced or bool(byline_score[place] > _LIKELY)
        if read_byline(text, is_likely=is_likely) is not None:
            label[place], rule[place] = LABEL_CODES["byline"], RULE_CODES["byline_place"]
            if above is not None and is_announced:
                label[above], rule[above] = LABEL_CODES["byline"], RULE_CODES["byline_place"]
        elif is_date_line(text):
            label[place], rule[place] = LABEL_CODES["date"], RULE_CODES["date_shape"]
        elif is_dateline(text):
            label[place], rule[place] = LABEL_CODES["dateline"], RULE_CODES["dateline_shape"]


def _label_author_box(page: _LinesOfPage, header: Header, document: range) -> None:
    """Label a name below the body, with the role or the lines about that person under it."""
    below = [p for p in range(header.body.stop, document.stop) if page.texts[p]][:_AUTHOR_BOX]
    for place, after in pairwise(below):
        if page.label[place] != OTHER:
            continue
        byline = read_byline(page.texts[place])
        if byline is None or not byline.names:
            continue
        about = page.texts[after].split()
        if about[0] in page.texts[place].split() or is_role(page.texts[after]):
            page.label[place], page.rule[place] = LABEL_CODES["byline"], RULE_CODES["author_box"]
            page.label[after], page.rule[after] = (
                LABEL_CODES["author_bio"],
                RULE_CODES["author_box"],
            )
            return


def _related_name(text: str) -> str:
    is_teaser = text.endswith(_CUT_OFF) or len(text) > _TEASER_LENGTH
    return "related_teaser" if is_teaser else "related_headline"


def _label_regions(page: _LinesOfPage, places: range, body_score: Scores) -> None:
    """Label what stands under a related heading, as far as the list of teasers goes."""
    texts, label, rule = page.texts, page.label, page.rule
    here = slice(places.start, places.stop)
    own = np.flatnonzero((label[here] == BODY) & (body_score[here] >= _SURE))
    last_sure = int(own[-1]) + places.start if len(own) else places.stop
    in_region = False
    for place in places:
        code = label[place]
        text = texts[place]
        if code == LABEL_CODES["related_heading"]:
            in_region = True
        elif code in _REGION_ENDS:
            in_region = False
        elif code == LABEL_CODES["date"] and in_region and place > last_sure:
            label[place], rule[place] = LABEL_CODES["related_age"], RULE_CODES["related_region"]
        elif code == BODY and in_region:
            if text.endswith(_CUT_OFF) or place > last_sure:
                name = _related_name(text)
                label[place], rule[place] = LABEL_CODES[name], RULE_CODES["related_region"]
            else:
                in_region = False
        elif code == OTHER:
            words = text.count(" ") + 1
            if in_region and words >= 3:
                label[place], rule[place] = (
                    LABEL_CODES[_related_name(text)],
                    RULE_CODES["related_region"],
                )
