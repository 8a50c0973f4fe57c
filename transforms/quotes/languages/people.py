"""Whom the words mean that name a speaker in another language than English."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from dateline.transforms.quotes.antecedents import Speaker
from dateline.transforms.quotes.languages.grammar import Ending, Grammar
from dateline.transforms.quotes.languages.words import Word, is_latin
from dateline.transforms.quotes.speaker_resolution import Resolution
from dateline.transforms.schema.closed_sets import EntityKind, SpeakerBasis, SpeakerReason
from dateline.transforms.schema.names import Mention

_FEWEST_LETTERS = 4
_MOST_ENDING = 3
_REACH = 3
"""How many passages back a pronoun may refer."""

_MOST_CANDIDATES = 4
_RECENTLY_NAMED = 60
"""How many names of people back a pronoun or a title may refer."""

_MOST_NAMESAKES = 40
_LETTERS_OF_KEY = 3


class Person(NamedTuple):
    """A noun phrase of the article with a name in it, or a title alone.

    `name` are the words of the name; `titles` the keys of the titles before it, and `described`
    those of all words before it that mean something. `opens` says that
    the name opens a sentence, so that its first word may be none of it.
    """

    start: int
    end: int
    passage: int
    name: tuple[Word, ...]
    titles: frozenset[str]
    described: frozenset[str]
    text: str
    opens: bool


class People:
    """Resolves the speakers of one article, in the order in which they speak."""

    def __init__(self, grammar: Grammar, mentions: Sequence[Mention], named: list[Person]) -> None:
        self._grammar = grammar
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]
        self._named = named
        self._full_names: dict[tuple[str, bool], str] = {}
        self._named_starts = [person.start for person in named]
        self._by_surname: dict[str, list[Person]] = defaultdict(list)
        for person in named:
            if person.name:
                self._by_surname[self._surname(person)].append(person)
        self._spoken: list[tuple[Person, Speaker]] = []

    def named(self, person: Person, *, is_governed: bool, is_described: bool) -> Resolution:
        """Whom a noun phrase means, by its name, or by its title where it has none.

        Args:
            person: The phrase.
            is_governed: Whether it stands in the case that "according to" asks for.
            is_described: Whether a title without a name says whose it is.
        """
        found = self._named_speaker(person, is_governed=is_governed, is_described=is_described)
        if found.speaker is not None and not self._is_body(person):
            self._spoken.append((person, found.speaker))
        return found

    def _is_body(self, person: Person) -> bool:
        """Whether a phrase names no person: an acronym, or an organisation that names found."""
        if len(person.name) == 1 and person.name[0].text.isupper() and not person.titles:
            return True
        mention = self._mention(person)
        return mention is not None and mention.kind == EntityKind.ORGANISATION

    def pronoun(self, start: int, passage: int) -> Resolution:
        """Whom a pronoun means: the one person named since somebody spoke, or who spoke last."""
        last = next((item for item in reversed(self._spoken) if item[0].start < start), None)
        if last is not None and passage - last[0].passage > _REACH:
            last = None
        named = self._named_between(0 if last is None else last[0].end, start, passage)
        names = list(dict.fromkeys(map(self._name_of, named)))
        if len(names) == 1 and (last is None or named[-1].passage == passage):
            return Resolution(Speaker(names[0], self._entity(named[-1])), SpeakerBasis.PRONOUN)
        if last is not None:
            others = [name for name in names if name != last[1].name]
            candidates = tuple(others[:_MOST_CANDIDATES])
            return Resolution(last[1], SpeakerBasis.PRONOUN, None, candidates)
        candidates = tuple(names[:_MOST_CANDIDATES])
        return Resolution(None, None, SpeakerReason.UNRESOLVED, candidates)

    def _named_between(self, since: int, start: int, passage: int) -> list[Person]:
        """The people named in full near a pronoun, since somebody spoke: those with a title first.

        `since` and `start` are code points into the text, `passage` is the pronoun's.
        """
        named = [
            person
            for person in self._before(start)
            if since <= person.start
            and person.end <= start
            and passage - person.passage <= 1
            and (person.titles or len(person.name) > 1)
        ]
        return [person for person in named if person.titles] or named

    def _named_speaker(
        self, person: Person, *, is_governed: bool, is_described: bool
    ) -> Resolution:
        mention = self._mention(person)
        if mention is not None:
            return Resolution(Speaker(mention.name, mention.entity_id), SpeakerBasis.NAME)
        if person.name:
            name = self._full_name(person, is_governed=is_governed)
            return Resolution(Speaker(name, self._entity(person)), SpeakerBasis.NAME)
        holders = self._holders(person)
        if len(holders) == 1:
            ((name, holder),) = holders.items()
            return Resolution(Speaker(name, self._entity(holder)), SpeakerBasis.ROLE)
        if holders:
            candidates = tuple(holders)[:_MOST_CANDIDATES]
            return Resolution(None, None, SpeakerReason.UNRESOLVED, candidates)
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

    def _holders(self, person: Person) -> dict[str, Person]:
        """The people named before with all words of a title, the latest first: "the minister".

        Where some are named in full, a single word behind a title may be another: "the president
        *in Baku*".
        """
        holders = {
            self._name_of(other): other
            for other in reversed(self._before(person.start))
            if other.name
            and other.end <= person.start
            and person.titles
            and self._has_all(person.described, other.described)
        }
        in_full = {name: other for name, other in holders.items() if " " in name}
        return in_full or holders

    def _has_all(self, wanted: frozenset[str], titles: frozenset[str]) -> bool:
        return all(any(is_same_word(word, title) for title in titles) for word in wanted)

    def _name_of(self, person: Person) -> str:
        """The name of somebody who is named elsewhere, as names found it where they did."""
        mention = self._mention(person)
        if mention is not None:
            return mention.name
        return self._full_name(person, is_governed=False)

    def _full_name(self, person: Person, *, is_governed: bool) -> str:
        """The fullest form of a name in the article, in the case that names are listed in."""
        key = (" ".join(word.text for word in person.name), is_governed)
        if key not in self._full_names:
            self._full_names[key] = self._fullest(person, is_governed=is_governed)
        return self._full_names[key]

    def _fullest(self, person: Person, *, is_governed: bool) -> str:
        written = self._forms(person)
        namesakes = [
            other
            for other in self._by_surname[self._surname(person)][:_MOST_NAMESAKES]
            if self._is_part(person, other)
        ]
        same = [self._forms(other) for other in namesakes if len(other.name) == len(person.name)]
        sure = _surely_fuller(person, namesakes)
        if not sure:
            shortest = min([written, *same], key=_length)
            is_written = _length(shortest) >= _length(written)
            return self._without_endings(
                written if is_written else shortest, is_governed=is_governed and is_written
            )
        longest = max(len(other.name) for other in sure)
        forms = [self._forms(other) for other in sure if len(other.name) == longest]
        best = min(forms, key=_length)
        nominative = self._without_endings(min([written, *same], key=_length), is_governed=False)
        listed = self._without_endings(best, is_governed=False)
        is_longer = len(nominative.rpartition(" ")[2]) < len(listed.rpartition(" ")[2])
        return self._without_endings(best, is_governed=True) if is_longer else listed

    def _before(self, start: int) -> list[Person]:
        """The people last named before a character, in order."""
        last = bisect_left(self._named_starts, start)
        return self._named[max(0, last - _RECENTLY_NAMED) : last]

    def _surname(self, person: Person) -> str:
        """The letters by which names with one surname are looked up, whatever its ending."""
        return self._grammar.key(self._plain(person.name[-1]))[:_LETTERS_OF_KEY]

    def _forms(self, person: Person) -> list[str]:
        return [self._plain(word) for word in person.name]

    def _is_part(self, person: Person, other: Person) -> bool:
        """Whether a name is another or its end, whatever the case of each."""
        tail = other.name[-len(person.name) :]
        return all(self._is_same(a, b) for a, b in zip(person.name, tail, strict=True))

    def _is_same(self, first: Word, second: Word) -> bool:
        """Whether two words are one name in any case."""
        keys = [self._grammar.key(self._plain(word)) for word in (first, second)]
        return is_same_word(*keys) or not set.isdisjoint(*map(self._bases, keys))

    def _bases(self, key: str) -> set[str]:
        """The forms in which names are listed that a form may stand for."""
        grammar = self._grammar
        endings = (grammar.subject_endings, grammar.governed_endings)
        return {key, *(_without_ending(key, rows) for rows in endings)}

    def _plain(self, word: Word) -> str:
        return word.text[: word.stem_end - word.start] if word.has_suffix else word.text

    def _without_endings(self, words: Sequence[str], *, is_governed: bool) -> str:
        grammar = self._grammar
        is_governed = is_governed or words[-1].endswith(grammar.oblique_endings)
        endings = grammar.governed_endings if is_governed else grammar.subject_endings
        if not endings:
            return " ".join(words)
        is_agreeing = grammar.agrees and is_governed
        last = len(words) - 1
        return " ".join(
            _without_ending(word, endings) if is_agreeing or index == last else word
            for index, word in enumerate(words)
        )


def _surely_fuller(person: Person, namesakes: Sequence[Person]) -> list[Person]:
    """The longer names among those of one person; of several, those that open no sentence."""
    fuller = [
        other
        for other in namesakes
        if len(other.name) > len(person.name) and not (other.opens and _mixes_scripts(other))
    ]
    return [other for other in fuller if not (other.opens and len(other.name) > 2)] or fuller


def _mixes_scripts(person: Person) -> bool:
    return is_latin(person.name[0]) != is_latin(person.name[-1])


def _length(words: Sequence[str]) -> int:
    return sum(map(len, words))


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
