"""Where quotation marks stand in a passage, and what lies between them."""

import re
from functools import cache
from typing import NamedTuple

from dateline.seeds import lexicon

_EQUAL_MARKS = re.compile(r"([\"“”„‟«»＂‹›‘’‚'`「」『』])\1*")
# An alternative takes three times as long: the search no longer skips all other characters at once.
_EQUAL_MARKS_OR_COMMAS = re.compile(rf"{_EQUAL_MARKS.pattern}|,,(?!,)")
_FEWEST_OF_RUN = 4
"""Equal marks in a row from which on they are a line or an ornament, and no marks."""

QUOTING_MARKS = "\"“”„‟«»‹›＂‘’‚'`「」『』"
"""Every character that can be a quotation mark, or a part of one."""

_ALWAYS_OPENING = frozenset(("“", "„", "‟", "«", "``", "‹", "「", "『"))
_NESTED_IN_ITSELF = frozenset(("«", "「", "『"))
_TWO_COMMAS = ",,"

_CLOSERS = {
    "“": ("”", '"', "＂", "‟"),
    "„": ("“", "”", '"', "‟"),
    "‟": ("”", '"'),
    '"': ('"', "”", "＂"),
    "＂": ("＂", '"', "”"),
    "''": ("''",),
    "``": ("''",),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    "「": ("」",),
    "『": ("』",),
    ",,": ("“", "”", '"', "''"),
    "”": ("”",),
}
"""For each opening mark, the marks that close it: pages mix curly and straight ones."""

_BEFORE_CLOSING = frozenset(",.;:!?…'’")
_SINGLE = frozenset("‘’‚'")
_BEFORE_OPENING = frozenset(" \t\u00a0\u2009\u202f([{-–—/:;,.…\"“«„‘'")
_WORD_AFTER = re.compile(r"[^\W_]+")


@cache
def _elisions() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon("elisions"))


class Quoted(NamedTuple):
    """A stretch between quotation marks.

    `start` and `end` leave the marks out, `outer_start` and `outer_end` take them in;
    `closed` is false where no closing mark follows in the passage, and the stretch then runs to
    the passage's end. All are code points into the document's text.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    mark: str
    closed: bool


def _opens(text: str, at: int, after: int, low: int, high: int) -> bool:
    """Whether a mark at `at` stands where a quotation begins: space before it, a word behind it."""
    if after >= high or text[after].isspace():
        return False
    return at == low or text[at - 1] in _BEFORE_OPENING or text[at - 1].isspace()


def _single_opens(text: str, at: int, after: int, low: int, high: int) -> bool:
    """Whether a single mark opens a quotation, and is no elision ('90s, 'em)."""
    if not _opens(text, at, after, low, high) or (at > low and text[at - 1] in "'’"):
        return False
    word = _WORD_AFTER.match(text, after, high)
    if word is None:
        return text[after] in '"“[$…'
    return not word[0][0].isdigit() and word[0].lower() not in _elisions()


def _single_closes(text: str, at: int, after: int, low: int, high: int) -> bool:
    """Whether a single mark can close a quotation: no letter behind it, no space before it."""
    if at == low or text[at - 1].isspace():
        return False
    return after >= high or not (text[after].isalnum() or text[after] == "_")


def _is_weak(text: str, at: int, after: int, high: int) -> bool:
    """Whether a single closing mark may as well be a plural's apostrophe (the voters' will)."""
    return text[at - 1] in "sz" and after + 1 < high and text[after] == " "


def find_quoted(text: str, start: int, end: int, *, closes_with_same: bool = False) -> list[Quoted]:
    """The stretches between quotation marks in `text[start:end]`, in order, nested ones left out.

    Reads curly, straight, doubled single, angled and low marks, single-quoted British style, and
    pairs that mix curly with straight. An apostrophe, an elision, a measure in inches and a run of
    four or more equal marks are no marks. Time is linear in the length of the passage.

    Args:
        text: The document's text.
        start: The passage's first character.
        end: The character behind its last.
        closes_with_same: Whether ” and » can open what they close, as in Swedish and Finnish.
    """
    marks = _marks(text, start, end)
    if not marks:
        return []
    reader = _MarkReader(text, start, end, closes_with_same)
    return [item for item in map(reader.trimmed, reader.read(marks)) if item.end > item.start]


class _MarkReader:
    """Reads a passage's marks from left to right, with the one that is open."""

    def __init__(self, text: str, start: int, end: int, closes_with_same: bool) -> None:
        self._text = text
        self._closes_with_same = closes_with_same
        self._start = start
        self._end = end
        self._found: list[Quoted] = []
        self._opened: tuple[int, int, str] | None = None
        self._depth = 0

    def read(self, marks: list[tuple[int, int]]) -> list[Quoted]:
        """Every stretch between marks, with the spaces inside them."""
        closing = _closing_singles(self._text, marks, self._start, self._end)
        until = -1
        for (at, after), closer in zip(marks, closing, strict=True):
            if at < until:
                continue
            if self._opened is not None:
                self._read_inside(at, after, *self._opened[1:])
            elif self._text[at:after] not in _SINGLE:
                if self._is_opening(at, after):
                    self._open(at, after)
            elif closer is not None and self._opens_single(at, after):
                self._found.append(
                    Quoted(after, closer[0], at, closer[1], self._text[at:after], True)
                )
                until = closer[1]
        if self._opened is not None and self._end > self._opened[1]:
            self._close(self._end, self._end, is_closed=False)
        return self._found

    def trimmed(self, item: Quoted) -> Quoted:
        """A stretch without the spaces that some languages put inside their marks."""
        start, end = item.start, item.end
        while start < end and self._text[start].isspace():
            start += 1
        while end > start and self._text[end - 1].isspace():
            end -= 1
        is_same = (start, end) == (item.start, item.end)
        return item if is_same else item._replace(start=start, end=end)

    def _is_opening(self, at: int, after: int) -> bool:
        if self._closes_with_same and self._text[at:after] == "”":
            return _opens(self._text, at, after, self._start, self._end)
        return _is_opening(self._text, at, after, self._start, self._end)

    def _open(self, at: int, after: int) -> None:
        self._opened, self._depth = (at, after, self._text[at:after]), 0

    def _close(self, at: int, after: int, *, is_closed: bool) -> None:
        """End what is open at a mark, or where the next quotation or the passage's end is."""
        if self._opened is not None:
            outer, inner, mark = self._opened
            self._found.append(Quoted(inner, at, outer, after, mark, is_closed))
        self._opened = None

    def _opens_single(self, at: int, after: int) -> bool:
        is_apostrophe = self._text[at:after] == "’"
        return not is_apostrophe and _single_opens(self._text, at, after, self._start, self._end)

    def _read_inside(self, at: int, after: int, inner: int, opener: str) -> None:
        """Read a mark behind one that is open: it closes, nests, opens the next or is passed."""
        mark = self._text[at:after]
        is_closer = mark in _CLOSERS[opener] or (self._closes_with_same and mark == opener == "»")
        if is_closer and not self._reopens(at, after, inner, opener):
            if self._depth:
                self._depth -= 1
            elif at > inner:
                self._close(at, after, is_closed=True)
            else:
                self._opened = None
        elif mark != opener:
            return
        elif opener in _NESTED_IN_ITSELF:
            self._depth += 1
        elif mark not in _ALWAYS_OPENING:
            # The earlier mark lacks its partner: what it opened ends where the next one begins.
            self._close(at, at, is_closed=False)
            self._open(at, after)
        elif at > inner:
            self._repeat(at, after)

    def _reopens(self, at: int, after: int, inner: int, opener: str) -> bool:
        """Whether a straight mark opens the next quotation, although it could close this one."""
        return (
            self._text[at:after] == opener
            and at > inner
            and self._text[at - 1] not in _BEFORE_CLOSING
            and _opens(self._text, at, after, self._start, self._end)
        )

    def _repeat(self, at: int, after: int) -> None:
        """Read an opening mark behind the same one: it closes “expedited review“ or opens again."""
        opens = _opens(self._text, at, after, self._start, self._end)
        if not opens and not self._text[at - 1].isspace():
            self._close(at, after, is_closed=True)
            return
        self._close(at, at, is_closed=False)
        self._open(at, after)


