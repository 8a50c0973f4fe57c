"""Who wrote an article, as bylines name them: people only, no roles, no agencies."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from unicodedata import category

from dateline.transforms.text.dates import date_words, find_dates
from dateline.transforms.text.lexicon import any_of, any_phrase, phrases
from dateline.transforms.text.person_names import (
    agencies,
    is_city,
    is_credential,
    is_given_name,
    is_known_name,
    is_ordinary_word,
    name_at,
    role_words,
)
from dateline.transforms.text.scripts import FIRST_OTHER_LETTER

LONGEST_BYLINE = 200
_LONGEST_LEAD = 50
_MOST_ROLE_WORDS = 6
# More words than a name has, if the page's layout stood between the names.
_LEAST_RUN_WORDS = 6
_LEAST_NAME_WORDS = 2
# A surname that a name, a role or an outlet is glued to: `Anna QuillData`, not `McDonald`.
_GLUED = re.compile(r"(?<=\s)(?!Fitz)[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]{3,}(?=[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ])")
_BETWEEN_SPACES = re.compile(r"\S+")
_LOWER_CASE_NAME = re.compile(r"[^\W\d_]\w{1,20}")
# Behind words such as `author`; a slash only where the words are in letters without spaces.
_LABEL_END = r"\s*(?:[:：՝]|[/／・](?=[^\W\d_]*[\u3040-\u9fff]))"
_DASH_AFTER_LABEL = r"[–—-](?=\s)"
# The name that somebody has on a network: whoever stands beside it is a person.
_USER_NAME = re.compile(r"(?<!\S)@\w")


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
    by, label, bare = _any("by"), _any("author_label"), _any("author_label_bare")
    return re.compile(
        rf"(?:{by}\b\s*:?|(?-i:{any_of(map(str.title, phrases('byline_phrases', 'by_glued')))})"
        rf"(?=[A-ZÀ-Þ])|{label}{_LABEL_END}|{bare}\s*{_DASH_AFTER_LABEL}|(?:{bare}|{by})\s"
        rf"|(?:{_any('article')}\s+)?{_any('written')}\s+(?:{_any('and')}\s\w+\s+)?(?:\w+\s)?{by}\b\s*:?)\s*",
        re.IGNORECASE,
    )


@cache
def _lead_within() -> re.Pattern[str]:
    return re.compile(rf"\b{_any('by_within')}\b:?\s+(?=[A-ZÀ-Þ])")


@cache
def _other_work() -> re.Pattern[str]:
    return re.compile(rf"{_any('other_work')}\b", re.IGNORECASE)


@cache
def _credit_behind() -> re.Pattern[str]:
    """Where a line credits other work behind a name: `By Ann Lee Photo: Bo Berg`."""
    return re.compile(rf"\b{_any('other_work')}\s*[:：]", re.IGNORECASE)


def is_other_work(text: str) -> bool:
    """Whether a line opens with work that makes nobody the author of the text: `Photo by`."""
    return _other_work().match(text) is not None


@cache
def _separator() -> re.Pattern[str]:
    joining = any_of((*phrases("byline_phrases", "and"), *phrases("byline_phrases", "after_name")))
    return re.compile(
        r"\s*(?:[|•·/;\t—–►»]|\s-(?:\s|$)|-\s|[,،、，／（）【】]|&|\+"
        r"|(?<![:\s])(?:\xa0{2,}|\s{2,}|\xa0\s|\s\xa0)"
        rf"|\b{joining}\b)\s*|(?<=[a-zà-ÿ])(?={_any('glued_date')}\b)"
    )


@cache
def _and() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:&|{_any('and')})\W*")


@cache
def _announcement() -> re.Pattern[str]:
    """Any word that `_lead` needs, wherever it stands in a line in lower case."""
    return re.compile(
        rf"{_any('by')}(?!\w)|{_any('by_glued')}[^\W\d_]|{_any('author_label')}{_LABEL_END}"
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
    if not 3 <= len(text) <= LONGEST_BYLINE or is_other_work(text) or opens_byline(text):
        return None
    text = _said_once(text)
    pieces = byline_pieces(text)
    is_likely = is_likely or _USER_NAME.search(text) is not None
    for number, (start, end) in enumerate(pieces):
        name_start = lead_end(text, start, end)
        if name_start is not None and name_start < end:
            return _said_byline(text, pieces, number, name_start, is_likely)
    return _names_only(text, pieces, is_likely)


def _said_once(text: str) -> str:
    """The first half of a line whose halves are the same: one of them was to be hidden."""
    half = len(text) // 2
    return text[:half] if text[half].isspace() and text[:half] == text[half + 1 :] else text


def opens_byline(text: str) -> bool:
    """Whether a line announces a name and does not give it: `Written by`."""
    return len(text) < _LONGEST_LEAD and _lead().fullmatch(f"{text} ") is not None


def opening_author(text: str) -> tuple[int, int] | None:
    """The span of the name in a sentence of a bio: `By Ann Lee, an editor who covers harbours`."""
    head, comma, rest = text[:LONGEST_BYLINE].partition(",")
    if not comma or not _lead().match(head) or not rest.strip()[:1].islower():
        return None
    byline = read_byline(head)
    is_one = byline is not None and byline.is_said and len(byline.names) == 1
    return byline.names[0] if byline and is_one and byline.names[0][1] == len(head) else None


def is_role(text: str) -> bool:
    """Whether a line says nothing but what somebody does: `Senior Editor`."""
    words = text.casefold().replace(",", " ").split()
    return 0 < len(words) <= _MOST_ROLE_WORDS and any(word in role_words() for word in words)


def lead_end(text: str, start: int, end: int) -> int | None:
    """Where what announces a name ends, if a stretch begins with such words or has them inside."""
    lead = _lead().match(text, start, end)
    if lead is None:
        lead = _lead_within().search(text, start, end)
        if lead and not _is_about_a_date(text[start : lead.start()]):
            return None
    return lead and lead.end()


def _said_byline(
    text: str,
    pieces: list[tuple[int, int]],
    number: int,
    name_start: int,
    is_likely: bool,
) -> Byline | None:
    """The byline that a piece announces; one of a newsroom has no names."""
    start, end = pieces[number]
    if number and not text[start].isupper() and not _is_about_a_date(text[: pieces[0][1]]):
        return None
    name_start = _behind_roles(text, name_start, end)
    first = name_at(text, name_start, end, may_be_one_word=True)
    if first and _may_be_announced(text, pieces[number:], first):
        return Byline((first, *_further_names(text, pieces, number)), is_said=True)
    words = text[name_start:end].casefold().split()
    is_alone = number == 0 and _ends_at_a_date(text, pieces)
    is_likely = is_likely or _is_dated(text)
    if is_likely and is_alone and _is_user_name(text[name_start:end]):
        return Byline(((name_start, end),), is_said=True)
    is_newsroom = 0 < len(words) <= _MOST_ROLE_WORDS and words[-1].strip(".,") in role_words()
    return Byline((), is_said=True) if is_newsroom and number == 0 else None


def _behind_roles(text: str, start: int, end: int) -> int:
    """Where a name may begin behind words for what its bearer is: `Staff Writer Ann Lee`."""
    words = list(_BETWEEN_SPACES.finditer(text, start, end))
    for word, after in pairwise(words):
        if word.group().casefold() not in role_words():
            return word.start()
        start = after.start()
    return start if len(words) > _LEAST_NAME_WORDS else words[0].start() if words else start


def _may_be_announced(text: str, pieces: list[tuple[int, int]], name: tuple[int, int]) -> bool:
    """Whether the first piece has a name, and is not one word of a sentence: `Von Häfen und …`."""
    word = text[slice(*name)]
    is_whole = " " in word or word >= FIRST_OTHER_LETTER or is_given_name(word)
    return is_whole or _ends_at_a_date(text, pieces[:2])


def _is_user_name(text: str) -> bool:
    """Whether people may call themselves so on a page: `ibby`."""
    return _LOWER_CASE_NAME.fullmatch(text) is not None and not is_ordinary_word(text)


def _ends_at_a_date(text: str, pieces: list[tuple[int, int]]) -> bool:
    """Whether nothing but a date stands behind the first piece."""
    return all(_is_about_a_date(text[start:end]) for start, end in pieces[1:])


def _names_only(text: str, pieces: list[tuple[int, int]], is_likely: bool) -> Byline | None:
    """A line of nothing but names, roles and dates, the first name one that people are given.

    Something else may stand first, such as a section, where a date and a known name follow.
    """
    is_dated = _is_dated(text)
    for number, (start, end) in enumerate(pieces):
        name = name_at(text, start, end, may_be_one_word=False)
        if name is None and number == 0 and is_likely and _is_dated_forename(text, start, end):
            name = start, end
        if name is None:
            if number == 0 and not _may_stand_before_a_name(text[start:end]):
                if not is_dated or end > _LONGEST_LEAD:
                    return None
                is_likely = is_dated = False
            continue
        is_known = is_known_name(text[name[0] : name[1]])
        if not is_known and (not (is_likely or is_dated) or not text[name[0]].isupper()):
            return None
        return Byline((name, *_further_names(text, pieces, number)), is_said=False)
    return None


def _may_stand_before_a_name(text: str) -> bool:
    """Whether a line of names may open with a text: words about a date, or an agency."""
    return _is_about_a_date(text) or all(word in agencies() for word in text.casefold().split())


def _is_dated_forename(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a given name before a date, as in a blog: `Anna December 9, 2024`."""
    name = text[start:end]
    return name.istitle() and is_given_name(name) and not is_city(name) and _is_dated(text[end:])


