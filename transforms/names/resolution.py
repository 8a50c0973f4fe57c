"""Short forms of names resolved to the fullest form in the same document."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from dateline.transforms.names.entities import fold
from dateline.transforms.names.lexicon import words_of
from dateline.transforms.text.name_words import words_used_as


@lru_cache(maxsize=100_000)
def name_key(name: str) -> tuple[str, ...]:
    """The folded words of a person's name, without `Jr.` and the like behind it."""
    key = tuple(fold(word) for word in words_of(name))
    while len(key) > 1 and key[-1] in words_used_as("suffix"):
        key = key[:-1]
    return key


class _Index:
    """Full names by the short forms that can stand for them; None where that could be several."""

    def __init__(self) -> None:
        self._full: dict[tuple[str, tuple[str, ...]], str | None] = {}

    def add(self, key: tuple[str, ...], full: str) -> None:
        """Enter a name's short forms: its endings, its first and last word, its given name."""
        forms = {("ending", key[start:]) for start in range(len(key))}
        forms |= {("ends", (key[0], key[-1])), ("given", key[:1])}
        for form in forms:
            if self._full.setdefault(form, full) != full:
                self._full[form] = None

    def find(self, key: tuple[str, ...]) -> tuple[bool, str | None]:
        """Whether a longer name has this short form, and which, if it is one only."""
        forms = [("ending", key), ("ends", (key[0], key[-1])) if len(key) > 1 else ("given", key)]
        for form in forms:
            if form in self._full:
                return True, self._full[form]
        return False, None


def full_names(names: Iterable[str]) -> dict[str, str | None]:
    """For each name of a person in a document, the fullest form of it there.

    A name can stand for a longer one by its surname, its given name, its ending, or by all but the
    middle. A short form that could be two people of the document has None: it stays unresolved.
    """
    index = _Index()
    resolved: dict[str, str | None] = {}
    keys = {name: name_key(name) for name in names}
    for name in sorted(keys, key=lambda name: (-len(keys[name]), -len(name), name)):
        key = keys[name]
        if not key:
            resolved[name] = name
            continue
        is_short, full = index.find(key)
        resolved[name] = full if is_short else name
        if not is_short:
            index.add(key, name)
    return resolved


@lru_cache(maxsize=100_000)
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
