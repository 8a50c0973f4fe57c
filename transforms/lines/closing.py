"""Lines about the text that were taken for it: notices of rights, pointers, readers' comments."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

from dateline.transforms.lines.draft import DraftLabels
from dateline.transforms.lines.label_codes import RULE_CODES
from dateline.transforms.lines.shapes import is_post_line
from dateline.transforms.schema.closed_sets import LineLabel
from dateline.transforms.text.lexicon import any_phrase

# How many of the last body lines may say who has the rights and who helped.
_CLOSING_LINES = 6
# How many of the first may say that a transcript may have errors.
_NOTICE_WITHIN = 4
_LONGEST_NOTICE, _LONGEST_CREDIT, _LONGEST_POINTER = 600, 300, 160
_UNDERSCORES = re.compile(r"[_*–—-]{3,}")
_HEADING_RULES = tuple(
    RULE_CODES[rule] for rule in ("whole_line_phrase", "line_start_phrase", "comment_thread")
)
# A thread of comments has two posts at least, of a few lines each, and stands below a text.
_FEWEST_POSTS = 2
_LINES_A_POST = 4
_FEWEST_WORDS_ABOVE = 30


@cache
def _rights() -> re.Pattern[str]:
    return re.compile(
        rf"{any_phrase('closing_phrases', 'rights_start')}\W*(?:19|20)\d\d|"
        rf".*?(?<!\w){any_phrase('closing_phrases', 'rights')}"
    )


@cache
def _contributed() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_phrase('closing_phrases', 'contributed')}(?!\w)")


@cache
def _agency_notice() -> re.Pattern[str]:
    return re.compile(rf"{any_phrase('closing_phrases', 'agency_notice')}(?!\w)")


@cache
def _consent() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_phrase('closing_phrases', 'consent')}(?!\w)")


@cache
def _comment_count() -> re.Pattern[str]:
    return re.compile(rf"\d{{1,5}}\s{any_phrase('closing_phrases', 'comment_count')}(?!\w)")


@cache
def _post_end() -> re.Pattern[str]:
    return re.compile(rf"{any_phrase('closing_phrases', 'post_end')}$")


@cache
def _transcript_notice() -> re.Pattern[str]:
    return re.compile(rf"\W*{any_phrase('closing_phrases', 'transcript_notice')}(?!\w)")


@cache
def _pointer() -> re.Pattern[str]:
    return re.compile(rf"\W*{any_phrase('closing_phrases', 'pointer')}\s?:\W*\w+\W+\w+\W+\w")


def label_closing(draft: DraftLabels, indices: range) -> None:
    """Label notices in the last lines of the text, pointers in it, and the comments below it."""
    body = draft.labelled(indices, LineLabel.BODY)
    for index in body:
        text = draft.texts[index]
        if len(text) <= _LONGEST_POINTER and ":" in text and _pointer().match(text.casefold()):
            draft.give(index, LineLabel.RELATED_HEADLINE, "read_also")
    for index in body[:_NOTICE_WITHIN]:
        if _transcript_notice().match(draft.texts[index].casefold()):
            draft.give(index, LineLabel.LEGAL, "closing_notice")
    for index in body[max(len(body) - _CLOSING_LINES, 1) :]:
        if label := _notice(draft.texts[index]):
            draft.give(index, label, "closing_notice")
    _label_underscores(draft, body)
    _label_comments(draft, indices, body)


def _notice(text: str) -> LineLabel | None:
    """The label of a line about consent, who has the rights, who helped, and what the agency is."""
    lower = text.casefold()
    if _consent().search(lower):
        return LineLabel.LEGAL
    if len(text) > _LONGEST_NOTICE:
        return None
    if _rights().match(lower):
        return LineLabel.LEGAL
    if len(text) <= _LONGEST_CREDIT and _contributed().search(lower):
        return LineLabel.CREDIT
    return LineLabel.LEGAL if _agency_notice().match(lower) else None


def _label_underscores(draft: DraftLabels, body: Sequence[int]) -> None:
    """Label a rule of underscores that parts nothing from the text any more."""
    for index in reversed(body):
        if draft.has(index, LineLabel.BODY):
            if not _UNDERSCORES.fullmatch(draft.texts[index]):
                return
            draft.give(index, LineLabel.OTHER, "closing_notice")


def _label_comments(draft: DraftLabels, indices: range, body: Sequence[int]) -> None:
    """Label the text of readers, below a heading for comments and among their posts' lines."""
    if not body:
        return
    _label_comment_counts(draft, range(body[0] + 1, indices.stop))
    start = next(_thread_starts(draft, indices, body), indices.stop)
    for index in body:
        if index > start:
            draft.give(index, LineLabel.COMMENTS, "comment_thread")


def _label_comment_counts(draft: DraftLabels, below: range) -> None:
    """Label `8 Responses to “Sea wall”` and the like, below the first line of the text."""
    for index in below:
        text = draft.texts[index]
        may_count = text[:1].isdigit() and len(text) <= _LONGEST_POINTER
        if may_count and _comment_count().match(text.casefold()):
            draft.give(index, LineLabel.COMMENTS, "comment_thread")


def _thread_starts(draft: DraftLabels, indices: range, body: Sequence[int]) -> Iterator[int]:
    headings = [
        heading
        for heading in draft.labelled(range(body[0], body[-1]), LineLabel.COMMENTS)
        if draft.rule[heading] in _HEADING_RULES
    ]
    if not headings:
        return
    words = list(accumulate((draft.texts[i].count(" ") + 1 for i in body), initial=0))
    posts = [i for i in range(headings[0] + 1, indices.stop) if _is_post(draft.texts[i])]
    for heading in headings:
        line_count_above = bisect_left(body, heading)
        above = words[line_count_above]
        if above < max(_FEWEST_WORDS_ABOVE, (words[-1] - above) / 2):
            continue
        post_count = len(posts) - bisect_right(posts, heading)
        line_count = len(body) - line_count_above
        if post_count >= _FEWEST_POSTS and line_count <= _LINES_A_POST * post_count:
            yield heading


def _is_post(text: str) -> bool:
    """Whether a line says who posted a comment: `Posted by Ann`, `2 days ago`, `3. Ann says:`."""
    is_said = len(text) <= _LONGEST_POINTER and text.endswith(":")
    return is_post_line(text) or (is_said and _post_end().search(text.casefold()) is not None)
