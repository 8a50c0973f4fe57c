"""What rules know better than the model: where a name begins and ends, and what is none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.transforms.names.candidates import Words
from dateline.transforms.names.consistency import FoundName, Passages
from dateline.transforms.names.lexicon import (
    KNOWN_NAMES,
    LISTED_PEOPLE,
    LISTED_PLACES,
    as_listed,
    is_listed,
)
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.text.name_words import words_used_as

_PARTIES = frozenset({"D", "I", "R"})
_BETWEEN_PEOPLE = frozenset({" & ", "&", "/", "–"})
_BETWEEN_OTHERS = frozenset({"-", "–", "/"})
_GIVEN, _SURNAMES = frozenset({"given"}), frozenset({"surname"})
_NATIONALITIES = frozenset({"nationality"})
_COUNTRIES = frozenset({"country", "known_place"})
_BEFORE_COUNTRY = frozenset({"of", "to", "for", "in"})
_LONGEST_COUNTRY = 3
_CURRENCY_SIGNS = frozenset("$€£¥₩₹₽₱")


def _is_two_full_names(texts: Sequence[str]) -> bool:
    """Whether four words are two people in a row: given name, surname, given name, surname."""
    if len(texts) != 4:
        return False
    (_, surname, given, _) = texts
    return (
        is_listed([texts[0]], _GIVEN)
        and is_listed([surname], _SURNAMES)
        and not is_listed([surname], _GIVEN)
        and is_listed([given], _GIVEN)
        and not is_listed([given], _SURNAMES)
    )


def _is_stop_between_people(words: Words, index: int) -> bool:
    """Whether a sentence ends before a word, with no space behind its full stop: "Lee.Ann"."""
    before = words.texts[index - 1]
    return (
        words.gaps[index] == "."
        and len(before) > 2
        and before.lower() not in words_used_as("abbreviation")
    )


def _is_cut(words: Words, name: FoundName, first: int, index: int, after: int) -> bool:
    """Whether two names meet here: one up to `index`, one from `after` on."""
    gap = words.gaps[index]
    if name.kind == EntityKind.PERSON:
        return after == index and (
            gap in _BETWEEN_PEOPLE
            or _is_stop_between_people(words, index)
            or (index - first == 2 and _is_two_full_names(words.texts[first : name.last]))
        )
    if after == index and gap not in _BETWEEN_OTHERS:
        return False
    kinds = LISTED_PLACES if name.kind == EntityKind.PLACE else KNOWN_NAMES
    return is_listed(words.texts[first:index], kinds) and is_listed(
        words.texts[after : name.last], kinds
    )


def _pieces(words: Words, name: FoundName) -> Iterator[FoundName]:
    """A name cut where two were taken for one: "Jason & Richard Chang", "Armenia-Azerbaijan"."""
    first = name.first
    for index in range(name.first + 1, name.last):
        after = index + 1 if words.texts[index] == "and" else index
        if after < name.last and _is_cut(words, name, first, index, after):
            yield replace(name, first=first, last=index)
            first = after
    yield replace(name, first=first) if first != name.first else name


def _after_country(words: Words, name: FoundName) -> list[FoundName]:
    """A country and the person behind it: "of Georgia Ann Lee" behind a title, and the like."""
    before = name.first - 1
    if (
        before < 1
        or name.kind == EntityKind.ORGANISATION
        or words.texts[before] not in _BEFORE_COUNTRY
        or words.texts[before - 1].lower() not in words_used_as("title")
    ):
        return [name]
    for person in range(min(name.last - 1, name.first + _LONGEST_COUNTRY), name.first, -1):
        country, rest = words.texts[name.first : person], words.texts[person : person + 1]
        if is_listed(country, _COUNTRIES) and (
            name.kind == EntityKind.PERSON or is_listed(rest, _GIVEN)
        ):
            return [
                replace(name, last=person, kind=EntityKind.PLACE),
                replace(name, first=person, kind=EntityKind.PERSON),
            ]
    return [name]


def _joined(words: Words, before: FoundName, name: FoundName) -> FoundName | None:
    """Two neighbours as the one listed name that they make: "Nagorno" and "Karabakh"."""
    if before.last != name.first or not is_listed(
        words.texts[before.first : name.last], KNOWN_NAMES
    ):
        return None
    return replace(before, last=name.last, probability=min(before.probability, name.probability))


def _without_party(words: Words, name: FoundName) -> FoundName:
    """The state alone where an American party stands before it: "R-Iowa", "D-N.Y."."""
    inner = name.first + 1
    if inner < name.last and words.texts[name.first] in _PARTIES and words.gaps[inner] == "-":
        return replace(name, first=inner, kind=EntityKind.PLACE)
    return name


def _without_half_title(words: Words, name: FoundName) -> FoundName:
    """The name alone where a title of two halves, or one of them, hangs on it: "Group Co-Chair"."""
    last = name.last
    if (
        name.kind != EntityKind.PERSON
        and last - name.first > 2
        and words.gaps[last - 1] == "-"
        and words.texts[last - 1].lower() in words_used_as("title")
    ):
        return replace(name, last=last - 2)
    if (
        last - name.first > 1
        and last < len(words.texts)
        and words.gaps[last] == "-"
        and words.texts[last].lower() in words_used_as("title")
    ):
        return replace(name, last=last - 1)
    return name


def _with_hyphenated_end(words: Words, name: FoundName) -> FoundName:
    """A person's name with its last syllable: "Moon Jae-in", but not "Trump-backed"."""
    end = name.last
    if (
        end < len(words.texts)
        and words.gaps[end] == "-"
        and words.texts[end].islower()
        and words.texts[end] not in words_used_as("hyphen_tail")
        and len(words.texts[end]) < 6
        and name.last - name.first > 1
    ):
        return replace(name, last=end + 1)
    return name


