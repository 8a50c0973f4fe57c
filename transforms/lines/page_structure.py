"""What only its position on the page says of a line: lists of teasers, the header, the author."""

from collections.abc import Iterator
from itertools import pairwise

from dateline.transforms.lines.closing import label_closing
from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.header import Header, find_header, find_standfirst
from dateline.transforms.lines.label_codes import RULE_CODES, RULES, label_codes
from dateline.transforms.lines.listed_articles import label_index
from dateline.transforms.lines.model import LineScores, Scores
from dateline.transforms.lines.next_article import label_next_article
from dateline.transforms.lines.page_marks import label_marks
from dateline.transforms.lines.shapes import is_date_line, is_stamp
from dateline.transforms.lines.signing import label_opening_bio, label_signature
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.text.bylines import is_role, opens_byline, read_byline
from dateline.transforms.text.datelines import is_dateline
from dateline.transforms.text.dates import find_dates
from dateline.transforms.text.scripts import count_words
from dateline.transforms.text.titles import NO_CLUES, TitleClues

# A score from which the line model outvotes the heading of a list or the shape of a byline.
SURE_TEXT = 0.8
# From here on, the name of a section or a menu (`Education`) is a subheading in the text, and what
# looks like a standfirst is the first paragraph.
CERTAIN_TEXT = 0.9
# Bylines that the line model takes for text are not longer.
SHORT_BYLINE = 80
# A line in a related list that is longer than this, or is cut off, is a teaser.
_TEASER_LENGTH = 140
_CUT_OFF = ("…", "...", "[…]", "[...]")
_REGION_ENDS = label_codes(
    LineLabel.COMMENTS,
    LineLabel.LEGAL,
    LineLabel.SUBSCRIBE,
    LineLabel.AUTHOR_BIO,
    LineLabel.TAGS,
    LineLabel.SHARE,
)
_MAY_BE_BYLINE = label_codes(
    LineLabel.BODY,
    LineLabel.OTHER,
    LineLabel.RELATED_HEADLINE,
    LineLabel.RELATED_TEASER,
    LineLabel.RELATED_AGE,
)
# A bare name is a byline in the first lines of a body; below these, one that says so or when.
_SURE_OPENING_LINES, _OPENING_LINES = 3, 6
# An article says when it came out and when it changed; more stamps are a programme.
_MOST_STAMPS = 2
_AUTHOR_BOX_LINES = 12
# The line model's score from which a line with nothing but a name counts as a byline.
_LIKELY_BYLINE = 0.3
# Names of sections, outlets and buttons are not longer.
_NAME_LENGTH = 40


def label_structure(
    draft: DraftLabels, scores: LineScores, indices: range, clues: TitleClues = NO_CLUES
) -> Header:
    """Label what only its position on a page explains, and give the page's header.

    Args:
        draft: The lines of the batch and their labels so far, which are completed.
        scores: The line model's scores of the batch.
        indices: The page's lines in the batch.
        clues: What tells the article's title beside the page's text.
    """
    label_marks(draft, indices)
    label_closing(draft, indices)
    if listed := label_index(draft, indices):
        _label_menus(draft, indices)
        return Header(None, None, (), range(indices.start, indices.start), listed)
    label_next_article(draft, indices)
    _label_regions(draft, indices, scores.body)
    header = find_header(draft, scores, indices, clues)
    _label_bylines(draft, header, scores.byline_or_date)
    _label_header(draft, header, scores.body)
    _label_author_box(draft, header, indices)
    label_opening_bio(draft, header)
    header = label_signature(draft, header, indices)
    _label_publisher(draft, indices)
    _label_menus(draft, indices)
    return header


def _label_regions(draft: DraftLabels, indices: range, body_score: Scores) -> None:
    """Label what stands under a related heading, as far as the list of teasers goes."""
    sure = [i for i in draft.labelled(indices, LineLabel.BODY) if body_score[i] >= SURE_TEXT]
    last_sure = sure[-1] if sure else indices.stop
    in_region = False
    for index in indices:
        text = draft.texts[index]
        if draft.has(index, LineLabel.RELATED_HEADING):
            in_region = True
        elif draft.label[index] in _REGION_ENDS:
            in_region = False
        elif not in_region:
            continue
        elif draft.has(index, LineLabel.DATE) and index > last_sure:
            draft.give(index, LineLabel.RELATED_AGE, "related_region")
        elif draft.has(index, LineLabel.BODY):
            in_region = text.endswith(_CUT_OFF) or index > last_sure
            if in_region:
                draft.give(index, _related_label(text), "related_region")
        elif draft.has(index, LineLabel.OTHER) and count_words(text) > 2:
            draft.give(index, _related_label(text), "related_region")


def _related_label(text: str) -> LineLabel:
    is_teaser = text.endswith(_CUT_OFF) or len(text) > _TEASER_LENGTH
    return LineLabel.RELATED_TEASER if is_teaser else LineLabel.RELATED_HEADLINE


