"""Short forms of names resolved to the fullest form in the same document."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from transforms.entities import fold
from transforms.name_lexicon import words_of
from transforms.name_words import words_used_as

_SUFFIXES = words_used_as("suffix")


def _key(name: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words_of(name))


def _without_suffix(key: tuple[str, ...]) -> tuple[str, ...]:
    while len(key) > 1 and key[-1] in _SUFFIXES:
        key = key[:-1]
    return key


def _is_short_form(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a name can stand for a longer one: by surname, given name, or all but the middle."""
    if len(short) >= len(full):
        return False
    if len(short) == 1:
        return short[0] in (full[-1], full[0])
    return full[-len(short) :] == short or (short[0], short[-1]) == (full[0], full[-1])


def full_names(names: Iterable[str]) -> dict[str, str | None]:
    """For each name of a person in a document, the fullest form of it there.

    A short form that could be two people of the document has None: it stays unresolved.
    """
    ordered = sorted(set(names), key=lambda name: (-len(_key(name)), name))
    by_word: dict[str, list[str]] = defaultdict(list)
    resolved: dict[str, str | None] = {}
    for name in ordered:
        key = _without_suffix(_key(name))
        if not key:
            resolved[name] = name
            continue
        candidates = {
            resolved[other] or other
            for other in by_word[key[0]] + by_word[key[-1]]
            if other == name or _is_short_form(key, _without_suffix(_key(other)))
        }
        same = {full for full in candidates if _without_suffix(_key(full))[-1] == key[-1]}
        chosen = same or candidates
        if not chosen:
            resolved[name] = name
        else:
            resolved[name] = chosen.pop() if len(chosen) == 1 else None
        for word in {key[0], key[-1]}:
            by_word[word].append(name)
    return resolved


def initials(name: str) -> Collection[str]:
    """The acronyms that a name of several words can have: with and without its small words."""
    words = words_of(name)
    large = [word for word in words if not word.islower()]
    return {"".join(word[0] for word in kept).upper() for kept in (words, large) if len(kept) > 1}


def expanded_acronyms(names: Iterable[str]) -> dict[str, str]:
    """For each acronym among names, the one longer name of the document that it abbreviates."""
    distinct = sorted(set(names))
    by_initials: dict[str, set[str]] = defaultdict(set)
    for name in distinct:
        for acronym in initials(name):
            by_initials[acronym].add(name)
    found = {}
    for name in distinct:
        longer = by_initials.get(name.replace(".", ""), set()) - {name}
        if name.replace(".", "").isupper() and len(longer) == 1:
            found[name] = next(iter(longer))
    return found
