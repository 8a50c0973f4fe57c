"""Text from pages made safe to show on a terminal."""

import unicodedata

_LINE_BREAKS = {"\n": "\n", "\t": "    "}


def printable(text: str) -> str:
    r"""Text with control and direction-changing characters shown as `\x1b`, `\u202e`, ….

    They could move the cursor, retitle the window or reorder what is read; line feeds stay and a
    tab becomes spaces. Everything of the Unicode categories Cc, Cf, Cs, Co and Zl/Zp is escaped,
    but for the joiners that scripts need to be spelled.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in _LINE_BREAKS:
        return _LINE_BREAKS[character]
    if character in "\u200c\u200d\u00ad":
        return character
    if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}:
        return character.encode("unicode_escape").decode("ascii")
    return character


def one_line(text: str, width: int) -> str:
    """The beginning of a text on one line, at most `width` characters."""
    flat = " ".join(text[: 4 * width].split())
    return printable(flat if len(flat) <= width else flat[: width - 1] + "…")
