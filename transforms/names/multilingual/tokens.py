"""Words and punctuation of a passage in any alphabet, with their places in the text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# An address such as "168.am" is one word with its ending. Armenian writes stress and questions as
# marks inside a word, and every hyphen or apostrophe between letters belongs to its word.
_NAME_TOKEN = re.compile(
    r"[A-Za-z0-9][\w-]*+\.[a-z]{2,4}\b(?:-\w++)?"
    r"|\w++(?:[-‑’'\u055b\u055c\u055e]\w++)*+"
    r"|[^\w\s]"
)
SENTENCE_ENDS = frozenset(".!?:;…\u0589\u061f\u06d4")
OPENING_QUOTES, CLOSING_QUOTES = frozenset("«„“"), frozenset("»”")
_LONGEST_TOKEN = 40
# A model's work takes memory for each word of a piece: an article on one line is several.
_LONGEST_PIECE = 1_000


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of one passage; offsets are code points into the document's text."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def tokens_of(text: str, start: int, end: int) -> Tokens:
    """Cut a stretch of a text into words and single marks."""
    found = list(_NAME_TOKEN.finditer(text, start, end))
    return Tokens(
        tuple(match.group()[:_LONGEST_TOKEN] for match in found),
        tuple(match.start() for match in found),
        tuple(match.end() for match in found),
    )


def pieces_of(tokens: Tokens) -> Iterator[Tokens]:
    """A passage cut behind ends of sentences, so that no piece is very long."""
    start, count = 0, len(tokens.texts)
    while count - start > _LONGEST_PIECE:
        least, end = start + _LONGEST_PIECE // 2, start + _LONGEST_PIECE
        while end > least and tokens.texts[end - 1] not in SENTENCE_ENDS:
            end -= 1
        end = end if end > least else start + _LONGEST_PIECE
        yield _slice(tokens, start, end)
        start = end
    if start < count:
        yield _slice(tokens, start, count)


def _slice(tokens: Tokens, first: int, last: int) -> Tokens:
    return Tokens(tokens.texts[first:last], tokens.starts[first:last], tokens.ends[first:last])


def is_word(token: str) -> bool:
    """Whether a token begins with a letter."""
    return token[0].isalpha()


def head_of(word: str) -> str:
    """A word without an ending behind a hyphen, such as "ՄԱԿ" of "ՄԱԿ-ում"."""
    head, hyphen, tail = word.rpartition("-")
    return head if hyphen and head and tail.islower() and not head.islower() else word


def starts_sentence(tokens: Sequence[str], index: int) -> bool:
    """Whether a word has a capital by its place alone."""
    return index == 0 or tokens[index - 1] in SENTENCE_ENDS or tokens[index - 1] in OPENING_QUOTES
