"""Who a speaker's mention stands for: pronouns, roles and surnames to names."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from dateline.seeds import lexicon
from dateline.transforms.quotes.antecedents import Antecedents, Speaker
from dateline.transforms.quotes.classification import function_words
from dateline.transforms.quotes.described_speakers import DescribedSpeakers
from dateline.transforms.quotes.grammar_words import grammar_words, statement_forms
from dateline.transforms.quotes.quotation_marks import QUOTING_MARKS
from dateline.transforms.quotes.turns import answers_or_asks
from dateline.transforms.quotes.via_kinds import kind_of_link
from dateline.transforms.schema.closed_sets import EntityKind, SpeakerBasis, SpeakerReason, ViaKind
from dateline.transforms.schema.content import Span, ViaLink
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.lexicon import any_of
from dateline.transforms.text.name_words import words_used_as

_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_CONTRACTED = re.compile(r"['’][a-z]+$")
_NEXT_WORD = re.compile(r"([ \u00a0\-])([^\W\d_][^\W_]*)")
_DESCRIPTION = re.compile(
    r"(?:[Tt]he |[Aa]n? |(?:[A-Z][\w.]{0,20} ){0,2}[A-Z][\w.]{0,20}['’]s )"
    r"(?:[a-z][\w-]{0,20} ){0,3}"
)
_LONGEST_NAME = 80
_RECENT_PEOPLE = 60
"""How many mentions of people back a role may refer."""

_MOST_CANDIDATES = 4


@cache
def _phrase_end() -> re.Pattern[str]:
    return re.compile(rf"\b{any_of(grammar_words('phrase_end'))}\b")


@cache
def _issued() -> re.Pattern[str]:
    document, verb, preposition = (
        any_of(grammar_words(use))
        for use in ("issued_document", "issuing_verb", "issuer_preposition")
    )
    return re.compile(rf"\b{document}s? (?:{verb} )?{preposition} (.+)$")


@cache
def _after_names() -> frozenset[str]:
    return words_used_as("suffix").union(function_words())


@cache
def _pronouns() -> dict[str, str]:
    """What each pronoun refers to: a male or female person, a thing, a speaker, the author."""
    return {row["pronoun"]: row["refers_to"] for row in lexicon("pronouns")}


class Resolution(NamedTuple):
    """Whom a mention means and on what basis, or why that is not known.

    `candidates` are the others whom it could mean, the likeliest first.
    """

    speaker: Speaker | None
    basis: SpeakerBasis | None = None
    reason: SpeakerReason | None = None
    candidates: tuple[str, ...] = ()


def _meant(
    speaker: Speaker | None, basis: SpeakerBasis, candidates: Iterable[str] = ()
) -> Resolution:
    """The resolution of a pronoun or a role, with the first few others."""
    name = speaker.name if speaker else None
    others = [other for other in dict.fromkeys(candidates) if other != name]
    return Resolution(
        speaker,
        basis if speaker else None,
        None if speaker else SpeakerReason.UNRESOLVED,
        tuple(others[:_MOST_CANDIDATES]),
    )


class SpeakerResolver:
    """Resolves the speakers of one article, in the order in which they speak.

    `quoted` are the stretches between quotation marks, in order: names inside them are not whom
    a pronoun outside means. `passage_starts` are the first characters of the article's passages.
    `authors` are whom the byline names.
    """

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        quoted: Sequence[Span],
        passage_starts: Sequence[int],
        authors: Sequence[str] = (),
    ) -> None:
        self._text = text
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]
        self._antecedents = Antecedents(text, self._mentions, quoted, passage_starts)
        self._described = DescribedSpeakers(text, self._mentions)
        self._authors = authors
        self._known: dict[tuple[int, int], Resolution] = {}

    def resolve(self, span: Span, antecedent: Span | None = None) -> Resolution:
        """Whom the words at `span` mean.

        Args:
            span: The mention.
            antecedent: The noun phrase that a relative pronoun at `span` follows.
        """
        key = (span.start, span.end)
        if key not in self._known:
            found = self._resolve(span, antecedent)
            self._known[key] = found
            if found.speaker is not None and found.basis is not SpeakerBasis.AUTHOR:
                self._antecedents.note(span.start, found.speaker)
        return self._known[key]

    def turn(self, label: Span, name: str) -> Resolution:
        """Who speaks in a turn of a transcript: whom the label names, or who asks or answers."""
        part = answers_or_asks(self._text[label.start : label.end])
        if part == "question":
            return self._first_person(None)
        if part == "answer":
            first = next(iter(self._mentions_of_people(before=label.start)), None)
            if first is None:
                return Resolution(None, None, SpeakerReason.UNRESOLVED)
            return Resolution(Speaker(first.name, first.entity_id), SpeakerBasis.TURN)
        return Resolution(self._described.person(label, name), SpeakerBasis.TURN)

    def _mentions_of_people(self, before: int) -> list[Mention]:
        """The people named before a character, the first one first, the authors left out."""
        people = self._antecedents.recent_people(before, _RECENT_PEOPLE)[::-1]
        return [mention for mention in people if mention.name not in self._authors]

    def link(self, span: Span) -> ViaLink:
        """A link of a chain of reporting with its kind."""
        words = self._text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip(QUOTING_MARKS))
        end = span.end - len(words) + len(words.rstrip(QUOTING_MARKS))
        text = self._text[start:end]
        return ViaLink(text, kind_of_link(text, self._inside(span)), start, end)

    def issued_document(self, span: Span) -> ViaLink | None:
        """The document that a speaker's mention is: "*a statement from the ministry* said"."""
        text = self._text[span.start : span.end]
        if _issuer_in(text) is None:
            return None
        return ViaLink(text, ViaKind.DOCUMENT, span.start, span.end)

    def found_groups(self) -> list[Mention]:
        """The mentions of speakers so far that no name is found for, such as offices."""
        return self._described.found

    def _resolve(self, span: Span, antecedent: Span | None) -> Resolution:
        text = self._text[span.start : span.end]
        referent = _referent(text)
        if referent is None:
            return self._noun_phrase(span, text)
        if referent == "antecedent":
            return self._relative(span, antecedent)
        if referent in ("male", "female"):
            candidates = self._antecedents.candidates(span.start, referent)
            behind = _words_behind(self._text, span)
            return _meant(
                self._antecedents.person(span.start, referent, candidates, behind),
                SpeakerBasis.PRONOUN,
                (mention.name for mention in candidates),
            )
        if referent == "author":
            return self._first_person(span)
        if referent == "nobody":
            return Resolution(None, None, SpeakerReason.UNRESOLVED)
        is_thing = referent == "thing"
        return _meant(
            self._antecedents.last_speaker(span.start, is_thing=is_thing), SpeakerBasis.PRONOUN
        )

    def _noun_phrase(self, span: Span, text: str) -> Resolution:
        head = _head(text)
        person = self._named_person(span, head)
        if person is not None:
            return Resolution(person, SpeakerBasis.NAME)
        holders = self._role_holders(span, text, head)
        if holders:
            names = (mention.name for mention in holders)
            first = Speaker(holders[0].name, holders[0].entity_id)
            return _meant(first, SpeakerBasis.ROLE, names)
        named = self._named_whole(span)
        if named is not None:
            return Resolution(named, SpeakerBasis.NAME)
        return self._by_description(span, text, head)

    def _relative(self, span: Span, antecedent: Span | None) -> Resolution:
        """Whom the name or the noun phrase means that a relative pronoun follows."""
        named = self._antecedents.name_before(span.start)
        if named is not None or antecedent is None:
            return _meant(named, SpeakerBasis.RELATIVE)
        found = self.resolve(antecedent)
        basis = SpeakerBasis.RELATIVE if found.speaker else None
        return found._replace(basis=basis)

    def _first_person(self, span: Span | None) -> Resolution:
        """The author, where the byline names one and no more; without a byline who spoke last."""
        if len(self._authors) == 1:
            name = self._authors[0]
            return Resolution(self._antecedents.as_named(name), SpeakerBasis.AUTHOR)
        if self._authors or span is None:
            return Resolution(None, None, SpeakerReason.UNRESOLVED, tuple(self._authors))
        last = self._antecedents.last_speaker(span.start, is_thing=False)
        return _meant(last, SpeakerBasis.PRONOUN)

    def _inside(self, span: Span) -> list[Mention]:
        first = bisect_left(self._starts, span.start - _LONGEST_NAME)
        inside = []
        for mention in self._mentions[first:]:
            if mention.start >= span.end:
                break
            if mention.end > span.start:
                inside.append(mention)
        return inside

    def _named_person(self, span: Span, head: str) -> Speaker | None:
        """The person whom the phrase names, not one whom it only mentions.

        In "a spokesman for Ann Lee", "Ann Lee's office" and "the Lee campaign" nobody is named.
        """
        head_end = span.start + len(head)
        for mention in self._inside(span):
            if mention.kind != EntityKind.PERSON:
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
        return is_tied or not (word in _after_names() or word.endswith("ed"))

    def _role_holders(self, span: Span, text: str, head: str) -> list[Mention]:
        """The people who were given the role before, the latest first: "the secretary".

        Only a phrase whose head is a title speaks of a role: "the Kremlin" is not its spokesman.
        """
        head_words = _PLAIN_WORD.findall(head)
        if not head_words or head_words[-1].lower() not in words_used_as("title"):
            return []
        words = [word.lower() for word in _PLAIN_WORD.findall(text)]
        wanted = {word for word in words if word not in grammar_words("role_filler")}
        if not wanted or not (words[0] == "the" or text[0].isupper()):
            return []
        return [
            mention
            for mention in self._antecedents.recent_people(span.start, _RECENT_PEOPLE)
            if mention.role and wanted <= _role_words(mention.role)
        ]

    def _named_whole(self, span: Span) -> Speaker | None:
        for mention in self._inside(span):
            if mention.end < span.end - 1:
                continue
            if mention.start <= span.start + 4 or self._is_described(span, mention):
                return Speaker(mention.name, mention.entity_id)
        return None

    def _is_described(self, span: Span, mention: Mention) -> bool:
        """Whether only an owner and adjectives stand before a body: "Salem's *Port Authority*"."""
        before = self._text[span.start : mention.start]
        return (
            mention.kind in (EntityKind.ORGANISATION, EntityKind.PLACE)
            and _DESCRIPTION.fullmatch(before) is not None
            and function_words().keys().isdisjoint(before.split()[1:])
        )

    def _by_description(self, span: Span, text: str, head: str) -> Resolution:
        """An office or a document: who issued it, or the words themselves where they name one."""
        issuer = _issuer_in(text)
        if issuer is not None:
            found = self.resolve(Span(span.start + issuer, span.end))
            basis = SpeakerBasis.ISSUER if found.speaker else None
            return found._replace(basis=basis)
        words = [word.lower() for word in _PLAIN_WORD.findall(text)]
        if words and words[-1] in statement_forms() and len(words) <= 3:
            last = self._antecedents.last_speaker(span.start, is_thing=True)
            if last is not None:
                return Resolution(last, SpeakerBasis.ISSUER)
        return self._as_written(span, head)

    def _as_written(self, span: Span, head: str) -> Resolution:
        speaker = self._described.read(span, head)
        if speaker is None:
            return Resolution(None, None, SpeakerReason.UNNAMED)
        is_group = (speaker.entity_id or "").startswith(EntityKind.GROUP)
        return Resolution(speaker, SpeakerBasis.GROUP if is_group else SpeakerBasis.NAME)


@lru_cache(maxsize=1024)
def _role_words(role: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _PLAIN_WORD.findall(role))


def _words_behind(text: str, span: Span) -> list[str]:
    """The two words behind a pronoun, in lower case: they may tell of what somebody used to say."""
    return text[span.end : span.end + 24].lower().split()[:2]


# The same few mentions come again and again: "he", "the mayor".


@lru_cache(maxsize=1024)
def _referent(text: str) -> str | None:
    """What a mention refers to where it is a pronoun."""
    return _pronouns().get(_CONTRACTED.sub("", text.lower()))


@lru_cache(maxsize=1024)
def _head(text: str) -> str:
    """A noun phrase up to its first preposition or relative."""
    return _phrase_end().split(text, 1)[0]


@lru_cache(maxsize=1024)
def _issuer_in(text: str) -> int | None:
    """Where the issuer begins in "a statement from *the ministry*"; None in other mentions."""
    match = _issued().search(text)
    return None if match is None else match.start(1)
