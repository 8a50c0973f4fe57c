"""Speech that a dash opens: "— Мы остаёмся, — сказал Петров. — Работа есть"."""

import re
from collections.abc import Sequence

from dateline.transforms.quotes.languages.grammar import Grammar
from dateline.transforms.quotes.languages.word_kinds import WordKind
from dateline.transforms.quotes.languages.words import Word, read_sentences
from dateline.transforms.quotes.quotation_marks import Quoted

_OPENS = re.compile(r"\s*(?:[—–―]\s*|-\s+)(?=[^\W_]|[¿¡«\"“„…])")
_BEFORE_TELLING = frozenset((WordKind.COMMA, WordKind.DASH, WordKind.STOP))
_BETWEEN_MARK_AND_VERB = frozenset((WordKind.AUXILIARY, WordKind.PRONOUN, WordKind.CLITIC_PRONOUN))
_OPENS_TELLING = frozenset((WordKind.SPEECH_VERB, WordKind.QUOTATIVE))
_OPENERS = '«“„"‘'
_CLOSING_MARKS = '»”“"’'
_MOST_SPOKEN_PARTS = 8
DASH_MARK = "dash"


def find_spoken(
    text: str, start: int, end: int, quoted: Sequence[Quoted], grammar: Grammar
) -> list[Quoted]:
    """The stretches of a passage that are spoken, in order.

    A stretch between marks that tells who speaks is cut there: «Мы остаёмся, — сказал Петров. —
    Работа есть». A passage that a dash opens is spoken where it tells who speaks; its stretches
    are given as if they stood between marks. What such words cut has the mark `dash`, and all but
    the last part count as not closed.
    """
    opening = _OPENS.match(text, start, end)
    if opening is not None:
        parts = _parts(text, opening.end(), end, grammar)
        if parts:
            return parts
    found: list[Quoted] = []
    for item in quoted:
        may_tell = not item.closed or _has_dash(text, item)
        parts = _parts(text, item.start, item.end, grammar) if may_tell else []
        if not parts:
            found.append(item)
            continue
        last = parts[-1]
        parts[0] = parts[0]._replace(outer_start=item.outer_start)
        if last.end == item.end:
            parts[-1] = parts[-1]._replace(outer_end=item.outer_end, closed=item.closed)
        found += parts
    return found


def _has_dash(text: str, item: Quoted) -> bool:
    return any(text.find(dash, item.start, item.end) >= 0 for dash in (" —", " –", " -", ",-"))


def _parts(text: str, start: int, end: int, grammar: Grammar) -> list[Quoted]:
    """What is spoken between the words that tell who speaks; nothing where none do."""
    words = [word for row in read_sentences(text, start, end, (), grammar) for word in row]
    spoken: list[Quoted] = []
    first, at = start, 0
    for _ in range(_MOST_SPOKEN_PARTS):
        telling = _telling(words, at)
        if telling is None:
            break
        mark, verb = telling
        stop = words[mark].end if words[mark].kind is WordKind.STOP else words[mark].start
        if stop > first:
            spoken.append(_stretch(text, first, stop, is_last=False))
        dash = _next_dash(words, verb)
        if dash is None:
            return [*spoken[:-1], spoken[-1]._replace(closed=True)] if spoken else []
        first, at = words[dash].end, dash + 1
    if spoken and first < end:
        spoken.append(_stretch(text, first, end, is_last=True))
    return spoken


def _stretch(text: str, first: int, stop: int, *, is_last: bool) -> Quoted:
    start, end = _stripped(text, first, stop)
    if end > start and _ends_with_lone_mark(text, start, end):
        start, end = _stripped(text, start, end - 1)
    return Quoted(start, end, start, stop, DASH_MARK, is_last)


def _stripped(text: str, first: int, stop: int) -> tuple[int, int]:
    while first < stop and text[first].isspace():
        first += 1
    while stop > first and text[stop - 1].isspace():
        stop -= 1
    return first, stop


def _ends_with_lone_mark(text: str, first: int, stop: int) -> bool:
    """Whether the last mark of a stretch closes nothing inside it: of pairs that do not match."""
    if text[stop - 1] not in _CLOSING_MARKS:
        return False
    return not any(text.find(opener, first, stop - 1) >= 0 for opener in _OPENERS)


def _telling(words: list[Word], at: int) -> tuple[int, int] | None:
    """Where the words begin that say who speaks: the mark before them, and their verb."""
    for index in range(at + 1, len(words)):
        if words[index].kind not in _BEFORE_TELLING:
            continue
        verb = index + 1
        while verb < len(words) and words[verb].kind is WordKind.DASH:
            verb += 1
        while verb < len(words) and words[verb].kind in _BETWEEN_MARK_AND_VERB:
            verb += 1
        if verb < len(words) and words[verb].kind in _OPENS_TELLING:
            return index, verb
    return None


def _next_dash(words: list[Word], verb: int) -> int | None:
    """The dash behind the verb at which speech goes on."""
    for index in range(verb + 1, len(words)):
        if words[index].kind is WordKind.DASH:
            return index
    return None
