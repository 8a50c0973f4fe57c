"""Who a speaker's mention stands for: pronouns, roles and surnames to names."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from dateline.seeds import lexicon
from dateline.transforms.names.words import words_used_as
from dateline.transforms.quotes.antecedents import Antecedents, Speaker
from dateline.transforms.quotes.classification import function_words
from dateline.transforms.quotes.grammar_words import grammar_words, statement_forms
from dateline.transforms.schema.content import Mention, Span
from dateline.transforms.text.lexicon import any_of

_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_CONTRACTED = re.compile(r"['’][a-z]+$")
_NEXT_WORD = re.compile(r"([ \u00a0\-])([^\W\d_][^\W_]*)")
_LONGEST_NAME = 80
_RECENT_PEOPLE = 60
"""How many mentions of people back a role may refer."""


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
    """What each pronoun refers to: a male or female person, a thing, a speaker, an antecedent."""
    return {row["pronoun"]: row["refers_to"] for row in lexicon("pronouns")}


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
        self._antecedents = Antecedents(text, self._mentions, quoted, passage_starts)
        self._known: dict[tuple[int, int], Speaker | None] = {}

    def resolve(self, span: Span) -> Speaker | None:
        """The speaker whom the words at `span` mention, or None for a pronoun without a name."""
        key = (span.start, span.end)
        if key not in self._known:
            speaker = self._resolve(span)
            self._known[key] = speaker
            if speaker is not None:
                self._antecedents.note(span.start, speaker)
        return self._known[key]

    def _resolve(self, span: Span) -> Speaker | None:
        text = self._text[span.start : span.end]
        referent = _pronouns().get(_CONTRACTED.sub("", text.lower()))
        if referent is None:
            return (
                self._named_person(span, text)
                or self._role_holder(span, text)
                or self._named_whole(span)
                or self._described(span, text)
            )
        if referent == "antecedent":
            return self._antecedents.name_before(span.start)
        if referent in ("male", "female"):
            return self._antecedents.person(span.start, referent)
        return self._antecedents.last_speaker(span.start, is_thing=referent == "thing")

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
        return is_tied or not (word in _after_names() or word.endswith("ed"))

    def _role_holder(self, span: Span, text: str) -> Speaker | None:
        """The person who was given the role before: "the secretary", "the spokesperson".

        Only a phrase whose head is a title speaks of a role: "the Kremlin" is not its spokesman.
        """
        words = [word.lower() for word in _PLAIN_WORD.findall(text)]
        head = [word.lower() for word in _PLAIN_WORD.findall(_head(text))]
        wanted = {word for word in words if word not in grammar_words("role_filler")}
        if not wanted or not head or head[-1] not in words_used_as("title"):
            return None
        if not (words[0] == "the" or text[0].isupper()):
            return None
        for mention in self._antecedents.recent_people(span.start, _RECENT_PEOPLE):
            role = {word.lower() for word in _PLAIN_WORD.findall(mention.role or "")}
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
        issuer = _issued().search(text)
        if issuer is not None:
            return self.resolve(Span(span.start + issuer.start(1), span.end))
        words = [word.lower() for word in _PLAIN_WORD.findall(text)]
        if words and words[-1] in statement_forms() and len(words) <= 3:
            return self._antecedents.last_speaker(span.start, is_thing=True) or Speaker(text, None)
        return Speaker(text, None)


def _head(text: str) -> str:
    """A noun phrase up to its first preposition or relative."""
    return _phrase_end().split(text)[0]
