"""Whom the words mean that name a speaker in another language than English."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from dateline.transforms.quotes.antecedents import Speaker
from dateline.transforms.quotes.languages.grammar import Ending, Grammar
from dateline.transforms.quotes.languages.words import Word
from dateline.transforms.quotes.speaker_resolution import Resolution
from dateline.transforms.schema.closed_sets import EntityKind, SpeakerBasis, SpeakerReason
from dateline.transforms.schema.names import Mention

_FEWEST_LETTERS = 4
_MOST_ENDING = 3
_REACH = 3
"""How many passages back a pronoun may refer."""

_MOST_CANDIDATES = 4


class Person(NamedTuple):
    """A noun phrase of the article with a name in it, or a title alone.

    `name` are the words of the name; `titles` the keys of the words before it.
    """

    start: int
    end: int
    passage: int
    name: tuple[Word, ...]
    titles: frozenset[str]
    text: str


class People:
    """Resolves the speakers of one article, in the order in which they speak."""

    def __init__(self, grammar: Grammar, mentions: Sequence[Mention], named: list[Person]) -> None:
        self._grammar = grammar
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]
        self._named = named
        self._spoken: list[tuple[Person, Speaker]] = []

    def named(self, person: Person, *, is_governed: bool, is_described: bool) -> Resolution:
        """Whom a noun phrase means, by its name, or by its title where it has none.

        Args:
            person: The phrase.
            is_governed: Whether it stands in the case that "according to" asks for.
            is_described: Whether a title without a name says whose it is.
        """
        found = self._named_speaker(person, is_governed=is_governed, is_described=is_described)
        if found.speaker is not None:
            self._spoken.append((person, found.speaker))
        return found

    def pronoun(self, start: int, passage: int) -> Resolution:
        """Whom a pronoun means: who spoke last, or else the nearest person named before."""
        for person, speaker in reversed(self._spoken):
            if person.start < start and passage - person.passage <= _REACH:
                return Resolution(speaker, SpeakerBasis.PRONOUN)
        before = [
            person
            for person in self._named
            if person.end <= start and passage - person.passage <= 1 and person.name
        ]
        titled = [person for person in before if person.titles] or before
        if not titled:
            return Resolution(None, None, SpeakerReason.UNRESOLVED)
        nearest = titled[-1]
        name = self._full_name(nearest, is_governed=False)
        others = {self._full_name(other, is_governed=False) for other in titled} - {name}
        candidates = tuple(sorted(others))[:_MOST_CANDIDATES]
        if others and nearest.passage != titled[-2].passage and not nearest.titles:
            return Resolution(None, None, SpeakerReason.UNRESOLVED, candidates)
        speaker = Speaker(name, self._entity(nearest))
        return Resolution(speaker, SpeakerBasis.PRONOUN, None, candidates)

    def _named_speaker(
        self, person: Person, *, is_governed: bool, is_described: bool
    ) -> Resolution:
        mention = self._mention(person)
        if mention is not None:
            return Resolution(Speaker(mention.name, mention.entity_id), SpeakerBasis.NAME)
        if person.name:
            name = self._full_name(person, is_governed=is_governed)
            return Resolution(Speaker(name, self._entity(person)), SpeakerBasis.NAME)
        holder = self._holder(person)
        if holder is not None:
            speaker = Speaker(self._full_name(holder, is_governed=False), self._entity(holder))
            return Resolution(speaker, SpeakerBasis.ROLE)
        if is_described:
            return Resolution(Speaker(person.text, None), SpeakerBasis.NAME)
        return Resolution(None, None, SpeakerReason.UNNAMED)

    def _mention(self, person: Person) -> Mention | None:
        """The person, or else the organisation, that names found inside the phrase."""
        first = bisect_left(self._starts, person.start)
        inside = []
        for mention in self._mentions[first:]:
            if mention.start >= person.end:
                break
            inside.append(mention)
        people = [mention for mention in inside if mention.kind == EntityKind.PERSON]
        if people:
            return people[-1]
        if person.name:
            return None
        bodies = [mention for mention in inside if mention.kind == EntityKind.ORGANISATION]
        return bodies[0] if bodies and not person.titles else None

    def _entity(self, person: Person) -> str | None:
        mention = self._mention(person)
        return mention.entity_id if mention is not None else None

    def _holder(self, person: Person) -> Person | None:
        """The person last named with all words of a title: "the minister"."""
        before = [other for other in self._named if other.name and other.end <= person.start]
        for other in reversed(before):
            if person.titles and self._has_all(person.titles, other.titles):
                return other
        return None

    def _has_all(self, wanted: frozenset[str], titles: frozenset[str]) -> bool:
        return all(any(is_same_word(word, title) for title in titles) for word in wanted)

    def _full_name(self, person: Person, *, is_governed: bool) -> str:
        """The fullest form of a name in the article, in the case that names are listed in."""
        written = [self._plain(word) for word in person.name]
        fuller = [
            other
            for other in self._named
            if len(other.name) >= len(person.name) and self._is_part(person, other)
        ]
        if not fuller:
            return self._without_endings(written, is_governed=is_governed)
        longest = max(len(other.name) for other in fuller)
        forms = [
            [self._plain(word) for word in other.name]
            for other in fuller
            if len(other.name) == longest
        ]
        best = min(forms, key=lambda form: sum(map(len, form)))
        if len(best) == len(written) and sum(map(len, best)) >= sum(map(len, written)):
            return self._without_endings(written, is_governed=is_governed)
        return self._without_endings(best, is_governed=False)

    def _is_part(self, person: Person, other: Person) -> bool:
        """Whether a name is another or its end, whatever the case of each."""
        tail = other.name[-len(person.name) :]
        return all(
            is_same_word(self._grammar.key(self._plain(a)), self._grammar.key(self._plain(b)))
            for a, b in zip(person.name, tail, strict=True)
        )

    def _plain(self, word: Word) -> str:
        return word.text[: word.stem_end - word.start] if word.has_suffix else word.text

    def _without_endings(self, words: Sequence[str], *, is_governed: bool) -> str:
        grammar = self._grammar
        endings = grammar.governed_endings if is_governed else grammar.subject_endings
        if not endings:
            return " ".join(words)
        is_agreeing = grammar.agrees and is_governed
        last = len(words) - 1
        return " ".join(
            _without_ending(word, endings) if is_agreeing or index == last else word
            for index, word in enumerate(words)
        )


def _without_ending(word: str, endings: Sequence[Ending]) -> str:
    for ending in endings:
        stem = word[: len(word) - len(ending.ending)]
        if word.endswith(ending.ending) and len(stem) >= 2:
            return stem + ending.base
    return word


def is_same_word(first: str, second: str) -> bool:
    """Whether two words differ by their endings at most."""
    if first == second:
        return True
    short, long = sorted((first, second), key=len)
    common = 0
    for a, b in zip(short, long, strict=False):
        if a != b:
            break
        common += 1
    rest = max(len(short) - common, len(long) - common)
    return common >= _FEWEST_LETTERS and len(short) - common <= 1 and rest <= _MOST_ENDING
