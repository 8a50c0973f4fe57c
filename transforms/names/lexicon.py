"""What is known of words and phrases before any page is read, ready to look up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.seeds import lexicon
from dateline.transforms.names.candidates import NAME_WORD

# By lexicon, what its names are listed as.
_LISTED_AS = {
    "cities": "city",
    "regions": "region",
    "countries": "country",
    "organisations": "organisation",
    "given_names": "given",
    "surnames": "surname",
}

LISTED_PLACES = frozenset({"city", "region", "country", "known_place"})
LISTED_PEOPLE = frozenset({"given", "surname"})
KNOWN_NAMES = frozenset({"country", "region", "known_place", "known_organisation"})

# The words of a listed name behind the first, and what it is listed as.
_Phrase = tuple[tuple[str, ...], str]


@dataclass(frozen=True, slots=True)
class NameLexicon:
    """Lexicons by word and by phrase.

    `uses` maps a lower-case word to its uses in names, such as `title` or `place_head`; `words`
    maps a word as written to what it is listed as, such as `given` or `city`; `phrases` maps the
    first word of each listed name of several words to the rest of it and what it is listed as,
    longest first.
    """

    uses: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, tuple[_Phrase, ...]]
    ordinary: frozenset[str]


def words_of(name: str) -> tuple[str, ...]:
    """A listed name as the words it is matched by: hyphens and commas do not count."""
    return tuple(NAME_WORD.findall(name))


@cache
def name_lexicon() -> NameLexicon:
    """All lexicons of names, read once."""
    words: dict[str, set[str]] = defaultdict(set)
    phrases: dict[str, set[_Phrase]] = defaultdict(set)
    for name, what in _listed_names():
        first, *rest = words_of(name)
        if rest:
            phrases[first].add((tuple(rest), what))
        else:
            words[first].add(what)
    return NameLexicon(
        uses=_uses(),
        words={word: frozenset(found) for word, found in words.items()},
        phrases={first: _longest_first(found) for first, found in phrases.items()},
        ordinary=frozenset(row["word"] for row in lexicon("ordinary_words")),
    )


def _listed_names() -> Iterator[tuple[str, str]]:
    """Each listed name and what it is listed as."""
    for subject, what in _LISTED_AS.items():
        yield from ((row["name"], what) for row in lexicon(subject))
    for row in lexicon("entity_aliases"):
        yield row["alias"], f"known_{row['kind']}"
    for row in lexicon("nationalities"):
        yield row["adjective"], "nationality"
        yield row["adjective"] + "s", "nationality"
    yield from ((row["name"], row["use"]) for row in lexicon("more_names"))


def _uses() -> Mapping[str, frozenset[str]]:
    uses: dict[str, set[str]] = defaultdict(set)
    for row in lexicon("name_words"):
        uses[row["word"]].add(row["use"])
    return {word: frozenset(found) for word, found in uses.items()}


def _longest_first(phrases: Iterable[_Phrase]) -> tuple[_Phrase, ...]:
    return tuple(sorted(phrases, key=lambda phrase: (-len(phrase[0]), phrase)))


def as_listed(word: str) -> str:
    """A word as lexicons have it: one all in capitals as a name in running text."""
    return word.title() if len(word) > 3 and word.isupper() else word


def listed_phrases(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Listed names of several words among words: first index, past the last, what it is listed as.

    The longest name at an index wins, and names do not overlap.
    """
    phrases = name_lexicon().phrases
    found = []
    texts: tuple[str, ...] = ()
    index = 0
    while index < len(words) - 1:
        for rest, what in phrases.get(as_listed(words[index]), ()):
            texts = texts or tuple(as_listed(word) for word in words)
            end = index + 1 + len(rest)
            if texts[index + 1 : end] == rest:
                found.append((index, end, what))
                index = end - 1
                break
        index += 1
    return found


def is_listed(words: Sequence[str], kinds: frozenset[str]) -> bool:
    """Whether a whole name is listed as one of some kinds, such as `city`."""
    lexicon = name_lexicon()
    head, rest = words[0], tuple(words[1:])
    if not rest:
        return not kinds.isdisjoint(lexicon.words.get(head, ()))
    return any(entry == rest and what in kinds for entry, what in lexicon.phrases.get(head, ()))


@cache
def given_name_genders() -> Mapping[str, str]:
    """Given names whose bearers are of one gender: `female` or `male`."""
    return {row["name"]: row["gender"] for row in lexicon("given_names") if row["gender"]}
