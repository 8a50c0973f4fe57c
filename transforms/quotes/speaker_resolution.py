"""Who a speaker's mention stands for: pronouns, roles and surnames to names."""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from seeds import lexicon
from transforms.names.lexicon import given_name_genders
from transforms.names.words import words_used_as
from transforms.quotes.classification import function_words
from transforms.schema.content import Mention, Span

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_PRONOUNS = {
    "he": "male",
    "him": "male",
    "his": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
    "i": "",
    "they": "plural",
    "we": "plural",
    "them": "plural",
    "it": "thing",
    "who": "relative",
    "which": "relative",
    "that": "relative",
}
_TITLES = words_used_as("title")
_AFTER_NAMES = function_words().keys() | words_used_as("suffix")
_NEXT_WORD = re.compile(r"([ \u00a0\-])([^\W\d_][^\W_]*)")
_PREPOSITION = re.compile(r"\b(?:of|for|from|at|in|who|with|to)\b")
_ISSUED = re.compile(
    r"\b(?:statement|read\s?-?out|release|message|post|report|letter)s? "
    r"(?:issued |released )?(?:from|by|of) (.+)$"
)
_LONGEST_NAME = 80
_ANTECEDENT = 3
"""Characters between a name and the relative pronoun that refers to it."""
_PRONOUN_END = re.compile(r"['’][a-z]+$")
_MEMORY = 32
"""How many speakers back a pronoun may refer."""

_SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+[“\"‘'A-Z]|\n")
_DOCUMENTS = frozenset(row["word"] for row in lexicon("statement_forms"))
_EMPTY = frozenset(("the", "a", "an", "us", "u", "s", "of", "for", "and", "former"))
_REACH = 3
"""How many passages back a pronoun may refer."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, by the fullest name in the article, and the entity where it is one."""

    name: str
    entity_id: str | None


@cache
def _title_genders() -> dict[str, str]:
    return {row["title"]: row["gender"] for row in lexicon("personal_titles") if row["gender"]}


