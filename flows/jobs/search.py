"""`dateline search`: the snippet of a text that shows a hit."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.warehouse.search.query import Hit
from dateline.warehouse.search.word_forms import QueryForms
from dateline.warehouse.search.words import AreForms, Match, SearchQuery, matches

# Before the start of a sentence: an end mark, unless it follows an initial or a title.
_SENTENCE_BREAK = re.compile(
    r"(?:[!?…]|(?<!\b\w)(?<!\b(?:Mr|Ms|Dr|St))(?<!\b(?:Mrs|Gen|Sen))\.)[\"'”’»)\]]*\s+(?=[^a-z\s])"
    r"|[。！？]|\n"
)
_SNIPPET_LENGTH = 320
_Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text; `matches` are the query's words in it, in code points."""

    text: str
    matches: tuple[Match, ...]


def snippet_of(hit: Hit, query: SearchQuery) -> Snippet:
    """The first sentence with the most words of the query; a quotation in its sentence.

    If only other fields have the words, such as the headline, it is the first sentence. A sentence
    of more than 320 characters is cut, with `…` at the cut.
    """
    text = hit.body or hit.quotation or ""
    candidates = list(_sentences(text))
    if hit.quotation is not None:
        around = _around(text, hit.quotation, candidates)
        if around is None:  # the lines of the quotation are apart in the body
            text = hit.quotation
        candidates = [around or (0, len(text))]
    found = matches(query.wanted, text, forms_in(hit.language))
    start, end = max(
        candidates or [(0, 0)],
        key=lambda it: len({m.phrase for m in found if it[0] <= m.start < it[1]}),
    )
    return _snippet(text, (start, end), _inside(found, (start, end)))


@cache
def forms_in(language: str | None) -> AreForms:
    """What tells whether two words are forms of one in a language."""
    forms = QueryForms([language or ""])

    def are_forms(word: str, other: str) -> bool:
        return forms.are_forms(word, other, language)

    return are_forms


def _around(text: str, quotation: str, sentences: Sequence[_Range]) -> _Range | None:
    """The sentences that hold a quotation, as one range; None if the text lacks it."""
    offset = text.find(quotation)
    if offset < 0:
        return None
    overlapping = [it for it in sentences if it[0] < offset + len(quotation) and it[1] > offset]
    return (overlapping[0][0], overlapping[-1][1]) if overlapping else None


def _inside(found: Sequence[Match], part: _Range) -> list[Match]:
    return [match for match in found if part[0] <= match.start and match.end <= part[1]]


def _snippet(text: str, sentence: _Range, found: Sequence[Match]) -> Snippet:
    """A sentence without surrounding space, cut around the first match if it is too long."""
    start, end = sentence
    if end - start > _SNIPPET_LENGTH:
        first = found[0].start if found else start
        start, end = _cut(text, max(start, first - _SNIPPET_LENGTH // 3), end)
    part = text[start:end]
    start += len(part) - len(part.lstrip())
    before = "…" if start > sentence[0] and text[sentence[0] : start].strip() else ""
    after = "…" if end < sentence[1] else ""
    shift = len(before) - start
    return Snippet(
        f"{before}{part.strip()}{after}",
        tuple(
            Match(match.start + shift, match.end + shift, match.phrase)
            for match in _inside(found, (start, end))
        ),
    )


def _sentences(text: str) -> Iterator[_Range]:
    start = 0
    for match in _SENTENCE_BREAK.finditer(text):
        if text[start : match.end()].strip():
            yield start, match.end()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _cut(text: str, start: int, end: int) -> _Range:
    """A range of at most the length of a snippet, cut between words if possible."""
    if start > 0 and not text[start - 1].isspace():
        space = text.find(" ", start, start + 40)
        start = start if space < 0 else space + 1
    if start + _SNIPPET_LENGTH < end:
        space = text.rfind(" ", start, start + _SNIPPET_LENGTH)
        end = start + _SNIPPET_LENGTH if space <= start else space
    return start, end
