"""The scripts of the world as `seeds/scripts.csv` tells them apart."""

import re
from functools import cache

from dateline import seeds

FIRST_OTHER_LETTER = "\u0250"
"""All letters before it are Latin ones, but for signs of phonetics."""
_FIRST_UNSPACED = "\u0e00"
_LETTERS_A_WORD = 2


def letter_ranges(use: str) -> tuple[tuple[int, int], ...]:
    """The first and last code points of the scripts with a use."""
    rows = seeds.lexicon("scripts")
    return tuple((int(r["first"], 16), int(r["last"], 16)) for r in rows if r["use"] == use)


@cache
def unspaced_letter() -> re.Pattern[str]:
    """A letter of a script that writes no spaces between words."""
    ranges = "".join(f"{chr(first)}-{chr(last)}" for first, last in letter_ranges("unspaced"))
    return re.compile(f"[{ranges}]")


@cache
def _without_capitals() -> re.Pattern[str]:
    ranges = "".join(f"{chr(first)}-{chr(last)}" for first, last in letter_ranges("no_capitals"))
    return re.compile(f"[{ranges}]")


def may_be_capital(letter: str) -> bool:
    """Whether a letter is a capital, or one of a script that has none."""
    if letter.isupper():
        return True
    is_small = letter.islower() and _without_capitals().match(letter) is None
    return letter.isalpha() and not is_small


def is_wholly_unspaced(word: str) -> bool:
    """Whether all letters of a word are of scripts that write no spaces between words."""
    return is_unspaced(word) and all(map(unspaced_letter().match, word))


def is_unspaced(text: str) -> bool:
    """Whether a text has a letter of a script that writes no spaces between words."""
    return max(text, default="") >= _FIRST_UNSPACED and unspaced_letter().search(text) is not None


def count_words(text: str) -> int:
    """How many words a line has; where no spaces part them, two letters count as one."""
    spaced = text.count(" ") + 1
    if max(text, default="") < _FIRST_UNSPACED:
        return spaced
    return spaced + len(unspaced_letter().findall(text)) // _LETTERS_A_WORD


def count_read_words(text: str) -> int:
    """How many words a text has for its readers: what white space parts.

    Where no spaces part words, each letter counts as one, as in the counts of Chinese and Japanese
    publishers; signs above and below letters do not count.
    """
    if not is_unspaced(text):
        return len(text.split())
    spaced, letters = unspaced_letter().subn(" ", text)
    marks = sum(map(_is_sign, unspaced_letter().findall(text)))
    words = sum(any(map(str.isalnum, word)) for word in spaced.split())
    return words + letters - marks


def _is_sign(character: str) -> bool:
    return not character.isalnum()
