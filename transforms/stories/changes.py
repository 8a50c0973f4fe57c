"""What differs between two texts that tell the same story: sentences and quotations.

Two are the same where their words are. What is only here and what is only there are taken for one
that was altered where they have most of their words in common.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dateline.transforms.schema.closed_sets import ChangedUnit, ChangeKind
from dateline.transforms.schema.content import Span

_BETWEEN_PARAGRAPHS = "\n\n"
_WORD = re.compile(r"\w+")
_STOPS_A_SENTENCE = re.compile(r"[.!?…。！？]+[\"'”’»)\]]*(?:\s+|$)")
# Of the words of both, counted twice, as Dice does.
_LEAST_IN_COMMON = 0.5
# Words of more sentences tell nothing about which one was altered.
_MOST_SENTENCES = 20


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence or a quotation, and where it stands in its document's text."""

    text: str
    start: int
    end: int

    @property
    def words(self) -> tuple[str, ...]:
        """Its words without their case."""
        return tuple(_WORD.findall(self.text.casefold()))


@dataclass(frozen=True, slots=True)
class FoundChange:
    """A change: what differs, how, and where it stands on either side."""

    unit: ChangedUnit
    change: ChangeKind
    own: Span | None
    other: Span | None


def find_paragraphs(text: str, body: str) -> list[int]:
    """Where each paragraph of an article's body begins in the document's text; -1 for nowhere.

    Args:
        text: The document's text; it has each paragraph of the body as it is, in their order.
        body: The article's body.
    """
    found: list[int] = []
    end = len(text)
    # From the end: what precedes a body, such as a standfirst, may repeat its first paragraph.
    for paragraph in reversed(body.split(_BETWEEN_PARAGRAPHS)):
        start = text.rfind(paragraph, 0, end)
        end = end if start < 0 else start
        found.append(start)
    return found[::-1]


def split_sentences(body: str, starts: Sequence[int]) -> list[Wording]:
    """The sentences of an article's body with their offsets in the document's text.

    Args:
        body: The article's body.
        starts: Where its paragraphs begin, as `find_paragraphs` gives it.
    """
    return [
        sentence
        for paragraph, start in zip(body.split(_BETWEEN_PARAGRAPHS), starts, strict=True)
        if start >= 0
        for sentence in _sentences(paragraph, start)
    ]


def _sentences(paragraph: str, offset: int) -> Iterator[Wording]:
    start = 0
    for stop in (*(match.end() for match in _STOPS_A_SENTENCE.finditer(paragraph)), len(paragraph)):
        sentence = paragraph[start:stop].rstrip()
        if sentence:
            yield Wording(sentence, offset + start, offset + start + len(sentence))
        start = stop


def find_changes(
    unit: ChangedUnit, own: Sequence[Wording], other: Sequence[Wording]
) -> Iterator[FoundChange]:
    """The changes that make the other text's sentences, or quotations, those of a text's own.

    Those of the own text come in its order, then what was dropped.
    """
    new, old = _unmatched(own, other), _unmatched(other, own)
    altered = _altered(new, old)
    for index, passage in enumerate(new):
        if index in altered:
            yield FoundChange(unit, ChangeKind.ALTERED, _span(passage), _span(old[altered[index]]))
        else:
            yield FoundChange(unit, ChangeKind.ADDED, _span(passage), None)
    kept = set(altered.values())
    for index, passage in enumerate(old):
        if index not in kept:
            yield FoundChange(unit, ChangeKind.DROPPED, None, _span(passage))


def _unmatched(own: Sequence[Wording], other: Sequence[Wording]) -> list[Wording]:
    """Those of `own` that the other text lacks; one that is there twice has to be there twice."""
    left = Counter(passage.words for passage in other)
    found = []
    for passage in own:
        words = passage.words
        if words and not left[words]:
            found.append(passage)
        left[words] -= 1
    return found


def _altered(new: Sequence[Wording], old: Sequence[Wording]) -> dict[int, int]:
    """For passages of `new`, the one of `old` that each was made of, the likest first."""
    holders: dict[str, list[int]] = defaultdict(list)
    old_words = [Counter(passage.words) for passage in old]
    for index, words in enumerate(old_words):
        for word in words:
            holders[word].append(index)
    likely: list[tuple[float, int, int]] = []
    for index, passage in enumerate(new):
        words = Counter(passage.words)
        tellers = [holders[word] for word in words if word in holders]
        candidates = {
            candidate
            for holding in tellers
            if len(holding) <= _MOST_SENTENCES
            for candidate in holding
        }
        for candidate in candidates:
            common = (words & old_words[candidate]).total()
            share = 2 * common / (words.total() + old_words[candidate].total())
            if share >= _LEAST_IN_COMMON:
                likely.append((-share, index, candidate))
    made_of: dict[int, int] = {}
    taken: set[int] = set()
    for _, index, candidate in sorted(likely):
        if index not in made_of and candidate not in taken:
            made_of[index] = candidate
            taken.add(candidate)
    return made_of


def _span(passage: Wording) -> Span:
    return Span(passage.start, passage.end)
