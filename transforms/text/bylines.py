"""Who wrote an article, as bylines name them: people only, no roles, no agencies."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dateline.transforms.text.dates import date_words, find_dates
from dateline.transforms.text.lexicon import any_of, any_phrase, phrases
from dateline.transforms.text.person_names import is_known_name, name_at, role_words

_LONGEST_BYLINE = 200
_LONGEST_LEAD = 50
_MOST_ROLE_WORDS = 6


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
def _announcement() -> re.Pattern[str]:
    """Any word that `_lead` needs, wherever it stands in a line in lower case."""
    return re.compile(
        rf"{_any('by')}(?!\w)|{_any('by_glued')}[^\W\d_]|{_any('author_label')}\s*:"
        rf"|{_any('author_label_bare')}\s"
    )


def _any(use: str) -> str:
    return any_phrase("byline_phrases", use)


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
    for number, (start, end) in enumerate(pieces):
        name_start = _lead_end(text, start, end)
        if name_start is not None and name_start < end:
            return _said_byline(text, pieces, number, name_start)
    return _names_only(text, pieces, is_likely)


def opens_byline(text: str) -> bool:
    """Whether a line announces a name and does not give it: `Written by`."""
    return len(text) < _LONGEST_LEAD and _lead().fullmatch(f"{text} ") is not None


def is_role(text: str) -> bool:
    """Whether a line says nothing but what somebody does: `Senior Editor`."""
    words = text.casefold().replace(",", " ").split()
    return 0 < len(words) <= _MOST_ROLE_WORDS and any(word in role_words() for word in words)


def _lead_end(text: str, start: int, end: int) -> int | None:
    """Where what announces a name ends, if a stretch begins with such words or has them inside."""
    lead = _lead().match(text, start, end)
    if lead is None:
        lead = _lead_within().search(text, start, end)
        if lead and not _is_about_a_date(text[start : lead.start()]):
            return None
    return lead and lead.end()


def _said_byline(
    text: str, pieces: list[tuple[int, int]], number: int, name_start: int
) -> Byline | None:
    """The byline that a piece announces; one of a newsroom has no names."""
    start, end = pieces[number]
    if number and not text[start].isupper() and not _is_about_a_date(text[: pieces[0][1]]):
        return None
    if first := name_at(text, name_start, end, may_be_one_word=True):
        return Byline((first, *_further_names(text, pieces, number)), is_said=True)
    words = text[name_start:end].casefold().split()
    is_newsroom = 0 < len(words) <= _MOST_ROLE_WORDS and words[-1].strip(".,") in role_words()
    return Byline((), is_said=True) if is_newsroom and number == 0 else None


def _names_only(text: str, pieces: list[tuple[int, int]], is_likely: bool) -> Byline | None:
    """A line of nothing but names, roles and dates, the first name one that people are given."""
    for number, (start, end) in enumerate(pieces):
        name = name_at(text, start, end, may_be_one_word=False)
        if name is None:
            if number == 0 and not _is_about_a_date(text[start:end]):
                return None
            continue
        if not (is_likely or is_known_name(text[name[0] : name[1]]) or _is_dated(text)):
            return None
        return Byline((name, *_further_names(text, pieces, number)), is_said=False)
    return None


def _is_dated(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(find_dates(text))


def _further_names(text: str, pieces: list[tuple[int, int]], number: int) -> list[tuple[int, int]]:
    """The names right behind a piece that holds one."""
    names = []
    for (_, before), (start, end) in pairwise(pieces[number:]):
        name = name_at(text, start, end, may_be_one_word=False)
        if name is None or name[1] < end:
            break
        if not (_and().fullmatch(text, before, start) or is_known_name(text[name[0] : name[1]])):
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
    behind = 0
    for cut_start, cut_end in [*cuts, (len(text), len(text))]:
        start, end = behind, cut_start
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not (text[end - 1].isalnum() or text[end - 1] == "."):
            end -= 1
        if start < end:
            pieces.append((start, end))
        behind = max(behind, cut_end)
    return pieces