def _label_bylines(draft: DraftLabels, header: Header, byline_score: Scores) -> None:
    """Label what stands between headline and body, where a bare name is a byline.

    The line model may take a byline or a date right above the text for its first line.
    """
    start = header.body.start if header.headline is None else header.headline + 1
    far = header.body.start + _SURE_OPENING_LINES
    lines = list(_lines_under_headline(draft, start, header.body))
    stamps = [index for index in lines if _is_dated_stamp(draft.texts[index])]
    stamps = stamps if len(stamps) <= _MOST_STAMPS else []
    for index in lines:
        text = draft.texts[index]
        opener = _byline_opener(draft, range(start, index))
        is_likely = opener is not None or bool(byline_score[index] > _LIKELY_BYLINE)
        byline = read_byline(text, is_likely=is_likely)
        if byline is None:
            _label_when_or_where(draft, index, is_when=index in stamps)
        elif index < far or byline.is_said or is_stamp(text):
            draft.give(index, LineLabel.BYLINE, "byline_place")
            if opener is not None:
                draft.give(opener, LineLabel.BYLINE, "byline_place")


def _byline_opener(draft: DraftLabels, above: range) -> int | None:
    """The last line with text of some lines, if it is one such as `By`."""
    last = next((index for index in reversed(above) if draft.texts[index]), None)
    return last if last is not None and opens_byline(draft.texts[last]) else None


def _label_when_or_where(draft: DraftLabels, index: int, *, is_when: bool) -> None:
    """Label a line as a date, where it is known to be one or has the shape, or as a dateline."""
    text = draft.texts[index]
    if is_when or is_date_line(text):
        draft.give(index, LineLabel.DATE, "date_shape")
    elif is_dateline(text):
        draft.give(index, LineLabel.DATELINE, "dateline_shape")


def _is_dated_stamp(text: str) -> bool:
    """Whether a line is a stamp with its year, and no entry of a programme."""
    return is_stamp(text) and any(mention.year is not None for mention in find_dates(text))


def _lines_under_headline(draft: DraftLabels, start: int, body: range) -> Iterator[int]:
    """The lines from the headline into the body that may be a byline, a date or a dateline."""
    opening = draft.filled(range(body.start, min(body.stop, body.start + _OPENING_LINES)))
    for index in [*range(start, body.start), *opening]:
        may_be_text = index in opening or draft.has(index, LineLabel.BODY)
        is_too_long = may_be_text and len(draft.texts[index]) > SHORT_BYLINE
        if draft.label[index] not in _MAY_BE_BYLINE or is_too_long:
            continue
        if draft.rule[index] == RULE_CODES["related_region"]:
            draft.give(index, LineLabel.OTHER, "no_rule")
        if index not in opening or index + 1 != body.stop:
            yield index


def _label_header(draft: DraftLabels, header: Header, body_score: Scores) -> None:
    """Label the headline, wherever it is said, the section and the standfirst."""
    if header.headline is None:
        return
    standfirst = find_standfirst(draft, header.headline, header.body)
    for index in (header.headline, *header.repeats):
        draft.give(index, LineLabel.HEADLINE, "header_place")
    if header.section is not None:
        draft.give(header.section, LineLabel.SECTION, "header_place")
    if standfirst is not None and body_score[standfirst] < CERTAIN_TEXT:
        draft.give(standfirst, LineLabel.SUBHEADLINE, "header_place")


def _label_author_box(draft: DraftLabels, header: Header, indices: range) -> None:
    """Label a name below the body, with the role or the lines about that person under it."""
    texts = draft.texts
    below = draft.filled(range(header.body.stop, indices.stop))[:_AUTHOR_BOX_LINES]
    for index, after in pairwise(below):
        if not draft.has(index, LineLabel.OTHER):
            continue
        byline = read_byline(texts[index])
        if byline is None or not byline.names:
            continue
        if texts[after].split()[0] in texts[index].split() or is_role(texts[after]):
            draft.give(index, LineLabel.BYLINE, "author_box")
            draft.give(after, LineLabel.AUTHOR_BIO, "author_box")
            return


def _label_publisher(draft: DraftLabels, indices: range) -> None:
    """Label the outlet's name under `Published by`, and where it stands alone elsewhere."""
    for credit in draft.labelled(indices, LineLabel.CREDIT):
        if draft.rule[credit] != RULE_CODES["whole_line_phrase"]:
            continue
        name = next((i for i in range(credit + 1, indices.stop) if draft.texts[i]), None)
        if name is None or not _is_unexplained_name(draft, name):
            continue
        for index in draft.labelled(indices, LineLabel.OTHER):
            if draft.keys[index] == draft.keys[name]:
                draft.give(index, LineLabel.CREDIT, "publisher_line")
        return


def _is_unexplained_name(draft: DraftLabels, index: int) -> bool:
    return draft.has(index, LineLabel.OTHER) and len(draft.texts[index]) <= _NAME_LENGTH


def _label_menus(draft: DraftLabels, indices: range) -> None:
    """Label names of sections that are not the article's, and short lines that nothing explains."""
    for index in draft.labelled(indices, LineLabel.SECTION):
        if draft.rule[index] != RULE_CODES["header_place"]:
            draft.give(index, LineLabel.NAVIGATION, RULES[draft.rule[index]])
    for index in draft.labelled(indices, LineLabel.OTHER):
        if draft.rule[index] == RULE_CODES["stretch_model"]:
            continue
        if _is_unexplained_name(draft, index) and draft.texts[index].count(" ") <= 2:
            draft.give(index, LineLabel.NAVIGATION, "short_line")
