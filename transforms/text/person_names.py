"""Names of people as lines give them: capitalised words that are no roles, agencies or dates."""

import re
from functools import cache

from dateline import seeds
from dateline.transforms.text.dates import date_words, weekdays
from dateline.transforms.text.lexicon import phrases
from dateline.transforms.text.scripts import (
    FIRST_OTHER_LETTER,
    is_unspaced,
    is_wholly_unspaced,
    may_be_capital,
)

# Signs above and below letters are no letters: vowels of Hindi and Thai, points of Hebrew.
_SIGNS = (
    "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e"
    "\u1000-\u109f\u1780-\u17d3\u200c"
)
_BYLINE_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|['’.\-{_SIGNS}])*")
_NAME_SEPARATOR = re.compile(r"[\s.-]+")
_INNER_CAPITALS = re.compile(r"[A-Z]{2}[a-z]|[a-z][A-Z]{2}")
_FIRST_WORD = re.compile(r"[\W\d]*(\w+)")
_LONGEST_NAME_GIVEN = 50
_MOST_NAME_WORDS = 5
_LONGEST_SHORT_WEEKDAY = 4
_AROUND_NICKNAME = ' \t\xa0"“”'
_AROUND_TITLE = "《〈『「"
# Letters of a family name, and of a whole name, where no spaces part names.
_LONGEST_UNSPACED_SURNAME = 3
_LONGEST_UNSPACED_NAME = 5
_LONGEST_GIVEN = 3
# Two letters are a word as often as a name.
_SHORTEST_BARE = 3


@cache
def role_words() -> frozenset[str]:
    """Words of roles, agencies and newsrooms, in lower case: a name does not hold them."""
    return frozenset(
        row["word"] for row in seeds.lexicon("byline_words") if row["kind"] != "credential"
    )


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
def _names_in_letters(use: str) -> frozenset[str]:
    """Names in other letters than Latin ones, as they are written: given names, or surnames."""
    rows = (*seeds.lexicon("language_names"), *seeds.lexicon("byline_names"))
    return frozenset(
        row["name"] for row in rows if row["use"] == use and row["name"][0] >= FIRST_OTHER_LETTER
    )


def _is_listed_in_letters(words: list[str]) -> bool:
    """Whether a name in other letters than Latin ones has a listed given name or surname."""
    given, surnames = _names_in_letters("given"), _names_in_letters("surname")
    if is_unspaced(words[0]) or "\uac00" <= words[0][0] <= "\ud7a3":
        return _opens_with_surname("".join(words), surnames)
    names = [word.title() if word.isupper() else word for word in words]
    return names[0] in given or names[-1] in surnames


def _opens_with_surname(name: str, surnames: frozenset[str]) -> bool:
    """Whether a name is a listed surname with a given name, which is short behind a short one."""
    sizes = range(1, min(_LONGEST_UNSPACED_SURNAME, len(name) - 1) + 1)
    return any(
        name[:size] in surnames and len(name) - size <= min(size + 1, _LONGEST_GIVEN)
        for size in sizes
    )


@cache
def _credentials() -> frozenset[str]:
    return frozenset(
        row["word"] for row in seeds.lexicon("byline_words") if row["kind"] == "credential"
    )


@cache
def _personal_titles() -> frozenset[str]:
    return frozenset(phrases("byline_phrases", "personal_title"))


@cache
def _ordinary_words() -> frozenset[str]:
    return frozenset(row["word"] for row in seeds.lexicon("ordinary_words"))


@cache
def _cities() -> frozenset[str]:
    return frozenset(row["name"].casefold() for row in seeds.lexicon("cities"))


def is_city(name: str) -> bool:
    """Whether a gazetteer has a name."""
    return name.casefold() in _cities()


def is_given_name(word: str) -> bool:
    """Whether people are given a word as their name, and it means nothing else in English."""
    return word.casefold() in _given_names() and word.casefold() not in _ordinary_words()


def is_ordinary_word(word: str) -> bool:
    """Whether a word, whatever its case, has a meaning in English or says what somebody does."""
    return word.casefold() in _ordinary_words() or word.casefold() in role_words()


def is_credential(text: str) -> bool:
    """Whether a text is a degree as people put it behind their name: `PhD`."""
    return text.replace(".", "").casefold() in _credentials()


def is_known_name(name: str) -> bool:
    """Whether lexicons list the first word as a given name or the last one as a surname."""
    if name[:1] >= FIRST_OTHER_LETTER:
        return _is_listed_in_letters(name.split())
    words = _NAME_SEPARATOR.split(name.casefold().strip("."))
    if len(words) > 2 and words[0] in _personal_titles():
        del words[0]
    if words[-1] in _ordinary_words():
        return False
    is_initialled = any(len(word) == 1 for word in words[:-1])
    return words[0] in _given_names() or words[-1] in _surnames() or is_initialled


def is_likely_name(name: str, *, is_english: bool) -> bool:
    """Whether a name opens with a given name, or its words mean nothing else in English.

    What words mean in other languages the lexicon does not say.
    """
    if name[:1] >= FIRST_OTHER_LETTER:
        return _is_listed_in_letters(name.split())
    words = _NAME_SEPARATOR.split(name.casefold().strip("."))
    if words[0] in _given_names():
        return True
    return is_english and not any(word in _ordinary_words() for word in words)


@cache
def _name_particles() -> frozenset[str]:
    return frozenset(phrases("byline_phrases", "name_particle"))


def name_at(text: str, start: int, end: int, *, may_be_one_word: bool) -> tuple[int, int] | None:
    """The span of the name that a stretch of a line begins with; None if it begins with none.

    Args:
        text: The line.
        start: Where the stretch begins.
        end: Where it ends.
        may_be_one_word: Whether one word is enough, if nothing follows it.
    """
    words = _name_words(text, start, end, may_be_one_word=may_be_one_word)
    while words and words[-1].group().casefold() in _name_particles():
        words.pop()
    if len(words) > 2 and words[-1].group().casefold() in _ordinary_words():
        words.pop()
        return _span(words) if is_given_name(words[0].group()) else None
    if not words or not may_be_capital(words[0].group()[0]) or len(words) > _MOST_NAME_WORDS:
        return None
    last = words[-1].end()
    rest = text[last:end]
    is_whole = not rest.strip(" .,")
    if is_unspaced(words[0].group()):
        return _unspaced_name(words, rest, may_be_one_word)
    if len(words) == 1 and not _may_stand_alone(words[0].group(), is_whole and may_be_one_word):
        return None
    if not is_whole and not _may_follow(rest, is_given_name(words[0].group())):
        return None
    return _span(words)


def _may_stand_alone(word: str, is_announced: bool) -> bool:
    """Whether one word can be a name: one that is announced, or a whole Korean one."""
    if "\uac00" <= word[0] <= "\ud7a3":
        return len(word) <= _LONGEST_UNSPACED_NAME and _is_listed_in_letters([word])
    return is_announced and len(word) > 2


def _unspaced_name(
    words: list[re.Match[str]], rest: str, is_announced: bool
) -> tuple[int, int] | None:
    """The span of a name in a script that parts no words: one word, or two short ones."""
    parts = [word.group() for word in words[:2] if is_wholly_unspaced(word.group())]
    if len(parts) < len(words) or not parts or max(map(len, parts)) > _LONGEST_UNSPACED_NAME:
        return None
    name = "".join(parts)
    is_name = _is_listed_in_letters(parts) and (is_announced or len(name) >= _SHORTEST_BARE)
    if not (is_name or (is_announced and _in_kana(name))):
        return None
    is_whole = not rest.strip(" .,") or _opens_with_a_role(rest)
    return _span(words[:2]) if is_whole else None


def _in_kana(name: str) -> bool:
    return all("\u3041" <= letter <= "\u30ff" for letter in name)


def _span(words: list[re.Match[str]]) -> tuple[int, int]:
    """From the first word to the last, without the full stop of a sentence."""
    last = words[-1]
    is_full_stop = last.group()[-1] == "." and len(last.group()) > 3
    return words[0].start(), last.end() - is_full_stop


def _may_follow(rest: str, is_given: bool) -> bool:
    """Whether a name can end before a text: `Anna Lee Staff Writer`, not `Harbour Dental Care`."""
    if not _opens_with_a_role(rest):
        return False
    return is_given or not rest[:2].strip(" ").istitle()


def _name_words(text: str, start: int, end: int, *, may_be_one_word: bool) -> list[re.Match[str]]:
    """The words of a stretch up to the first that is no word of a name."""
    while start < end and not text[start].isalnum():
        if text[start] in _AROUND_TITLE:
            return []
        start += 1
    words: list[re.Match[str]] = []
    for match in _BYLINE_WORD.finditer(text, start, end):
        gap = text[words[-1].end() if words else start : match.start()]
        if gap.strip(_AROUND_NICKNAME) or match.end() > start + _LONGEST_NAME_GIVEN:
            break
        word = match.group().strip(".")
        may_have_inner_capitals = may_be_one_word and not words
        is_particle = bool(words) and word.casefold() in _name_particles()
        if words and is_credential(word) and not word.istitle():
            break
        if not (is_particle or _is_name_word(word, may_have_inner_capitals)):
            break
        words.append(match)
    return words


def _is_name_word(word: str, may_have_inner_capitals: bool) -> bool:
    if word.casefold() in role_words():
        return False
    # `Sam` is short for a Saturday in some languages, and a name in others.
    if len(word) > _LONGEST_SHORT_WEEKDAY and word.casefold() in weekdays():
        return False
    if _INNER_CAPITALS.search(word) and not may_have_inner_capitals:
        return False
    return may_be_capital(word[0])


def _opens_with_a_role(rest: str) -> bool:
    """Whether what stands behind a name begins with a role, an outlet or a time."""
    word = _FIRST_WORD.match(rest)
    if word is None:
        return True
    found = word[1]
    return (
        found.casefold() in role_words()
        or is_credential(found)
        or _INNER_CAPITALS.search(found) is not None
        or found.casefold() in date_words()
    )
