"""Who wrote an article, as bylines name them: people only, no roles, no agencies."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import seeds
from transforms.text.dates import date_words, find_dates
from transforms.text.lexicon import any_of, any_phrase, phrases

_NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\-])*")
_INNER_CAPITALS = re.compile(r"[A-Z]{2}[a-z]|[a-z][A-Z]{2}")
_LONGEST_BYLINE = 200
_LONGEST_BYLINE_NAME = 50


@dataclass(frozen=True, slots=True)
class Byline:
    """The names in a line that says who wrote the article.

    `names` are spans into the line; `is_said` tells `By Ann Lee` from a line that only holds a
    name, which counts as a byline beside the headline and nowhere else.
    """

    names: tuple[tuple[int, int], ...]
    is_said: bool


@cache
def _lead() -> re.Pattern[str]:
    """What stands before a name: `By`, `Words:`, `Written and posted by`."""
    by = _any("by")
    return re.compile(
        rf"(?:{by}\b\s*:?|(?-i:{any_of(map(str.title, phrases('byline_phrases', 'by_glued')))})"
        rf"(?=[A-ZÀ-Þ])|{_any('author_label')}\s*:|(?:{_any('author_label_bare')}|{by})\s"
        rf"|{_any('written')}\s+(?:{_any('and')}\s\w+\s+)?(?:\w+\s)?{by}\b\s*:?)\s*",
        re.IGNORECASE,
    )


@cache
def _lead_within() -> re.Pattern[str]:
    return re.compile(rf"\b{_any('by_within')}\b:?\s+(?=[A-ZÀ-Þ])")


@cache
def _other_work() -> re.Pattern[str]:
    """Work on a page that makes nobody its author: `Photo`, `Edited`."""
    return re.compile(rf"{_any('other_work')}\b", re.IGNORECASE)


@cache
def _separator() -> re.Pattern[str]:
    joining = any_of((*phrases("byline_phrases", "and"), *phrases("byline_phrases", "after_name")))
    return re.compile(
        r"\s*(?:[|•·/;\t—–►»]|\s-(?:\s|$)|-\s|,|&|\+|\xa0{2,}|\s{2,}|\xa0\s|\s\xa0"
        rf"|\b{joining}\b)\s*|(?<=[a-zà-ÿ])(?={_any('glued_date')}\b)"
    )


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:&|{_any('and')})\W*")


@cache
def _name_particles() -> frozenset[str]:
    return frozenset(phrases("byline_phrases", "name_particle"))


@cache
def _announcement() -> re.Pattern[str]:
    """Any word that `_lead` needs, wherever it stands in a line in lower case."""
    return re.compile(
        rf"{_any('by')}(?!\w)|{_any('by_glued')}[^\W\d_]|{_any('author_label')}\s*:"
        rf"|{_any('author_label_bare')}\s"
    )


def _any(use: str) -> str:
    return any_phrase("byline_phrases", use)


@cache
def _not_names() -> frozenset[str]:
    """Words of roles, agencies and newsrooms, in lower case: a name does not hold them."""
    return frozenset(row["word"] for row in seeds.lexicon("byline_words"))


@cache
def agencies() -> frozenset[str]:
    """Words of the names of news agencies, in lower case."""
    return frozenset(
        row["word"] for row in seeds.lexicon("byline_words") if row["kind"] == "agency"
    )


@cache
def _given_names() -> frozenset[str]:
    return frozenset(row["name"].casefold() for row in seeds.lexicon("given_names"))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row["name"].casefold() for row in seeds.lexicon("surnames"))


@cache
def _ordinary_words() -> frozenset[str]:
    return frozenset(row["word"] for row in seeds.lexicon("ordinary_words"))


def _is_known_name(name: str) -> bool:
    """Whether lexicons list the first word as a given name or the last one as a surname."""
    words = re.split(r"[\s.-]+", name.casefold().strip("."))
    if words[-1] in _ordinary_words():
        return False
    is_initialled = any(len(word) == 1 for word in words[:-1])
    return words[0] in _given_names() or words[-1] in _surnames() or is_initialled


def is_likely_name(name: str, *, is_english: bool) -> bool:
    """Whether a name opens with a given name, or its words mean nothing else in English.

    What words mean in other languages the lexicon does not say.
    """
    words = re.split(r"[\s.-]+", name.casefold().strip("."))
    if words[0] in _given_names():
        return True
    return is_english and not any(word in _ordinary_words() for word in words)


def may_say_author(key: str) -> bool:
    """Whether a line, in lower case, holds a word that bylines open with; a quick first look."""
    return _announcement().search(key) is not None


def read_byline(text: str, *, is_likely: bool = False) -> Byline | None:
    """Read a line as a byline; None if it is none.

    Args:
        text: The line.
        is_likely: Whether something else speaks for a byline here, so that a line which holds
            nothing but a name may be one even if no lexicon lists the name.
    """
    if not 3 <= len(text) <= _LONGEST_BYLINE or _other_work().match(text) or opens_byline(text):
        return None
    pieces = _pieces(text)
    for place, (start, end) in enumerate(pieces):
        lead = _lead().match(text, start, end)
        if lead is None and (within := _lead_within().search(text, start, end)):
            lead = within if _is_about_a_date(text[start : within.start()]) else None
        if lead is None or lead.end() >= end:
            continue
        if place and not text[start].isupper() and not _is_about_a_date(text[: pieces[0][1]]):
            return None
        first = _name_at(text, lead.end(), end, may_be_one_word=True)
        if first is None:
            words = text[lead.end() : end].casefold().split()
            is_newsroom = 0 < len(words) <= 6 and words[-1].strip(".,") in _not_names()
            return Byline((), is_said=True) if is_newsroom and place == 0 else None
        return Byline((first, *_further_names(text, pieces, place)), is_said=True)
    return _names_only(text, pieces, is_likely)


def opens_byline(text: str) -> bool:
    """Whether a line announces a name and does not give it: `Written by`."""
    return len(text) < _LONGEST_BYLINE_NAME and _lead().fullmatch(f"{text} ") is not None


def is_role(text: str) -> bool:
    """Whether a line says nothing but what somebody does: `Senior Editor`."""
    words = text.casefold().replace(",", " ").split()
    return 0 < len(words) <= 6 and any(word in _not_names() for word in words)


def _names_only(text: str, pieces: list[tuple[int, int]], is_likely: bool) -> Byline | None:
    """A line of nothing but names, roles and dates, the first name one that people are given."""
    for place, (start, end) in enumerate(pieces):
        name = _name_at(text, start, end, may_be_one_word=False)
        if name is None:
            if place == 0 and not _is_about_a_date(text[start:end]):
                return None
            continue
        if not (is_likely or _is_known_name(text[name[0] : name[1]]) or _is_dated(text)):
            return None
        return Byline((name, *_further_names(text, pieces, place)), is_said=False)
    return None


def _is_dated(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(find_dates(text))


def _further_names(text: str, pieces: list[tuple[int, int]], place: int) -> list[tuple[int, int]]:
    """The names right behind the piece at `place`, which holds one."""
    names = []
    for (_, before), (start, end) in pairwise(pieces[place:]):
        name = _name_at(text, start, end, may_be_one_word=False)
        if name is None or name[1] < end:
            break
        if not (_and().fullmatch(text, before, start) or _is_known_name(text[name[0] : name[1]])):
            break
        names.append(name)
    return names


def _is_about_a_date(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return all(word in date_words() for word in words)


def _pieces(text: str) -> list[tuple[int, int]]:
    """The stretches between separators and dates, without white space and marks around them."""
    cuts = [match.span() for match in _separator().finditer(text)]
    if any(map(str.isdigit, text)):
        cuts += [(mention.start, mention.end) for mention in find_dates(text)]
        cuts.sort()
    pieces = []
    place = 0
    for cut_start, cut_end in [*cuts, (len(text), len(text))]:
        start, end = place, cut_start
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
            end -= 1
        if start < end:
            pieces.append((start, end))
        place = max(place, cut_end)
    return pieces


def _name_at(text: str, start: int, end: int, *, may_be_one_word: bool) -> tuple[int, int] | None:
    """The name that a stretch begins with: capitalised words up to the first that is no name."""
    while start < end and not text[start].isalnum():
        start += 1
    words: list[re.Match[str]] = []
    for match in _NAME_WORD.finditer(text, start, end):
        word = match.group().strip(".")
        if match.end() > start + _LONGEST_BYLINE_NAME:
            break
        gap = text[words[-1].end() if words else start : match.start()]
        if gap.strip() or word.casefold() in _not_names():
            break
        if _INNER_CAPITALS.search(word) and (words or not may_be_one_word):
            break
        if not word[0].isupper() and word not in _name_particles():
            break
        words.append(match)
    while words and words[-1].group() in _name_particles():
        words.pop()
    if len(words) > 2 and words[-1].group().casefold() in _ordinary_words():
        words.pop()
        return words[0].start(), words[-1].end()
    if not words or not words[0].group()[0].isupper() or len(words) > 5:
        return None
    last = words[-1].end()
    is_whole = not text[last:end].strip(" .,")
    if len(words) == 1 and not (may_be_one_word and is_whole and len(words[0].group()) > 2):
        return None
    if not is_whole and not _follows_a_role(text[last:end]):
        return None
    if text[last - 1] == "." and len(words[-1].group()) > 3:
        last -= 1
    return words[0].start(), last


def _follows_a_role(rest: str) -> bool:
    """Whether what stands behind a name begins with a role, an outlet or a time."""
    word = re.match(r"[\W\d]*(\w+)", rest)
    if word is None:
        return True
    found = word.group(1)
    return (
        found.casefold() in _not_names()
        or _INNER_CAPITALS.search(found) is not None
        or found.casefold() in date_words()
    )
