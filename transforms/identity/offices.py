"""Offices that roles name, in a form in which the offices of two pages can be compared."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dateline.seeds import lexicon
from dateline.transforms.identity.countries import country_at
from dateline.transforms.text.name_words import words_used_as

_ROLE_WORD = re.compile(r"\w+(?:[-.]\w+)*")
_POSSESSIVE = re.compile(r"['’]s?\b")
_OPENS_QUALIFIER = frozenset({"of", "for", "to", "at", "in", "on", "with", "from"})
_SMALL = frozenset({"the", "a", "an", "and", "s", "his", "her", "their", "its"})
_MOST_QUALIFYING_WORDS = 4
_LONGEST_SYNONYM = 4


@dataclass(frozen=True, slots=True, order=True)
class Office:
    """An office: its title, such as `foreign minister`, and of what it is, folded, or empty.

    A state is no qualifier: it is the country of the role.
    """

    title: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What a role as the text gives it says: offices, and the countries that are named in it."""

    offices: tuple[Office, ...]
    countries: tuple[str, ...]


@cache
def _words_of_kind(kind: str) -> Mapping[str, str]:
    return {row["word"]: row["office"] for row in lexicon("office_words") if row["kind"] == kind}


@lru_cache(maxsize=1 << 14)
def role_of(text: str) -> Role:
    """Read a role such as `Azerbaijan’s President` or `Chairman, director of the Central Bank`."""
    offices: dict[Office, None] = {}
    countries: dict[str, None] = {}
    for part in re.split(r"[,;]\s|\band\b", text):
        words = _ROLE_WORD.findall(_POSSESSIVE.sub("", part))
        kept, found = _without_countries(words)
        countries.update(dict.fromkeys(found))
        office = _office(kept)
        if office is not None:
            offices[office] = None
    return Role(tuple(offices), tuple(countries))


def _without_countries(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of a role without the countries in it, in lower case, and these countries."""
    kept, countries = [], []
    index = 0
    while index < len(words):
        country, count = country_at(words, index)
        if country is not None and "to" in kept:
            index += count  # where an ambassador is sent to
        elif country is not None:
            countries.append(country)
            index += count
        else:
            kept.append(words[index].lower().replace(".", ""))
            index += 1
    return kept, countries


def _office(words: Sequence[str]) -> Office | None:
    """The office that the words of a role name, in lower case and without countries."""
    head, subject = _parted(list(_with_synonyms(_telling(words))))
    found = _title_in(head)
    if found is None:
        return None
    first, title = found
    if subject and all(map(_belongs_to_title, subject)):
        title, subject = _joined(title, subject), []
    title = _words_of_kind("same").get(title, title)
    qualifier = [word for word in (*head[:first], *subject) if word not in _SMALL]
    return Office(title, " ".join(qualifier[:_MOST_QUALIFYING_WORDS]))


def _telling(words: Sequence[str]) -> list[str]:
    """Words without those that only say when somebody had an office, or only address them."""
    left_out = _words_of_kind("time").keys() | _words_of_kind("courtesy").keys() | _SMALL
    return [word for word in words if word not in left_out]


def _parted(words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """The words up to the first `of`, and those behind it, without more such words."""
    opening = next((i for i, word in enumerate(words) if word in _OPENS_QUALIFIER), len(words))
    return words[:opening], [word for word in words[opening:] if word not in _OPENS_QUALIFIER]


def _title_in(words: Sequence[str]) -> tuple[int, str] | None:
    """The index from which the last title in words goes on, and that title in the singular.

    None where there is no title, or one that is no office, such as `boss`.
    """
    last = next((i for i in reversed(range(len(words))) if _is_title(words[i])), None)
    if last is None or words[last] in _words_of_kind("passing"):
        return None
    first = last
    while first > 0 and _belongs_to_title(words[first - 1]):
        first -= 1
    return first, " ".join((*words[first:last], _singular(words[last])))


def _joined(title: str, subject: Sequence[str]) -> str:
    """`minister` of `defense` is the defense minister, `secretary` of `state` stays as it is."""
    if title.endswith("minister"):
        return " ".join((*subject, title))
    return f"{title} of {' '.join(subject)}"


def _with_synonyms(words: Sequence[str]) -> Iterator[str]:
    """Words with plain ones instead of abbreviations and feminine forms."""
    same = _words_of_kind("same")
    index = 0
    while index < len(words):
        for count in range(min(_LONGEST_SYNONYM, len(words) - index), 0, -1):
            phrase = " ".join(words[index : index + count])
            if phrase in same:
                yield from same[phrase].split()
                index += count
                break
            singular = phrase.removesuffix("s")
            if count == 1 and singular in same and len(singular) > 1:
                yield from same[singular].split()
                index += 1
                break
        else:
            yield words[index]
            index += 1


@lru_cache(maxsize=1 << 12)
def _is_title(word: str) -> bool:
    titles = words_used_as("title")
    return word in titles or (word.endswith("s") and word[:-1] in titles) or word in _heads()


def _singular(title: str) -> str:
    singular = title.removesuffix("s")
    return singular if singular in words_used_as("title") else title


@cache
def _heads() -> frozenset[str]:
    """The last words of the offices that synonyms stand for, such as `parliament`."""
    return frozenset(office.split()[-1] for office in _words_of_kind("same").values())


@lru_cache(maxsize=1 << 12)
def _belongs_to_title(word: str) -> bool:
    return word in words_used_as("role", "role_time", "title")


def agree(one: Office, other: Office) -> bool:
    """Whether two pages can mean one office by these; one of them may be less exact."""
    if one.of and other.of and one.of != other.of:
        return False
    is_of_state = one.title in _words_of_kind("of_state")
    if one.of != other.of and is_of_state:
        return False
    short, long = sorted((one.title, other.title), key=len)
    if short == long or long.startswith(f"{short} of "):
        return True
    before = long.removesuffix(f" {short}")
    return before != long and not any(word in _words_of_kind("lesser") for word in before.split())