def _is_dated(text: str) -> bool:
    return any(map(str.isdigit, text)) and any(find_dates(text))


def _further_names(text: str, pieces: list[tuple[int, int]], number: int) -> list[tuple[int, int]]:
    """The names right behind a piece that holds one.

    Before an `and` all of a list are names; elsewhere lexicons have to know them.
    """
    names: list[tuple[int, int]] = []
    known = 0
    for (_, before), (start, end) in pairwise(pieces[number:]):
        if is_credential(text[start:end]):
            continue
        name = name_at(text, start, end, may_be_one_word=False)
        if name is None or (name[1] < end and text.count(" ", *name) + 1 > _LEAST_NAME_WORDS):
            break
        names.append(name)
        is_last_of_list = _and().fullmatch(text, before, start) is not None
        found = text[slice(*name)]
        is_known = is_known_name(found) or (
            _ends_in_capitals(found) and _ends_in_capitals(text[slice(*pieces[number])])
        )
        if is_last_of_list or (known == len(names) - 1 and is_known):
            known = len(names)
        if name[1] < end:
            break
    return names[:known]


def _ends_in_capitals(name: str) -> bool:
    """Whether capitals tell a surname from what stands before it: `Ann LEE`."""
    *others, surname = name.split()
    return len(surname) > 1 and surname.isupper() and bool(others) and not others[-1].isupper()


