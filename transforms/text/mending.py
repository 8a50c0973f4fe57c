"""Text mended that was decoded twice (`NaxÃ§Ä±van`) or kept HTML's spelling (`&quot;`, `<br>`).

All of it is done before a text is stored, so that every offset is one into the mended text. What is
no sure sign of it is left alone: a line is decoded again only where ftfy takes it for damaged, and
the tags and references of a page that shows markup are its text.
"""

import html
import re
from collections import Counter
from functools import cache
from html.entities import name2codepoint

# What UTF-8 was mistaken for: the encodings that Western, Slavic, Greek, Turkish and Baltic pages
# had before it.
_MISTAKEN_FOR = ("latin-1", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859-2")
_CHARACTER_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_OPENING_TAG = re.compile(r"</?[a-zA-Z]")
_ABOUT_MARKUP = re.compile(r"&(?:amp;)?[lg]t;|\b(?:HTML|XML|html)\b")
_MARKUP = re.compile(rf"{_ABOUT_MARKUP.pattern}|</?[a-zA-Z][^<>\n]{{0,300}}>")
# A closing quotation mark whose last byte, 9D, is no character of Windows-1252 and was lost.
_CUT_MARK = re.compile("\u00e2\u20ac(?=[\\s.,;:!?)]|$)")
_WHOLE_MARK = "\u00e2\u20ac\x9d"
_NAMED_REFERENCES = frozenset(f"&{name};" for name in name2codepoint if name not in ("lt", "gt"))
# What paragraphs are written with: a page that has other tags, or one of a pair, shows markup.
_ANY_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>[^<>\n]{0,300})>")
_BREAKING_TAGS = frozenset(("br", "p"))
_PAIRED_TAGS = frozenset(("b", "strong", "i", "em", "u", "span", "a", "font"))
_BREAKS = re.compile(r"(?:\x00|\r?\n)+")
_REPLACEMENT = "\ufffd"
# `&amp;quot;` was spelled so twice.
_SPELLINGS = 2


def mend(text: str) -> tuple[str, tuple[str, ...]]:
    """Mend a text; the second value says what was done, and is empty for a text that is sound."""
    repairs = []
    if not text.isascii():
        text, count = _decoded_once(text)
        if count:
            repairs.append(f"{_counted(count, 'line')} decoded twice read as UTF-8")
    if "</" in text or "<br" in text or "<BR" in text or "<p" in text:
        text, count = _without_tags(text)
        if count:
            repairs.append(f"{_counted(count, 'tag')} removed")
    if "&" in text:
        text, count = _without_references(text)
        if count:
            repairs.append(f"{count} character references replaced")
    return text, tuple(repairs)


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"


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


def _without_tags(text: str) -> tuple[str, int]:
    """The text without the tags of paragraphs that were left in it, and how many they were."""
    tags = list(_ANY_TAG.finditer(text))
    if not _are_left_over(text, tags):
        return text, 0
    bare = _ANY_TAG.sub(lambda tag: "\0" if tag["name"].lower() in _BREAKING_TAGS else "", text)
    mended = _BREAKS.sub(_line_ends, bare)
    return (mended, len(tags)) if mended.strip() else (text, 0)


def _line_ends(breaks: re.Match[str]) -> str:
    """The line ends among tags that break lines; one where there are none, save at either end."""
    is_at_end = breaks.start() == 0 or breaks.end() == len(breaks.string)
    return breaks[0].replace("\0", "") or ("" if is_at_end else "\n")


def _are_left_over(text: str, tags: list[re.Match[str]]) -> bool:
    """Whether tags are those of paragraphs, and not what the page is about."""
    if not tags or "\0" in text or len(tags) != len(_OPENING_TAG.findall(text)):
        return False
    names = [tag["name"].lower() for tag in tags]
    if not _BREAKING_TAGS.union(_PAIRED_TAGS).issuperset(names) or _ABOUT_MARKUP.search(text):
        return False
    opened = Counter(name for name, tag in zip(names, tags, strict=True) if not tag["end"])
    return all(opened[name] == names.count(name) - opened[name] for name in _PAIRED_TAGS)


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
