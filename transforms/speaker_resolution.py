"""Who a speaker's mention stands for: pronouns, roles and surnames to names."""

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from seeds import lexicon
from transforms.records import Mention, Span

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
_POSSESSIVE = re.compile(r"['’]s?\s+[^\W\d_]")
_PRONOUN_END = re.compile(r"['’][a-z]+$")
_MEMORY = 32
"""How many speakers back a pronoun may refer."""

_SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+[“\"‘'A-Z]|\n")
_REACH = 3
"""How many passages back a pronoun may refer."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, by the fullest name in the article, and the entity where it is one."""

    name: str
    entity_id: str | None


@cache
def given_name_genders() -> dict[str, str]:
    """`male` or `female` for each given name that is mostly one of them."""
    return {row["name"]: row["gender"] for row in lexicon("given_names") if row["gender"]}


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
        self._known: dict[tuple[int, int], Speaker] = {}
        self._spoken: deque[tuple[int, Speaker]] = deque(maxlen=_MEMORY)
        for mention in self._mentions:
            if mention.kind == "person" and mention.entity_id not in self._genders:
                gender = self._stated_gender(mention)
                if gender:
                    self._genders[mention.entity_id] = gender

    def resolve(self, span: Span) -> Speaker:
        """The speaker whom the words at `span` mention."""
        key = (span.start, span.end)
        if key not in self._known:
            speaker = self._resolve(span)
            self._known[key] = speaker
            self._spoken.append((span.start, speaker))
        return self._known[key]

    def _resolve(self, span: Span) -> Speaker:
        text = self._text[span.start : span.end]
        pronoun = _PRONOUNS.get(_PRONOUN_END.sub("", text.lower()))
        if pronoun == "relative":
            return self._before(span) or Speaker(text, None)
        if pronoun in ("male", "female"):
            return self._person(span, pronoun) or Speaker(text, None)
        if pronoun is not None:
            return self._last_spoken(span, pronoun) or Speaker(text, None)
        named = self._named(span, text)
        if named is not None:
            return named
        return self._described(span, text)

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

    def _named(self, span: Span, text: str) -> Speaker | None:
        """The person or body named in the span, if it heads the phrase."""
        first = bisect_left(self._starts, span.start - 40)
        inside = []
        for mention in self._mentions[first:]:
            if mention.start >= span.end:
                break
            if mention.end > span.start:
                inside.append(mention)
        head_end = span.start + len(re.split(r"\b(?:of|for|from|at|in|who|with)\b", text)[0])
        people = [m for m in inside if m.kind == "person" and m.start < head_end]
        for mention in people:
            owned = self._text[mention.end : min(span.end, mention.end + 3)]
            if not _POSSESSIVE.match(owned + "") and not owned.startswith(("'s", "’s")):
                return Speaker(mention.name, mention.entity_id)
        for mention in inside:
            if mention.start <= span.start + 4 and mention.end >= span.end - 1:
                return Speaker(mention.name, mention.entity_id)
        return None

    def _described(self, span: Span, text: str) -> Speaker:
        """A role or an office: whoever holds it in the article, or the words themselves."""
        issuer = re.search(
            r"\b(?:statement|read\s?-?out|release|message|post|report|letter)s? "
            r"(?:issued |released )?(?:from|by|of) (.+)$",
            text,
        )
        if issuer is not None:
            start = span.start + issuer.start(1)
            return self.resolve(Span(start, span.end))
        words = [word.lower() for word in _WORD.findall(text)]
        if words and words[-1] in _DOCUMENTS and len(words) <= 3:
            spoken = self._last_spoken(span, "thing")
            if spoken is not None:
                return spoken
        wanted = {word for word in words if word not in _EMPTY}
        is_definite = (bool(words) and words[0] in ("the", "he", "she")) or text[:1].isupper()
        if wanted and is_definite:
            for mention in self._recent_people(span.start, 60):
                role = {word.lower() for word in _WORD.findall(mention.role or "")}
                if role and wanted <= role:
                    return Speaker(mention.name, mention.entity_id)
        for mention in self._mentions[bisect_left(self._starts, span.start) :]:
            if mention.start >= span.end:
                break
            if mention.kind == "organisation" and span.end - mention.end <= 1:
                name = mention.name if mention.start - span.start <= 4 else text
                return Speaker(name, mention.entity_id if name != text else None)
        return Speaker(text, None)

    def _recent_people(self, before: int, limit: int) -> list[Mention]:
        last = bisect_left(self._people_starts, before)
        return self._people[max(0, last - limit) : last][::-1]

    def _before(self, span: Span) -> Speaker | None:
        """The name that a relative pronoun follows."""
        place = bisect_left(self._starts, span.start) - 1
        if place >= 0 and span.start - self._mentions[place].end <= 60:
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


_DOCUMENTS = frozenset(
    [
        "statement",
        "release",
        "report",
        "letter",
        "readout",
        "message",
        "post",
        "memo",
        "document",
        "filing",
        "email",
    ]
)
_EMPTY = frozenset(
    ["the", "a", "an", "us", "u", "s", "of", "for", "and", "his", "her", "its", "their", "former"]
)


def _is_inside(spans: Sequence[Span], starts: Sequence[int], at: int) -> bool:
    place = bisect_left(starts, at + 1) - 1
    return place >= 0 and spans[place].start <= at < spans[place].end
