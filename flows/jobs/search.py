"""`dateline search`: the excerpt of a text that shows a hit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.search.query import Hit
from warehouse.search.words import Match, SearchQuery, matches

# Where the next sentence begins: after an end mark, but not after an initial or a title.
_SENTENCE_END = re.compile(
    r"(?:[!?…]|(?<!\b\w)(?<!\b(?:Mr|Ms|Dr|St))(?<!\b(?:Mrs|Gen|Sen))\.)[\"'”’»)\]]*\s+(?=[^a-z\s])"
    r"|[。！？]|\n"
)
_LONGEST = 320


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text; `matches` are where in it the words stand, in code points."""

    text: str
    matches: tuple[Match, ...]


def passage_of(hit: Hit, query: SearchQuery) -> Passage:
    """The sentence that holds most of the words, the first of those; a quotation in its sentence.

    Where only other fields have the words, as a headline, it is the first sentence. A sentence of
    more than 320 characters is cut, and `…` stands where.
    """
    text = hit.body or hit.quotation or ""
    placed = matches(query.wanted, text)
    stretches = list(_sentences(text))
    if hit.quotation is not None:
        at = text.find(hit.quotation)
        around = [s for s in stretches if s[0] < at + len(hit.quotation) and s[1] > at >= 0]
        if around:
            stretches = [(around[0][0], around[-1][1])]
        else:  # its lines stand apart in the body
            text, stretches = hit.quotation, [(0, len(hit.quotation))]
            placed = matches(query.wanted, text)
    start, end = max(
        stretches or [(0, 0)],
        key=lambda s: len({match.phrase for match in placed if s[0] <= match.start < s[1]}),
    )
    inside = [match for match in placed if start <= match.start and match.end <= end]
    sentence_start, sentence_end = start, end
    if end - start > _LONGEST:
        first = inside[0].start if inside else start
        start, end = _cut(text, max(start, first - _LONGEST // 3), end)
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    before = "…" if start > sentence_start and text[sentence_start:start].strip() else ""
    after = "…" if end < sentence_end else ""
    return Passage(
        f"{before}{stretch.strip()}{after}",
        tuple(
            Match(m.start - start + len(before), m.end - start + len(before), m.phrase)
            for m in inside
            if start <= m.start and m.end <= end
        ),
    )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of at most the length that is shown, between words where there are any."""
    if start > 0 and not text[start - 1].isspace():
        space = text.find(" ", start, start + 40)
        start = start if space < 0 else space + 1
    if start + _LONGEST < end:
        space = text.rfind(" ", start, start + _LONGEST)
        end = start + _LONGEST if space <= start else space
    return start, end
