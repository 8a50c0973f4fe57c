"""Words and phrases of all languages, by what they are used for, as patterns look for them.

A language is added with rows in the lexicons of `seeds/`: no pattern has words of its own.
"""

import re
from collections.abc import Iterable

from dateline import seeds


def phrases(subject: str, use: str) -> tuple[str, ...]:
    """The phrases of `seeds/<subject>.csv` with a use, each once."""
    rows = seeds.lexicon(subject)
    return tuple(dict.fromkeys(row["phrase"] for row in rows if row["use"] == use))


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first; a space stands for any white space."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first) + ")"


def any_phrase(subject: str, use: str) -> str:
    """A pattern for any phrase of `seeds/<subject>.csv` with a use."""
    return any_of(phrases(subject, use))