def _is_run(text: str) -> bool:
    """Whether a line is nothing but capitalised words, as names are without a comma."""
    is_wordy = all(word[0].isalpha() for word in text.split())
    return is_wordy and text.replace(" ", "").replace("-", "").isalpha() and text.istitle()


def _is_about_a_date(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return all(word in date_words() for word in words)


def byline_pieces(text: str) -> list[tuple[int, int]]:
    """The stretches between separators and dates, without white space and marks around them."""
    cuts = [match.span() for match in _separator().finditer(text)]
    cuts += [(end, end) for end in _glued_ends(text)]
    if any(map(str.isdigit, text)):
        cuts += [(mention.start, mention.end) for mention in find_dates(text)]
    if (":" in text or "：" in text) and (credit := _credit_behind().search(text)):
        cuts.append((credit.start(), len(text)))
    cuts.sort()
    cuts = _behind_lead(text, cuts)
    pieces = []
    behind = 0
    for cut_start, cut_end in [*cuts, (len(text), len(text))]:
        start, end = behind, cut_start
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not _may_end_name(text[end - 1]):
            end -= 1
        if start < end:
            pieces.append((start, end))
        behind = max(behind, cut_end)
    return pieces


def _may_end_name(character: str) -> bool:
    return character.isalnum() or character == "." or category(character).startswith("M")


def _behind_lead(text: str, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The cuts without a slash or a dash in or behind what announces a name: `文/于雷`."""
    if not cuts or cuts[0][0] > _LONGEST_LEAD:
        return cuts
    first = next((index for index, letter in enumerate(text) if letter.isalnum()), 0)
    lead = _lead().match(text, first)
    if lead is None:
        return cuts
    words = lead.group()
    last = lead.start() + len(words.rstrip() if words.isascii() else words)
    return [cut for cut in cuts if cut[0] >= last or cut[0] < first]


def _glued_ends(text: str) -> Iterator[int]:
    """Where names end that something else is glued to, or that only a space parts."""
    for match in _GLUED.finditer(text):
        before = text[: match.start()].split()
        if before and is_given_name(before[-1].strip(".,")):
            yield match.end()
    words = list(_BETWEEN_SPACES.finditer(text))
    if len(words) < _LEAST_RUN_WORDS or not _is_run(text):
        return
    first = 0
    for number, word in enumerate(words[:-1]):
        if number - first >= _LEAST_NAME_WORDS and is_given_name(word.group()):
            yield word.start()
            first = number
