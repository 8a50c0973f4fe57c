"""Patterns looked for at the head of a text, so that a long line costs no more than a short one.

A slice may end inside a word, a number or a date, and what is left of it reads as another one. A
match is therefore read to its own end, past the head where it must, and one that the limit itself
ends is none.
"""

import re


def search_head(pattern: re.Pattern[str], text: str, size: int) -> re.Match[str] | None:
    """The first match that begins within the first `size` characters and is whole by twice that."""
    return _whole(pattern.search(text, 0, 2 * size), size)


def match_head(pattern: re.Pattern[str], text: str, size: int) -> re.Match[str] | None:
    """The match at the start of a text, if it is whole within twice `size` characters."""
    return _whole(pattern.match(text, 0, 2 * size), size)


def _whole(match: re.Match[str] | None, size: int) -> re.Match[str] | None:
    if match is None or match.start() >= size:
        return None
    is_ended_by_limit = match.end() == 2 * size < len(match.string)
    return None if is_ended_by_limit else match
