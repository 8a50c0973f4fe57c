"""What lines of boilerplate say: `seeds/line_phrases.csv` looked up for all lines at once."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dateline import seeds
from dateline.transforms.schema.closed_sets import LABELS, LineLabel
from dateline.transforms.text.lexicon import any_of
from dateline.transforms.text.scripts import is_unspaced

# Bullets, arrows, brackets and punctuation that lists and buttons put around their words.
DECORATION = (
    " \t\xa0\u200b\u3000•·●▪■□◆◇○◦★☆※–—-|｜»«›‹>→←↑↓▶►▼▲✕×*+:;.,!?…#()[]{}\"'“”‘’/\\_~="
    "։،؛؟۔।：；，、。！？・（）［］【】〔〕「」『』《》〈〉"
)
# So many letters stand for the first word of a phrase where no spaces part the words.
_OPENING_LETTERS = 2
_LONGEST_PHRASED_LINE = 160


def line_keys(texts: Sequence[str]) -> list[str]:
    """Each line in lower case, without the decoration around it."""
    keys = "\n".join(texts).casefold().split("\n")
    return [key.strip(DECORATION) for key in keys[: len(texts)]]


@cache
def _whole_lines() -> dict[str, int]:
    return {
        row["phrase"].strip(DECORATION): LABELS.index(row["label"])
        for row in seeds.lexicon("line_phrases")
        if row["match"] == "line"
    }


@cache
def _line_starts() -> dict[str, tuple[tuple[str, int], ...]]:
    """Phrases that begin a line of boilerplate, by their first word, longest first."""
    by_first: dict[str, list[tuple[str, int]]] = {}
    for row in seeds.lexicon("line_phrases"):
        if row["match"] == "start":
            phrase = row["phrase"].lstrip(DECORATION)
            by_first.setdefault(_opening(phrase), []).append((phrase, LABELS.index(row["label"])))
    return {
        word: tuple(sorted(rows, key=lambda row: -len(row[0]))) for word, rows in by_first.items()
    }


def _opening(key: str) -> str:
    """The first word of a line, or its first letters where no spaces part the words."""
    return key[:_OPENING_LETTERS] if is_unspaced(key[:1]) else key.partition(" ")[0]


@cache
def _phrases_within() -> tuple[re.Pattern[str], dict[str, int]] | None:
    """A pattern for the phrases that may stand anywhere in a line, and the label of each."""
    labels = {
        " ".join(row["phrase"].split()): LABELS.index(row["label"])
        for row in seeds.lexicon("line_phrases")
        if row["match"] == "anywhere"
    }
    return (re.compile(rf"(?<!\w){any_of(labels)}(?!\w)"), labels) if labels else None


def match_whole_lines(keys: Sequence[str]) -> NDArray[np.int8]:
    """The label that each line's whole wording stands for, as its code; -1 for none."""
    phrases = _whole_lines()
    return np.array([phrases.get(key, -1) for key in keys], dtype=np.int8)


def names_section(text: str) -> bool:
    """Whether a text is the name of a section, such as `Politics`."""
    key = text.casefold().strip(DECORATION)
    return _whole_lines().get(key) == LABELS.index(LineLabel.SECTION)


def match_line_starts(keys: Sequence[str]) -> NDArray[np.int8]:
    """The label that each line's first words stand for, as its code; -1 for none."""
    starts = _line_starts()
    found = np.full(len(keys), -1, dtype=np.int8)
    for index, key in enumerate(keys):
        if len(key) <= _LONGEST_PHRASED_LINE and (rows := starts.get(_opening(key))):
            found[index] = next((label for phrase, label in rows if key.startswith(phrase)), -1)
    return found


def match_within_lines(keys: Sequence[str]) -> NDArray[np.int8]:
    """The label that a phrase anywhere in each line stands for, as its code; -1 for none.

    The words of a phrase are whole words of the line.
    """
    found = np.full(len(keys), -1, dtype=np.int8)
    if known := _phrases_within():
        pattern, labels = known
        for index, key in enumerate(keys):
            if len(key) <= _LONGEST_PHRASED_LINE and (match := pattern.search(key)):
                found[index] = labels[" ".join(match[0].split())]
    return found


def match_phrases(keys: Sequence[str]) -> NDArray[np.int8]:
    """The label that each line's wording stands for; -1 for none.

    The whole of it counts before its first words, and these before a phrase inside it.
    """
    whole, starts = match_whole_lines(keys), match_line_starts(keys)
    return np.where(whole >= 0, whole, np.where(starts >= 0, starts, match_within_lines(keys)))