def _marks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Each quotation mark as (start, end); apostrophes inside words and long runs left out."""
    marks: list[tuple[int, int]] = []
    has_commas = text.find(_TWO_COMMAS, start, end) >= 0
    pattern = _EQUAL_MARKS_OR_COMMAS if has_commas else _EQUAL_MARKS
    for match in pattern.finditer(text, start, end):
        at, after = match.span()
        if text[at] == ",":
            marks.append((at, after))
        elif after - at == 1:
            mark = text[at]
            if mark != "`" and not (mark in "'’" and _is_inside_word(text, at, start, end)):
                marks.append((at, after))
        elif after - at < _FEWEST_OF_RUN:
            marks += _marks_of_row(text[at], at, after)
    return marks


def _is_inside_word(text: str, at: int, start: int, end: int) -> bool:
    return start < at < end - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _marks_of_row(mark: str, at: int, after: int) -> list[tuple[int, int]]:
    """The marks that two or three equal characters are: '' and `` are one mark each."""
    if mark not in "'`":
        return [(index, index + 1) for index in range(at, after)]
    has_third = after - at > 2 and mark == "'"
    return [(at, at + 2), (at + 2, after)] if has_third else [(at, at + 2)]


def _is_opening(text: str, at: int, after: int, low: int, high: int) -> bool:
    """Whether a double mark outside any quotation opens one."""
    mark = text[at:after]
    if mark in _ALWAYS_OPENING:
        return True
    if mark in ("»", _TWO_COMMAS):
        return _opens(text, at, after, low, high)
    # A measure (6'2") and a closing mark whose opening one was lost have no space before them.
    return mark in ('"', "＂", "''") and _opens(text, at, after, low, high)


def _closing_singles(
    text: str, marks: list[tuple[int, int]], low: int, high: int
) -> list[tuple[int, int] | None]:
    """For each mark, the single mark that would close a quotation opened there, if any.

    Read from the end, so that each mark is looked at once. A plural's apostrophe is passed over
    when a surer closing mark stands before the next opening one.
    """
    answers: list[tuple[int, int] | None] = [None] * len(marks)
    sure: tuple[int, int] | None = None
    weak: tuple[int, int] | None = None
    for number in range(len(marks) - 1, -1, -1):
        at, after = marks[number]
        answers[number] = sure if weak is None or sure is not None else weak
        if after - at != 1 or text[at] not in _SINGLE:
            continue
        if text[at] in "'’" and _single_closes(text, at, after, low, high):
            if _is_weak(text, at, after, high):
                weak = (at, after)
            else:
                sure, weak = (at, after), None
        elif text[at] != "’" and _single_opens(text, at, after, low, high):
            sure = weak = None
    return answers