def _without_titles(words: Words, name: FoundName) -> FoundName | None:
    """A person's name without titles before it; None where titles are all there is."""
    first = name.first
    while first < name.last - 1 and words.texts[first].lower() in words_used_as("title"):
        if is_listed(words.texts[first : first + 1], LISTED_PEOPLE):
            break
        first += 1
    last_word = words.texts[name.last - 1]
    if last_word.lower() in words_used_as("title") and not is_listed([last_word], LISTED_PEOPLE):
        return None
    return replace(name, first=first) if first != name.first else name


def _is_amount(words: Words, name: FoundName) -> bool:
    """Whether a country only says which money is meant: "US$5", "U.S. dollars"."""
    if name.kind != EntityKind.PLACE or name.last >= len(words.texts):
        return False
    gap, follower = words.gaps[name.last], words.texts[name.last]
    return gap[:1] in _CURRENCY_SIGNS or (
        gap == " " and follower.lower() in words_used_as("currency")
    )


def _is_people(texts: Sequence[str], kind: str) -> bool:
    """Whether a name is that of a people and of nothing else: "Costa Ricans"."""
    listed = [as_listed(text) for text in texts]
    return (
        kind != EntityKind.PERSON
        and is_listed(listed, _NATIONALITIES)
        and not is_listed(listed, KNOWN_NAMES | LISTED_PLACES)
    )


def _is_none(words: Words, name: FoundName) -> bool:
    """Whether a name is none after all: bare titles, a formula's letter, money, a people."""
    texts = words.texts[name.first : name.last]
    return (
        all(text.lower() in words_used_as("title", "bare", "connector") for text in texts)
        or (len(texts) == 1 and len(texts[0]) == 1 and texts[0].isascii())
        or _is_amount(words, name)
        or _is_people(texts, name.kind)
    )


def repaired(passages: Passages, found: Sequence[FoundName]) -> list[FoundName]:
    """The names that a model found, with what rules say of their ends; bare titles are dropped.

    Args:
        passages: The words of each passage, and its runs.
        found: Names in order; they stay in order and apart.
    """
    names: list[FoundName] = []
    for whole in found:
        words = passages[whole.passage][0]
        trimmed = _without_half_title(words, _without_party(words, whole))
        cut = [piece for half in _after_country(words, trimmed) for piece in _pieces(words, half)]
        for piece in cut:
            name: FoundName | None = piece
            if piece.kind == EntityKind.PERSON:
                name = _without_titles(words, _with_hyphenated_end(words, piece))
            if name is not None and not _is_none(words, name):
                is_beside = bool(names) and names[-1].passage == name.passage
                joined = _joined(words, names[-1], name) if is_beside else None
                if joined is not None:
                    names.pop()
                names.append(joined or name)
    return names
