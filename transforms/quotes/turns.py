"""Transcripts and interviews: paragraphs that open with the name of whoever speaks in them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.transforms.quotes.grammar_words import grammar_words
from dateline.transforms.schema.content import Span
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind

_TURN_LABEL = re.compile(
    r"(?P<name>[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){0,3})"
    r"(?P<title>, [^:\n]{2,90}?)?(?: \([^):\n]{1,40}\))?: +(?=[^\s“\"‘„«])"
)
_STAGE_DIRECTION = re.compile(r"[(\[][^)\]]{1,60}[)\]]\.?$")
_FEWEST_TURNS = 3
_FEWEST_OF_TITLE_CASE = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person says before the next one speaks.

    `label` is the name before the colon, `name` the fullest form of it in the article; `words` has
    a stretch for each paragraph. Offsets are code points.
    """

    label: Span
    name: str
    words: tuple[Span, ...]


def find_turns(article: ArticleText) -> list[Turn]:
    """The turns of a transcript or an interview, in order; none where the article is neither.

    Half of the paragraphs open with a label. One in capitals makes a turn where three do, any other
    name where two people speak in turns: a list of names and sums has no name twice. Words between
    marks are read as quotations.
    """
    if article.text.count(": ") < _FEWEST_TURNS:
        return []
    labels = {
        number: match
        for number, passage in enumerate(article.passages)
        if passage.kind is PassageKind.PARAGRAPH
        and (match := _TURN_LABEL.match(article.text, passage.start, passage.end)) is not None
    }
    paragraphs = sum(p.kind is PassageKind.PARAGRAPH for p in article.passages)
    if 2 * len(labels) < paragraphs or not _is_transcript([m["name"] for m in labels.values()]):
        return []
    names = _full_names([match["name"] for match in labels.values()])
    turns: list[Turn] = []
    for number, passage in enumerate(article.passages):
        match = labels.get(number)
        if match is not None:
            label = Span(*match.span("name"))
            turns.append(Turn(label, names[match["name"]], (Span(match.end(), passage.end),)))
        elif turns and _goes_on(article.text, passage):
            last = turns[-1]
            words = (*last.words, Span(passage.start, passage.end))
            turns[-1] = Turn(last.label, last.name, words)
    return turns


def answers_or_asks(label: str) -> str | None:
    """Whether a label is none's name: `question` or `answer`, as in "Q: …" and "A: …"."""
    word = label.lower().rstrip(".")
    return next((use for use in ("question", "answer") if word in grammar_words(use)), None)


def _is_transcript(names: Sequence[str]) -> bool:
    counts = Counter(names)
    if len(counts) < 2 or len(names) < _FEWEST_TURNS:
        return False
    in_capitals = sum(count for name, count in counts.items() if name.isupper())
    if in_capitals >= _FEWEST_TURNS and 2 * in_capitals > len(names):
        return True
    repeated = [name for name, count in counts.items() if count > 1]
    return len(names) >= _FEWEST_OF_TITLE_CASE and len(repeated) > 1


def _goes_on(text: str, passage: Passage) -> bool:
    """Whether a paragraph without a label goes on with the turn: no applause, no break."""
    words = text[passage.start : passage.end].strip()
    return passage.kind is PassageKind.PARAGRAPH and _STAGE_DIRECTION.match(words) is None


def _full_names(labels: Sequence[str]) -> dict[str, str]:
    """For each label the fullest one that ends with it, in the spelling of running text."""
    names: dict[str, str] = {}
    # The longest label by each of its endings of whole words.
    longest: dict[str, str] = {}
    for label in sorted(set(labels), key=lambda label: (-len(label), label)):
        names[label] = _in_small_letters(longest.get(label, label))
        _, *words = label.split(" ")
        for first in range(len(words)):
            longest.setdefault(" ".join(words[first:]), label)
    return names


def _in_small_letters(name: str) -> str:
    return name.title() if name.isupper() and len(name) > 1 else name