class SpeakerResolver:
    """Resolves the speakers of one article, in the order in which they speak.

    `quoted` are the stretches between quotation marks, in order: names inside them are not whom
    a pronoun outside means. `passage_starts` are the first characters of the article's passages.
    """

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        quoted: Sequence[Span],
        passage_starts: Sequence[int],
    ) -> None:
        self._text = text
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]
        self._passage_starts = passage_starts
        quoted_starts = [span.start for span in quoted]
        self._people = [
            mention
            for mention in self._mentions
            if mention.kind == "person" and not _is_inside(quoted, quoted_starts, mention.start)
        ]
        self._people_starts = [mention.start for mention in self._people]
        self._genders: dict[str, str] = {}
        self._known: dict[tuple[int, int], Speaker | None] = {}
        self._spoken: deque[tuple[int, Speaker]] = deque(maxlen=_MEMORY)
        for mention in self._mentions:
            if mention.kind == "person" and mention.entity_id not in self._genders:
                gender = self._stated_gender(mention)
                if gender:
                    self._genders[mention.entity_id] = gender

    def resolve(self, span: Span) -> Speaker | None:
        """The speaker whom the words at `span` mention, or None for a pronoun without a name."""
        key = (span.start, span.end)
        if key not in self._known:
            speaker = self._resolve(span)
            self._known[key] = speaker
            if speaker is not None:
                self._spoken.append((span.start, speaker))
        return self._known[key]

    def _resolve(self, span: Span) -> Speaker | None:
        text = self._text[span.start : span.end]
        pronoun = _PRONOUNS.get(_PRONOUN_END.sub("", text.lower()))
        if pronoun == "relative":
            return self._before(span)
        if pronoun in ("male", "female"):
            return self._person(span, pronoun)
        if pronoun is not None:
            return self._last_spoken(span, pronoun)
        return (
            self._named_person(span, text)
            or self._role_holder(span, text)
            or self._named_whole(span)
            or self._described(span, text)
        )

    def _stated_gender(self, mention: Mention) -> str:
        before = self._text[max(0, mention.start - 14) : mention.start]
        words = _WORD.findall(before)
        title = words[-1].lower() if words else ""
        first = mention.name.split()[0] if mention.name else ""
        return (
            _title_genders().get(first.lower().rstrip("."), "")
            or _title_genders().get(title, "")
            or given_name_genders().get(first, "")
        )

    def _inside(self, span: Span) -> list[Mention]:
        first = bisect_left(self._starts, span.start - _LONGEST_NAME)
        inside = []
        for mention in self._mentions[first:]:
            if mention.start >= span.end:
                break
            if mention.end > span.start:
                inside.append(mention)
        return inside

    def _named_person(self, span: Span, text: str) -> Speaker | None:
        """The person whom the phrase names, not one whom it only mentions.

        In "a spokesman for Ann Lee", "Ann Lee's office" and "the Lee campaign" nobody is named.
        """
        head_end = span.start + len(_head(text))
        for mention in self._inside(span):
            if mention.kind != "person":
                continue
            words = self._text[span.start : mention.start].split()
            is_title = mention.end >= span.end - 1 and bool(words) and not words[-1].islower()
            is_owner = self._text.startswith(("'s", "’s"), mention.end) and mention.end < span.end
            if (mention.start < head_end or is_title) and not (
                is_owner or self._modifies(mention, head_end)
            ):
                return Speaker(mention.name, mention.entity_id)
        return None

    def _modifies(self, mention: Mention, head_end: int) -> bool:
        """Whether a name only tells which one is meant: "the *Lee* campaign", "a *Lee* aide"."""
        match = _NEXT_WORD.match(self._text, mention.end, head_end)
        if match is None:
            return False
        word = match[2].lower()
        is_tied = match[1] == "-"
        # A word in -ed behind a name is its verb: "Lee pulled his support".
        return is_tied or not (word in _AFTER_NAMES or word.endswith("ed"))

    def _role_holder(self, span: Span, text: str) -> Speaker | None:
        """The person who was given the role before: "the secretary", "the spokesperson".

        Only a phrase whose head is a title speaks of a role: "the Kremlin" is not its spokesman.
        """
        words = [word.lower() for word in _WORD.findall(text)]
        head = [word.lower() for word in _WORD.findall(_head(text))]
        wanted = {word for word in words if word not in _EMPTY}
        if not wanted or not head or head[-1] not in _TITLES:
            return None
        if not (words[0] == "the" or text[0].isupper()):
            return None
        for mention in self._recent_people(span.start, 60):
            role = {word.lower() for word in _WORD.findall(mention.role or "")}
            if wanted <= role:
                return Speaker(mention.name, mention.entity_id)
        return None

    def _named_whole(self, span: Span) -> Speaker | None:
        for mention in self._inside(span):
            if mention.start <= span.start + 4 and mention.end >= span.end - 1:
                return Speaker(mention.name, mention.entity_id)
        return None

    def _described(self, span: Span, text: str) -> Speaker | None:
        """An office or a document: who issued it, or the words themselves."""
        issuer = _ISSUED.search(text)
        if issuer is not None:
            return self.resolve(Span(span.start + issuer.start(1), span.end))
        words = [word.lower() for word in _WORD.findall(text)]
        if words and words[-1] in _DOCUMENTS and len(words) <= 3:
            return self._last_spoken(span, "thing") or Speaker(text, None)
        return Speaker(text, None)

    def _recent_people(self, before: int, limit: int) -> list[Mention]:
        last = bisect_left(self._people_starts, before)
        return self._people[max(0, last - limit) : last][::-1]

    def _before(self, span: Span) -> Speaker | None:
        """The name that a relative pronoun follows."""
        place = bisect_left(self._starts, span.start) - 1
        if place >= 0 and span.start - self._mentions[place].end <= _ANTECEDENT:
            mention = self._mentions[place]
            return Speaker(mention.name, mention.entity_id)
        return None

    def _passage(self, at: int) -> int:
        return bisect_left(self._passage_starts, at + 1) - 1

    def _person(self, span: Span, gender: str) -> Speaker | None:
        """The person whom he or she means.

        Within the passage the subject, that is the first name of the nearest sentence; else
        whoever spoke last; else the first name of a passage before.
        """
        passage = self._passage(span.start)
        candidates = [
            mention
            for mention in self._recent_people(span.start, 40)
            if self._passage(mention.start) >= passage - _REACH
            and self._genders.get(mention.entity_id, gender) == gender
        ]
        here = [
            mention
            for mention in candidates
            if self._passage(mention.start) == passage
            and not self._shares_sentence(mention, span.start)
        ]
        spoken = next(
            (
                (at, speaker)
                for at, speaker in reversed(self._spoken)
                if at < span.start
                and speaker.entity_id is not None
                and speaker.entity_id.startswith("person")
                and self._genders.get(speaker.entity_id, gender) == gender
            ),
            None,
        )
        if spoken is not None and self._passage(spoken[0]) == passage:
            later = [m for m in here if m.start > spoken[0] and self._opens_sentence(m)]
            if not later:
                return spoken[1]
        for mention in here:
            if self._opens_sentence(mention):
                return Speaker(mention.name, mention.entity_id)
        if here:
            return Speaker(here[-1].name, here[-1].entity_id)
        if spoken is not None and self._passage(spoken[0]) >= passage - _REACH:
            return spoken[1]
        for back in range(1, _REACH + 1):
            there = [m for m in candidates if self._passage(m.start) == passage - back]
            for mention in there:
                if self._opens_sentence(mention):
                    return Speaker(mention.name, mention.entity_id)
            if there:
                return Speaker(there[-1].name, there[-1].entity_id)
        return None

    def _shares_sentence(self, mention: Mention, at: int) -> bool:
        """Whether a name stands in the pronoun's sentence, and not as its first subject."""
        between = self._text[mention.end : at]
        if _SENTENCE_END.search(between):
            return False
        return between.endswith(", ") or not self._opens_sentence(mention)

    def _opens_sentence(self, mention: Mention) -> bool:
        """Whether only a title or a few words stand between a name and its sentence's start."""
        before = self._text[max(0, mention.start - 60) : mention.start]
        cut = max(before.rfind(". "), before.rfind("\n"), before.rfind("” "), before.rfind('" '))
        if cut < 0 and mention.start > 60:
            return False
        opening = before[cut + 1 :].split()
        return len(opening) <= 4 and not any(word.islower() for word in opening[:1])

    def _last_spoken(self, span: Span, pronoun: str) -> Speaker | None:
        passage = self._passage(span.start)
        for at, speaker in reversed(self._spoken):
            if at >= span.start or self._passage(at) < passage - _REACH:
                continue
            is_person = (speaker.entity_id or "").startswith("person")
            if pronoun == "thing" and is_person:
                continue
            return speaker
        return None


def _head(text: str) -> str:
    """A noun phrase up to its first preposition or relative."""
    return _PREPOSITION.split(text)[0]


def _is_inside(spans: Sequence[Span], starts: Sequence[int], at: int) -> bool:
    place = bisect_left(starts, at + 1) - 1
    return place >= 0 and spans[place].start <= at < spans[place].end
