"""One document, one reading: what a name is once, it is throughout."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dateline.transforms.names.candidates import Words
from dateline.transforms.names.features import Run, is_ordinary
from dateline.transforms.names.lexicon import (
    KNOWN_NAMES,
    LISTED_PEOPLE,
    LISTED_PLACES,
    as_listed,
    is_listed,
    listed_phrases,
    name_lexicon,
)
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.text.name_words import words_used_as

_LONGEST = 6
_SURE_ENOUGH = 0.8
# Below this, three in ten names of places are right (measured): the model guesses for want of more.
_LEAST = 0.5
_BEHIND_TITLE = frozenset({" ", ". ", "\u00a0"})
_ARTICLES = frozenset({"the", "The"})
_ACCORDING_TO = ("according", "to", "the")
# A full name says most about its surname and little about its given name.
_SURNAME_SHARE, _GIVEN_NAME_SHARE = 0.9, 0.3
REPEATED, LISTED = "repeated", "listed"
# What a word or phrase is listed as, and the kind of name that this makes it by itself.
_KINDS = {
    "country": EntityKind.PLACE,
    "known_place": EntityKind.PLACE,
    "known_organisation": EntityKind.ORGANISATION,
}
_DOUBTFUL = frozenset({"given", "surname"})

Passages = Sequence[tuple[Words, Sequence[Run]]]


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name: the passage that it stands in, indices of its first word and past its last, its kind.

    `probability` is the model's; `rule` says what found it.
    """

    passage: int
    first: int
    last: int
    kind: str
    probability: float
    rule: str


def _is_doubtful(word: str) -> bool:
    """Whether a capital may be all that makes a word a name: "Us", but not "US"."""
    return is_ordinary(word) and not word.isupper()


def _listed_kind(texts: tuple[str, ...]) -> str | None:
    """The kind of name that a whole name is listed as, if it is a country or another known name."""
    words = [as_listed(text) for text in texts]
    for what, kind in _KINDS.items():
        if is_listed(words, frozenset({what})):
            return kind
    return None


class _Votes:
    """How sure a document is of each name in it, by kind."""

    def __init__(self, passages: Passages, found: Sequence[FoundName]) -> None:
        self._by_kind: dict[tuple[str, ...], dict[str, float]] = defaultdict(
            lambda: defaultdict(float)
        )
        self._seen: dict[tuple[str, ...], float] = defaultdict(float)
        self._surnames: set[tuple[str, ...]] = set()
        for name in found:
            texts = passages[name.passage][0].texts[name.first : name.last]
            self._by_kind[texts][name.kind] += name.probability
            self._seen[texts] += name.probability
            if name.kind == EntityKind.PERSON and len(texts) > 1:
                if name.probability >= _SURE_ENOUGH:
                    self._surnames.add(texts[-1:])
                self._by_kind[texts[-1:]][EntityKind.PERSON] += name.probability * _SURNAME_SHARE
                if not is_listed(texts[:1], LISTED_PLACES | KNOWN_NAMES):
                    self._by_kind[texts[:1]][EntityKind.PERSON] += (
                        name.probability * _GIVEN_NAME_SHARE
                    )
                self._seen[texts[-1:]] += name.probability * _SURNAME_SHARE
        self.longest = min(_LONGEST, max(map(len, self._seen), default=0))
        self.first_words = {texts[0] for texts in self._seen if self.is_known(texts)}

    def kind_of(self, texts: tuple[str, ...]) -> str:
        """The kind that a name has in the whole document.

        A listed country, place or organisation is no person, whoever has it for a given name. As a
        surname it is one where the model reads it as nothing else in the document.
        """
        is_surname = texts in self._surnames
        if is_surname and not is_listed(texts, LISTED_PLACES | KNOWN_NAMES):
            return EntityKind.PERSON
        votes = self._by_kind[texts]
        listed = _listed_kind(texts)
        if listed is not None and not (votes.keys() == {EntityKind.PERSON} and is_surname):
            votes = {kind: vote for kind, vote in votes.items() if kind != EntityKind.PERSON}
            votes = votes or {listed: 0.0}
        return max(votes.items(), key=lambda vote: (vote[1], vote[0]))[0]

    def is_known(self, texts: tuple[str, ...]) -> bool:
        return self._seen.get(texts, 0.0) >= _SURE_ENOUGH


def _is_titled(words: Words, name: FoundName) -> bool:
    """Whether the model reads a person behind a title: "Mr. Bloomberg", "President Ford"."""
    before = name.first - 1
    return (
        name.kind == EntityKind.PERSON
        and before >= 0
        and words.gaps[name.first] in _BEHIND_TITLE
        and words.texts[before][0].isupper()
        and words.texts[before].lower() in words_used_as("title")
    )


