"""Whom a pronoun means: the people named before it, and those who spoke."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from dateline.seeds import lexicon
from dateline.transforms.names.lexicon import given_name_genders
from dateline.transforms.quotes.grammar_words import grammar_words
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.schema.content import Span
from dateline.transforms.schema.names import Mention

_PERSON = EntityKind.PERSON
_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+[“\"‘'A-Z]|\n")
_GENDER_OF = {"he": "male", "his": "male", "him": "male", "she": "female", "her": "female"}
# A set of letters comes first: a search for it skips all other characters at once.
_GENDERED = re.compile(r"[HhSs](?<!\w.)(?:he|e|is|im|er)\b")
_NAMES_OF_SENTENCE = 4
_LONGEST_REFERENCE = 600
"""Characters between a name and a pronoun of the same sentence, at most."""

_RELATIVE_REACH = 3
"""Characters between a name and the relative pronoun that refers to it, at most."""

_PASSAGE_REACH = 3
"""How many passages back a pronoun may refer."""

_PEOPLE_REACH = 40
"""How many mentions of people back a pronoun may refer."""

_MEMORY = 32
"""How many speakers back a pronoun may refer."""

_LONGEST_OPENING = 60
_TITLE_REACH = 14

_OPENING_PASSAGES = 2
"""The passages that tell what an article is about: its headline and its first paragraph."""

_LONGEST_OPENING_TEXT = 1000


class Speaker(NamedTuple):
    """Who spoke, by the fullest name in the article, and the entity where it is one."""

    name: str
    entity_id: str | None

    @property
    def is_person(self) -> bool:
        """Whether the speaker is known to be a person."""
        return (self.entity_id or "").startswith(_PERSON)


@cache
def _titles() -> frozenset[str]:
    return frozenset(row["title"] for row in lexicon("personal_titles"))


@cache
def _title_genders() -> dict[str, str]:
    return {row["title"]: row["gender"] for row in lexicon("personal_titles") if row["gender"]}


class Antecedents:
    """The people of one article in the order of the text, and its speakers so far.

    `mentions` come in order. Names inside `quoted`, the stretches between quotation marks, are not
    whom a pronoun outside means. `passage_starts` are the first characters of the passages.
    """

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        quoted: Sequence[Span],
        passage_starts: Sequence[int],
    ) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self._passage_starts = passage_starts
        people = [mention for mention in mentions if mention.kind == _PERSON]
        self._quoted = quoted
        self._quoted_starts = [span.start for span in quoted]
        self._people = [
            mention
            for mention in people
            if not _is_inside(quoted, self._quoted_starts, mention.start)
        ]
        self._people_starts = [mention.start for mention in self._people]
        self._spoken: deque[tuple[int, Speaker]] = deque(maxlen=_MEMORY)
        self._genders: dict[str, str] = {}
        self._implied: dict[str, str] | None = None
        for mention in people:
            if mention.entity_id not in self._genders:
                gender = self._stated_gender(mention)
                if gender:
                    self._genders[mention.entity_id] = gender

    def note(self, start: int, speaker: Speaker) -> None:
        """Remember who spoke, by the first character of the words that say so."""
        self._spoken.append((start, speaker))

    def recent_people(self, before: int, limit: int) -> list[Mention]:
        """The people who are named before a character, the nearest first."""
        last = bisect_left(self._people_starts, before)
        return self._people[max(0, last - limit) : last][::-1]

    def as_named(self, name: str) -> Speaker:
        """A person by a name that stands outside the article's text, such as in its byline."""
        known = (mention for mention in self._people if mention.name == name)
        mention = next(known, None)
        return Speaker(name, mention.entity_id if mention else None)

    def name_before(self, start: int) -> Speaker | None:
        """The name that a relative pronoun at `start` follows."""
        index = bisect_left(self._starts, start) - 1
        if index < 0 or start - self._mentions[index].end > _RELATIVE_REACH:
            return None
        return _speaker(self._mentions[index])

    def last_speaker(self, start: int, *, is_thing: bool) -> Speaker | None:
        """Who spoke last before a character; for a thing, nobody who is a person."""
        passage = self._passage(start)
        for at, speaker in reversed(self._spoken):
            if at >= start or self._passage(at) < passage - _PASSAGE_REACH:
                continue
            if not (is_thing and speaker.is_person):
                return speaker
        return None

    def person(
        self,
        start: int,
        gender: str,
        candidates: Sequence[Mention],
        behind: Sequence[str] = (),
    ) -> Speaker | None:
        """The person whom he or she means.

        Within the passage the subject, that is the first name of the nearest sentence; else
        whoever spoke last; else the first name of a passage before. In an obituary, what somebody
        "once said" was said by the dead.

        Args:
            start: Where the pronoun stands.
            gender: `male` or `female`.
            candidates: Whom `candidates` gives for the same pronoun.
            behind: The words behind it, in lower case.
        """
        if not grammar_words("lifelong").isdisjoint(behind):
            dead = self._who_died()
            if dead is not None and self._may_be(dead.entity_id, gender):
                return _speaker(dead)
        passage = self._passage(start)
        here = [
            mention
            for mention in candidates
            if self._passage(mention.start) == passage and not self._shares_sentence(mention, start)
        ]
        spoken = self._last_person(start, gender)
        if spoken is not None and self._speaks_on(spoken[0], passage, here):
            return spoken[1]
        if here:
            return self._subject(here)
        before = [m for m in candidates if self._passage(m.start) < passage]
        if spoken is not None and self._passage(spoken[0]) >= passage - _PASSAGE_REACH:
            later = self._subject_since(spoken[0], before)
            return spoken[1] if later is None else later
        return self._nearest_subject(before, passage)

    def _nearest_subject(self, before: Sequence[Mention], passage: int) -> Speaker | None:
        """The subject of the nearest passage before one that names any of some people."""
        for back in range(1, _PASSAGE_REACH + 1):
            there = [m for m in before if self._passage(m.start) == passage - back]
            if there:
                return self._subject(there)
        return None

    def _who_died(self) -> Mention | None:
        """The first person of an article that tells of a death in its first passages."""
        if not self._people or not self._passage_starts:
            return None
        stop = self._passage_starts[min(_OPENING_PASSAGES, len(self._passage_starts) - 1)]
        opening = self._text[self._passage_starts[0] : max(stop, self._people[0].end)]
        words = {word.lower() for word in _PLAIN_WORD.findall(opening[:_LONGEST_OPENING_TEXT])}
        return None if words.isdisjoint(grammar_words("death")) else self._people[0]

    def candidates(self, start: int, gender: str) -> list[Mention]:
        """The people of a gender who are named shortly before a character, the nearest first."""
        first = self._passage(start) - _PASSAGE_REACH
        earliest = self._passage_starts[first] if first > 0 else 0
        return [
            mention
            for mention in self.recent_people(start, _PEOPLE_REACH)
            if mention.start >= earliest and self._may_be(mention.entity_id, gender)
        ]

    def _speaks_on(self, spoken: int, passage: int, here: Sequence[Mention]) -> bool:
        """Whether who spoke in a passage is still its subject: no sentence opens with another."""
        return self._passage(spoken) == passage and not any(
            mention.start > spoken and self._opens_sentence(mention) for mention in here
        )

    def _may_be(self, entity_id: str | None, gender: str) -> bool:
        stated = self._genders.get(entity_id or "")
        if stated is None and entity_id:
            stated = self._implied_genders().get(entity_id)
        return stated in (None, gender)

    def _implied_genders(self) -> dict[str, str]:
        """The gender of people whose own sentence goes on with "he" or "she".

        A vote for each such pronoun behind the only name of its sentence; a tie tells nothing.
        """
        if self._implied is None:
            votes: dict[str, Counter[str]] = defaultdict(Counter)
            for match in _GENDERED.finditer(self._text, min(self._people_starts, default=0)):
                gender = _GENDER_OF.get(match[0].lower(), "")
                named = self._only_name_before(match.start()) if gender else None
                if named is None or _is_inside(self._quoted, self._quoted_starts, match.start()):
                    continue
                votes[named.entity_id][gender] += 1
            self._implied = {}
            for entity_id, counts in votes.items():
                (gender, most), *rest = counts.most_common()
                if not rest or most > 2 * rest[0][1]:
                    self._implied[entity_id] = gender
        return self._implied

    def _only_name_before(self, at: int) -> Mention | None:
        """The only person named before a character in its sentence."""
        last = bisect_left(self._people_starts, at)
        named: Mention | None = None
        for mention in reversed(self._people[max(0, last - _NAMES_OF_SENTENCE) : last]):
            if at - mention.end > _LONGEST_REFERENCE or _SENTENCE_END.search(
                self._text, mention.end, at
            ):
                break
            if named is not None and named.entity_id != mention.entity_id:
                return None
            named = mention
        return named

    def _last_person(self, start: int, gender: str) -> tuple[int, Speaker] | None:
        """The person of a gender who spoke last before a character, and where."""
        for at, speaker in reversed(self._spoken):
            if at < start and speaker.is_person and self._may_be(speaker.entity_id, gender):
                return at, speaker
        return None

    def _subject_since(self, spoken: int, candidates: Sequence[Mention]) -> Speaker | None:
        """Who is the subject of a later sentence than who spoke last, or of its main clause.

        "Lee wrote back. *Park* had left town.", "*Park* left when Lee asked": then "he said".
        """
        opening = next((m for m in candidates if self._is_subject(m)), None)
        if opening is None:
            return None
        first, last = sorted((spoken, opening.start))
        shares_sentence = _SENTENCE_END.search(self._text, first, last) is None
        is_subject = shares_sentence is (opening.start < spoken)
        return _speaker(opening) if is_subject else None

    def _subject(self, mentions: Sequence[Mention]) -> Speaker:
        """Of several people, nearest first, the nearest who opens a sentence, else the first."""
        opening = (mention for mention in mentions if self._opens_sentence(mention))
        return _speaker(next(opening, mentions[-1]))

    def _stated_gender(self, mention: Mention) -> str:
        """The gender that a title before a name or the given name states, or nothing."""
        words = _PLAIN_WORD.findall(
            self._text[max(0, mention.start - _TITLE_REACH) : mention.start]
        )
        title = words[-1].lower() if words else ""
        first = mention.name.split()[0] if mention.name else ""
        return (
            _title_genders().get(first.lower().rstrip("."), "")
            or _title_genders().get(title, "")
            or given_name_genders().get(first, "")
        )

    def _passage(self, at: int) -> int:
        return bisect_left(self._passage_starts, at + 1) - 1

    def _shares_sentence(self, mention: Mention, at: int) -> bool:
        """Whether a name stands in the pronoun's sentence, and not as its first subject."""
        between = self._text[mention.end : at]
        if _SENTENCE_END.search(between):
            return False
        return between.endswith(", ") or not self._opens_sentence(mention)

    def _opens_sentence(self, mention: Mention) -> bool:
        """Whether only a title or a few words stand between a name and its sentence's start."""
        opening = self._opening(mention)
        if opening is None:
            return False
        words = opening.split()
        return len(words) <= 4 and not any(word.islower() for word in words[:1])

    def _is_subject(self, mention: Mention) -> bool:
        """Whether a name opens its sentence with nothing but titles and an adverbial before it."""
        opening = self._opening(mention)
        if opening is None or self._text.startswith(("'s", "’s"), mention.end):
            return False
        return not any(word.islower() for word in opening.rpartition(",")[2].split())

    def _opening(self, mention: Mention) -> str | None:
        """The words of a name's sentence before it; None where they are many."""
        before = self._text[max(0, mention.start - _LONGEST_OPENING) : mention.start]
        cut = max(_last_stop(before), *(before.rfind(mark) for mark in ("\n", "” ", '" ')))
        if cut < 0 and mention.start > _LONGEST_OPENING:
            return None
        return before[cut + 1 :]


def _last_stop(text: str) -> int:
    """Where the last sentence of a text ends, or -1; the dot of "Dr. Lee" ends none."""
    stop = text.rfind(". ")
    while stop >= 0:
        words = text[:stop].split()
        word = words[-1].lower() if words else ""
        if word not in _titles() and len(word) > 1:
            return stop
        stop = text.rfind(". ", 0, stop)
    return -1


def _speaker(mention: Mention) -> Speaker:
    return Speaker(mention.name, mention.entity_id)


def _is_inside(spans: Sequence[Span], starts: Sequence[int], at: int) -> bool:
    index = bisect_left(starts, at + 1) - 1
    return index >= 0 and spans[index].start <= at < spans[index].end
