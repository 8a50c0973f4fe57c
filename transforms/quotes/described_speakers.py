"""Speakers that the finder of names does not name: offices, groups of officials, rare outlets."""

import re
from bisect import bisect_left, insort
from collections.abc import Sequence

from dateline.transforms.names.entities import entity_id
from dateline.transforms.names.lexicon import name_lexicon
from dateline.transforms.quotes.antecedents import Speaker
from dateline.transforms.quotes.classification import function_words
from dateline.transforms.quotes.grammar_words import grammar_words
from dateline.transforms.schema.closed_sets import EntityKind
from dateline.transforms.schema.content import Span
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.name_words import words_used_as
from dateline.transforms.text.outlets import names_outlet

_PHRASE_WORD = re.compile(r"[^\W_]+(?:[.'’\-&][^\W_]+)*")
_SENTENCE_OPENING = re.compile(r"(?:^|[.!?…:\n“”\"‘’(—–-])\s*$")
_REACH_OF_OPENING = 3
_LONGEST_NAME = 80
_RULE = "speaker"
_CONFIDENCE = 0.6


class DescribedSpeakers:
    """Reads the noun phrases of an article's speakers, and keeps the mentions that it makes.

    A phrase counts as a name where a word of it has a capital letter that its place in the sentence
    does not explain. `found` holds a mention for each that is an entity: its head, where the finder
    of names has taken the words before ("Lee's *office*"), or else all of it.
    """

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]
        self.found: list[Mention] = []
        # In order; they never overlap.
        self._made_spans: list[tuple[int, int]] = []

    def read(self, span: Span, head: str) -> Speaker | None:
        """The speaker whom a noun phrase describes, None where nothing in it is a name.

        Args:
            span: The phrase.
            head: Its text up to the first preposition.
        """
        words = list(_PHRASE_WORD.finditer(self._text, span.start, span.end))
        if not any(self._is_named(word) for word in words):
            return None
        heads = [word for word in words if word.end() <= span.start + len(head)]
        text = self._text[span.start : span.end]
        kind = self._kind(words, heads)
        if kind is None:
            return Speaker(text, None)
        mention = self._mention(span, words, heads, kind)
        return Speaker(text, mention.entity_id if mention else None)

    def _is_named(self, word: re.Match[str]) -> bool:
        if not word[0][0].isupper() or word[0].lower() in function_words():
            return False
        before = self._text[max(0, word.start() - _REACH_OF_OPENING) : word.start()]
        return not (_SENTENCE_OPENING.search(before) and word[0].lower() in name_lexicon().ordinary)

    def _kind(
        self, words: Sequence[re.Match[str]], heads: Sequence[re.Match[str]]
    ) -> EntityKind | None:
        """What a described speaker is: an organisation by its name, a group, or nothing known."""
        if not heads:
            return None
        last = heads[-1][0]
        if not last[0].isupper():
            return EntityKind.GROUP if _is_group(last.lower()) else None
        opens = words[0][0].lower() in grammar_words("definite_article")
        name = " ".join(word[0] for word in words[opens:])
        is_organisation = (
            (opens and not _is_group(last.lower()))
            or (last.isupper() and len(last) > 1)
            or last.lower() in words_used_as("organisation_head")
            or names_outlet(name)
        )
        return EntityKind.ORGANISATION if is_organisation else None

    def _mention(
        self,
        span: Span,
        words: Sequence[re.Match[str]],
        heads: Sequence[re.Match[str]],
        kind: EntityKind,
    ) -> Mention | None:
        first = words[1] if _is_determiner(words[0][0]) and len(words) > 1 else words[0]
        name = self._text[first.start() : span.end]
        place = Span(first.start(), span.end)
        if self._is_taken(place):
            place = Span(heads[-1].start(), heads[-1].end())
            if self._is_taken(place):
                return None
        return self._made(place, name, kind)

    def person(self, label: Span, name: str) -> Speaker:
        """The person whom the label of a turn names."""
        if not self._is_taken(label):
            self._made(label, name, EntityKind.PERSON)
        return Speaker(name, entity_id(EntityKind.PERSON, name))

    def _made(self, place: Span, name: str, kind: EntityKind) -> Mention:
        mention = Mention(
            document_id="",  # of the article, which is known where its rows are put together
            start=place.start,
            end=place.end,
            text=self._text[place.start : place.end],
            kind=kind,
            name=name,
            role=None,
            entity_id=entity_id(kind, name),
            confidence=_CONFIDENCE,
            rule=_RULE,
        )
        self.found.append(mention)
        insort(self._made_spans, (place.start, place.end))
        return mention

    def _is_taken(self, span: Span) -> bool:
        """Whether a mention, of the article or one made here, overlaps a stretch."""
        first = bisect_left(self._starts, span.start - _LONGEST_NAME)
        for mention in self._mentions[first:]:
            if mention.start >= span.end:
                break
            if mention.end > span.start:
                return True
        behind = bisect_left(self._made_spans, (span.end, span.end))
        return behind > 0 and self._made_spans[behind - 1][1] > span.start


def _is_determiner(word: str) -> bool:
    return word.lower() in grammar_words("article")


def _is_group(word: str) -> bool:
    """Whether a noun means an office or several people: "office", "officials"."""
    return word in grammar_words("group_noun") or (
        word.endswith("s") and word[:-1] in words_used_as("title")
    )
