"""Text from pages, escaped for a terminal."""

import unicodedata

_REPLACEMENTS = {"\n": "\n", "\t": "    "}
_JOINERS = "\u200c\u200d\u00ad"  # some scripts need them
_ESCAPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


# Characters without a look that set a direction, as pages in Arabic and Hebrew have them.
DIRECTION_MARKS = "\u200e\u200f\u061c"


def printable(text: str, kept: str = "") -> str:
    r"""Text with control and direction-changing characters escaped as `\x1b`, `\u202e`, ….

    They could move the cursor, retitle the window or reorder the text. All characters of the
    Unicode categories Cc, Cf, Cs, Co, Zl and Zp are escaped, except line feeds, tabs, which become
    spaces, and the joiners that some scripts need; and those in `kept`.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(it if it in kept else _escaped(it) for it in text)


def _escaped(character: str) -> str:
    if character in _REPLACEMENTS:
        return _REPLACEMENTS[character]
    if character in _JOINERS:
        return character
    if unicodedata.category(character) in _ESCAPED_CATEGORIES:
        return character.encode("unicode_escape").decode("ascii")
    return character


def one_line(text: str, width: int, kept: str = "") -> str:
    """The beginning of a text on one line, at most `width` characters."""
    flat = " ".join(text[: 4 * width].split())
    return printable(flat if len(flat) <= width else flat[: width - 1] + "…", kept)
