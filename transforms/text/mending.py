"""Text mended that was decoded twice (`NaxÃ§Ä±van`) or kept HTML's spelling (`&quot;`).

Both are done before a text is stored, so that every offset is one into the mended text. What is no
sure sign of either is left alone: a line is decoded again only where ftfy takes it for damaged, and
the references of a page that shows markup are its text.
"""

import html
import re
from functools import cache
from html.entities import name2codepoint

# What UTF-8 was mistaken for: the encodings that Western, Slavic, Greek, Turkish and Baltic pages
# had before it.
_MISTAKEN_FOR = ("latin-1", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859-2")
_CHARACTER_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_MARKUP = re.compile(r"&(?:amp;)?[lg]t;|</?[a-zA-Z][^<>\n]{0,300}>|\b(?:HTML|XML)\b")
# A closing quotation mark whose last byte, 9D, is no character of Windows-1252 and was lost.
_CUT_MARK = re.compile("\u00e2\u20ac(?=[\\s.,;:!?)]|$)")
_WHOLE_MARK = "\u00e2\u20ac\x9d"
_NAMED_REFERENCES = frozenset(f"&{name};" for name in name2codepoint if name not in ("lt", "gt"))
_REPLACEMENT = "\ufffd"
# `&amp;quot;` was spelled so twice.
_SPELLINGS = 2


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Mend a text; the second value says what was done, and is empty for a text that is sound."""
    repairs = []
    if not text.isascii():
        text, count = _decoded_once(text)
        if count:
            repairs.append(f"{_lines(count)} decoded twice read as UTF-8")
    if "&" in text:
        text, count = _without_references(text)
        if count:
            repairs.append(f"{count} character references replaced")
    return text, tuple(repairs)


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count} lines"


def _decoded_once(text: str) -> tuple[str, int]:
    """The text with the lines that were decoded twice decoded once, and how many they were."""
    if not _twice_decoded().search(text):
        return text, 0
    # Loaded where a page seems to be damaged: most runs meet none.
    from ftfy import TextFixerConfig, fix_encoding
    from ftfy.badness import is_bad

    config = TextFixerConfig(unescape_html=False, replace_lossy_sequences=False)
    lines = text.split("\n")
    count = 0
    for number, line in enumerate(lines):
        if _twice_decoded().search(line) and is_bad(line):
            mended = fix_encoding(_CUT_MARK.sub(_WHOLE_MARK, line), config)
            # A sequence that lost a byte stays as it is.
            if mended != line and "\n" not in mended:
                lines[number], count = mended, count + 1
    return "\n".join(lines), count


@cache
def _twice_decoded() -> re.Pattern[str]:
    """The characters that the bytes of one character of UTF-8 were mistaken for.

    It finds too much, and quickly: whether the line is damaged is ftfy's to say.
    """
    continuing = _of_bytes(0x80, 0xC0)
    return re.compile(
        rf"[\x80-\x9f]|[{_of_bytes(0xC2, 0xE0)}][{continuing}]"
        rf"|[{_of_bytes(0xE0, 0xF5)}][{continuing}]{{2}}"
    )


def _of_bytes(first: int, end: int) -> str:
    """The characters that the bytes stand for in any of the encodings, for a pattern."""
    found = {
        character
        for encoding in _MISTAKEN_FOR
        for character in bytes(range(first, end)).decode(encoding, errors="ignore")
    }
    return "".join(re.escape(character) for character in sorted(found))


def _without_references(text: str) -> tuple[str, int]:
    """The text with HTML's references to characters replaced, and how many they were."""
    if not _CHARACTER_REFERENCE.search(text) or _MARKUP.search(text):
        return text, 0
    replaced = 0

    def replace(match: re.Match[str]) -> str:
        nonlocal replaced
        if match[0][1] != "#" and match[0] not in _NAMED_REFERENCES:
            return match[0]
        character = html.unescape(match[0])
        if character == _REPLACEMENT or not (character.isprintable() or character == "\xa0"):
            return match[0]
        replaced += 1
        return character

    for _ in range(_SPELLINGS):
        text = _CHARACTER_REFERENCE.sub(replace, text)
    return text, replaced
