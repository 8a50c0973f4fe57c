"""Words and punctuation of a passage in any alphabet, with their places in the text."""

import re
from collections.abc import Sequence
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