def _speaks_as_body(words: Words, first: int, last: int) -> bool:
    """Whether an article and a verb of speech say that a name is no person's: "the Post reported".

    A family speaks in the plural ("the Parkers said"), and a title is a person ("the Tsar said").
    """
    texts = words.texts
    if not first or texts[first - 1] not in _ARTICLES or words.gaps[first] != " ":
        return False
    singular = texts[last - 1].removesuffix("s")
    is_family = singular != texts[last - 1] and is_listed((singular,), LISTED_PEOPLE)
    if is_family or texts[last - 1].lower() in words_used_as("title"):
        return False
    is_source = texts[max(0, first - 3) : first] == _ACCORDING_TO
    speaks = last < len(texts) and texts[last] in words_used_as("speech_verb")
    return is_source or (speaks and words.gaps[last] == " ")


def _stands_alone(words: Words, run: Run, first: int, last: int, taken: set[int]) -> bool:
    """Whether a stretch of a run is not part of a longer name that nobody has found."""
    texts, gaps = words.texts, words.gaps
    if last < run[1] and gaps[last] == " " and texts[last][0].isupper():
        return False
    before = first - 1
    return (
        before <= run[0]
        or before in taken
        or gaps[first] != " "
        or not texts[before][0].isupper()
        or texts[before].lower() in words_used_as("title", "role")
    )


def _repeated(
    words: Words, run: Run, taken: set[int], votes: _Votes
) -> Iterator[tuple[int, int, str]]:
    index = run[0]
    while index < run[1]:
        last = min(index + votes.longest, run[1])
        for end in range(last, index, -1) if words.texts[index] in votes.first_words else ():
            texts = words.texts[index:end]
            if (
                votes.is_known(texts)
                and taken.isdisjoint(range(index, end))
                and not texts[0].islower()
                and not (len(texts) == 1 and _is_doubtful(texts[0]))
                and _stands_alone(words, run, index, end, taken)
            ):
                yield index, end, votes.kind_of(texts)
                index = end - 1
                break
        index += 1


def _listed(words: Words, run: Run, taken: set[int]) -> Iterator[tuple[int, int, str]]:
    """Names that lexicons alone vouch for, such as "CIA" in "CIA Director"."""
    texts = words.texts[run[0] : run[1]]
    found = listed_phrases(texts) if len(texts) > 1 else []
    listed_words = name_lexicon().words
    for index, text in enumerate(texts):
        listed = listed_words.get(text)
        if listed and not (listed.isdisjoint(_KINDS) or listed & _DOUBTFUL or _is_doubtful(text)):
            found.append((index, index + 1, min(listed & _KINDS.keys())))
    for first, last, what in found:
        start, end = run[0] + first, run[0] + last
        if what in _KINDS and taken.isdisjoint(range(start, end)):
            follower = words.texts[end].lower() if end < run[1] else ""
            if follower in words_used_as("title", "role") or _stands_alone(
                words, run, start, end, taken
            ):
                yield start, end, _KINDS[what]


def consistent(passages: Passages, found: Sequence[FoundName]) -> list[FoundName]:
    """Give equal names the kind that the document is surest of, and find them wherever they stand.

    Args:
        passages: The words of each passage, and its runs.
        found: What the model found, by its own reading of each run.

    Returns:
        The names in order; those that only another mention vouches for have the rule `repeated`.
    """
    votes = _Votes(passages, found)
    names = list(_by_votes(passages, found, votes))
    taken: list[set[int]] = [set() for _ in passages]
    for name in names:
        taken[name.passage].update(range(name.first, name.last))
    for number, (words, runs) in enumerate(passages):
        for run in runs:
            names += _added(number, words, run, taken[number], votes)
    names = [_as_body_that_speaks(name, passages[name.passage][0]) for name in names]
    return sorted(names, key=lambda name: (name.passage, name.first))


def _by_votes(passages: Passages, found: Sequence[FoundName], votes: _Votes) -> Iterator[FoundName]:
    """The model's names, each of the kind that it is in the document, without places it guesses."""
    for name in found:
        words = passages[name.passage][0]
        texts = words.texts[name.first : name.last]
        kind = votes.kind_of(texts)
        if is_listed(texts, LISTED_PEOPLE) and _is_titled(words, name):
            kind = EntityKind.PERSON
        is_guessed = name.probability < _LEAST and not votes.is_known(texts)
        if kind == EntityKind.PLACE and is_guessed and not is_listed(texts, LISTED_PLACES):
            continue
        yield name if kind == name.kind else replace(name, kind=kind)


def _added(
    passage: int, words: Words, run: Run, taken: set[int], votes: _Votes
) -> Iterator[FoundName]:
    """The names of a run that other mentions or lexicons vouch for; `taken` gets their words."""
    for rule, extra in (
        (REPEATED, list(_repeated(words, run, taken, votes))),
        (LISTED, list(_listed(words, run, taken))),
    ):
        for first, last, kind in extra:
            if taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                yield FoundName(passage, first, last, kind, 0.0, rule)


def _as_body_that_speaks(name: FoundName, words: Words) -> FoundName:
    """A name as it is, or an organisation's where its sentence says that it is no person's."""
    if name.kind == EntityKind.PERSON and _speaks_as_body(words, name.first, name.last):
        return replace(name, kind=EntityKind.ORGANISATION)
    return name
