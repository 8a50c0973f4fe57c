"""The quotations of an article in another language than English, with their speakers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from dateline.transforms.quotes.languages.attribution import Attributed, SentenceReader
from dateline.transforms.quotes.languages.dashes import DASH_MARK, find_spoken
from dateline.transforms.quotes.languages.detection import is_long_enough, is_spoken, kind_of
from dateline.transforms.quotes.languages.grammar import Grammar
from dateline.transforms.quotes.languages.people import People, Person
from dateline.transforms.quotes.languages.phrases import SpeakerPhrase
from dateline.transforms.quotes.languages.word_kinds import ACCORDING_CUES, MARKS, WordKind
from dateline.transforms.quotes.languages.words import Word, read_sentences
from dateline.transforms.quotes.paragraphs import UNATTRIBUTED, Attribution
from dateline.transforms.quotes.quotation_marks import Quoted, find_quoted
from dateline.transforms.quotes.speaker_resolution import Resolution
from dateline.transforms.schema.closed_sets import QuoteKind, SpeakerReason
from dateline.transforms.schema.content import Span
from dateline.transforms.schema.names import Mention
from dateline.transforms.text.outlets import names_outlet
from dateline.transforms.text.passages import ArticleText, Passage

_QUOTATIONS_ALONE = MARKS | {WordKind.QUOTATION}
_WRITTEN = re.compile(r"\S+")
_PRONOUNS = frozenset((WordKind.PRONOUN, WordKind.CLITIC_PRONOUN))
_MEANT = frozenset(
    (
        WordKind.TITLE,
        WordKind.GOVERNED_TITLE,
        WordKind.WORD,
        WordKind.NAMED_NOUN,
        WordKind.OFFICE,
        WordKind.NAME,
    )
)
_TITLES = frozenset((WordKind.TITLE, WordKind.GOVERNED_TITLE))


class ReadQuotation(NamedTuple):
    """A quotation with what attributes it and whom that means."""

    segments: tuple[Span, ...]
    kind: QuoteKind
    attribution: Attribution
    resolution: Resolution


class _Mentioned(NamedTuple):
    """The words that mean a speaker: a phrase, or a pronoun where `person` is None."""

    person: Person | None
    is_governed: bool
    is_described: bool


@dataclass(slots=True)
class _Found:
    """A quoted stretch with the sentence it stands in, and what attributes it."""

    quoted: Quoted
    sentence: SentenceReader
    index: int
    passage: int
    attribution: Attribution = UNATTRIBUTED
    mentioned: _Mentioned | None = None
    is_own: bool = False
    lacks_subject: bool = False
    continues: "_Found | None" = None

    @property
    def opens_or_fills(self) -> bool:
        """Whether its sentence is nothing but quotations, or announces them by a colon."""
        words = self.sentence.words
        if self.index and words[self.index - 1].kind is WordKind.COLON:
            return True
        return all(word.kind in _QUOTATIONS_ALONE for word in words)

    def take(self, other: "_Found", rule: str, cue: Span | None = None) -> None:
        """Let the speaker of another quotation have said this one, too."""
        self.attribution = other.attribution._replace(rule=rule, cue=cue or other.attribution.cue)
        self.mentioned = other.mentioned


class _PassageQuotations:
    """The quotations of one passage, attributed by its own sentences."""

    def __init__(
        self, article: ArticleText, passage: Passage, number: int, grammar: Grammar
    ) -> None:
        self.passage = passage
        self.found: list[_Found] = []
        self._text = article.text
        self._number = number
        self._grammar = grammar
        self._read: list[SentenceReader] | None = None
        quoted = find_quoted(article.text, passage.start, passage.end)
        self._quoted = find_spoken(article.text, passage.start, passage.end, quoted, grammar)
        if self._quoted:
            for sentence in self.sentences:
                self._find(sentence)
            self._share()

    @property
    def sentences(self) -> list[SentenceReader]:
        """The passage's sentences, read when they are first asked for."""
        if self._read is None:
            rows = read_sentences(
                self._text, self.passage.start, self.passage.end, self._quoted, self._grammar
            )
            self._read = [SentenceReader(row, self._grammar) for row in rows]
        return self._read

    @property
    def stands_alone(self) -> bool:
        """Whether the passage is nothing but quotations."""
        return all(
            w.kind in _QUOTATIONS_ALONE for sentence in self.sentences for w in sentence.words
        )

    def lead(self) -> tuple[Attribution, _Mentioned | None] | None:
        """Whose words the passage announces that ends with a colon."""
        if not self.sentences:
            return None
        last = self.sentences[-1]
        attributed = last.lead()
        if attributed is None or attributed.speaker is None:
            return None
        return self._attribution(last, attributed), self._mentioned(last, attributed)

    def topic(self, before: int) -> Person | None:
        """Whom the nearest sentence that ends before a character tells about, by name.

        Where letters have no case, only whom a verb of speech names.
        """
        for sentence in reversed(self.sentences):
            if sentence.words[-1].end > before:
                continue
            people = self._people_of(sentence)
            if not self._grammar.is_cased:
                people = self._tellers(sentence)
            if people:
                return people[0]
        return None

    def _tellers(self, sentence: SentenceReader) -> list[Person]:
        """Whom the verbs of a sentence name that tell what somebody said."""
        last = len(sentence.words)
        phrases = (sentence.cues.speaker(cue, last) for cue in sentence.cues.cues)
        people = (self._person(sentence, phrase) for phrase in phrases if phrase is not None)
        return [person for person in people if person.name]

    def people(self) -> list[Person]:
        """The people that the passage names outside quotations."""
        return [person for sentence in self.sentences for person in self._people_of(sentence)]

    def _people_of(self, sentence: SentenceReader) -> list[Person]:
        people = []
        at, limit = 0, len(sentence.words)
        while at < limit:
            phrase = sentence.phrases.at(at, limit)
            if phrase is None:
                at += 1
                continue
            person = self._person(sentence, phrase)
            if self._is_likely(person, at):
                people.append(person)
            at = max(phrase.last, at + 1)
        return people

    def _is_likely(self, person: Person, at: int) -> bool:
        """Whether a phrase that no verb of speech vouches for names a person."""
        if not person.name or names_outlet(person.text):
            return False
        if not self._grammar.is_cased:
            return bool(person.titles)
        if person.titles or len(person.name) > 1:
            return True
        (word,) = person.name
        is_other = word.text.isupper() or word.text.endswith(self._grammar.oblique_endings)
        return at > 0 and not is_other and not self._grammar.is_country(word.key)

    def _find(self, sentence: SentenceReader) -> None:
        for index, word in enumerate(sentence.words):
            if word.quoted is None or not is_spoken(sentence.words, index, self._grammar):
                continue
            found = _Found(word.quoted, sentence, index, self._number)
            attributed = sentence.attribute(index)
            if attributed is not None:
                found.attribution = self._attribution(sentence, attributed)
                found.mentioned = self._mentioned(sentence, attributed)
                found.is_own = attributed.speaker is not None
                lacks = sentence.cues.lacks_subject(attributed.cue)
                found.lacks_subject = lacks and self._grammar.drops_subject
            self.found.append(found)

    def _share(self) -> None:
        """Let who spoke in the passage have said what its sentences do not attribute."""
        before: _Found | None = None
        for found in self.found:
            if found.is_own:
                before = found
            elif before is not None and self._goes_on(found, before):
                found.take(before, "same paragraph", found.attribution.cue)
        first = next((found for found in self.found if found.is_own), None)
        for found in self.found:
            if found is first or first is None:
                break
            if found.attribution.cue is None and found.opens_or_fills:
                found.take(first, "same paragraph after")

    def _goes_on(self, found: _Found, before: _Found) -> bool:
        """Whether who spoke before is meant: no other cue, or one without a subject of its own."""
        is_part = before.quoted.mark == DASH_MARK and not before.quoted.closed
        if found.attribution.cue is None:
            return is_part or found.opens_or_fills
        return is_part or found.lacks_subject

    def _attribution(self, sentence: SentenceReader, attributed: Attributed) -> Attribution:
        cue = attributed.cue
        words = sentence.words
        span = Span(words[cue.first].start, words[cue.last - 1].end)
        speaker = None
        if attributed.speaker is not None:
            speaker = self._speaker_span(sentence, attributed.speaker)
        return Attribution(speaker, span, attributed.link.value)

    def _speaker_span(self, sentence: SentenceReader, phrase: SpeakerPhrase) -> Span:
        first, last = sentence.words[phrase.first], sentence.words[phrase.last - 1]
        if first.kind is WordKind.ACCORDING_PHRASE:
            return self._pronoun_in(first)
        if first.kind is WordKind.CLITIC_PRONOUN:
            lead = len(first.text) - len(first.text.lstrip("-‑"))
            after_t = first.text[lead:].startswith("t-")
            return Span(first.start + lead + 2 * after_t, first.end)
        return Span(first.start, last.end)

    def _pronoun_in(self, word: Word) -> Span:
        """The pronoun inside a phrase such as "по его словам"."""
        for match in _WRITTEN.finditer(self._text, word.start, word.end):
            if self._grammar.is_pronoun(match[0]):
                return Span(*match.span())
        return Span(word.start, word.end)

    def _mentioned(self, sentence: SentenceReader, attributed: Attributed) -> _Mentioned | None:
        phrase = attributed.speaker
        if phrase is None:
            return None
        is_governed = attributed.cue.kind in ACCORDING_CUES
        first = sentence.words[phrase.first]
        if first.kind in _PRONOUNS or first.kind is WordKind.ACCORDING_PHRASE:
            return _Mentioned(None, is_governed, False)
        person = self._person(sentence, phrase)
        words = sentence.words[phrase.first : phrase.last]
        # A capital letter at the beginning of a sentence tells nothing.
        words = words[1:] if phrase.first == 0 and self._grammar.is_cased else words
        is_described = bool(person.titles) and any(map(self._describes, words))
        return _Mentioned(person, is_governed, is_described)

    def _describes(self, word: Word) -> bool:
        """Whether a word says whose title it is: a name, or where none has a capital a country."""
        if word.kind is WordKind.QUOTATION:
            return True
        if self._grammar.is_cased:
            return word.kind in (WordKind.NAME, WordKind.OFFICE)
        is_plain = word.kind is WordKind.WORD and not self._grammar.article_prefix
        return self._grammar.is_country(word.key) or is_plain

    def _person(self, sentence: SentenceReader, phrase: SpeakerPhrase) -> Person:
        words = sentence.words[phrase.first : phrase.last]
        name = tuple(sentence.words[phrase.name : phrase.last])
        titles = frozenset(word.key for word in words if word.kind in _TITLES)
        is_noun = self._grammar.capitalises_nouns and words[0].kind is WordKind.ARTICLE
        if is_noun and len(name) == 1 and not titles:
            name = ()
        start, end = words[0].start, words[-1].end
        text = self._text[start:end]
        opens = phrase.name == 0
        before = sentence.words[phrase.first : phrase.name]
        described = frozenset(word.key for word in before if word.kind in _MEANT)
        return Person(start, end, self._number, name, titles, described, text, opens)


def _is_kept(found: _Found) -> bool:
    """Whether there are words enough for what attributes them; a verb alone attributes nothing."""
    is_attributed = found.mentioned is not None
    rule = found.attribution.rule if is_attributed else UNATTRIBUTED.rule
    return is_long_enough(found.sentence.words, found.index, rule)


def read_quotations(
    article: ArticleText, mentions: Sequence[Mention], grammar: Grammar
) -> list[ReadQuotation]:
    """The quotations of an article by the grammar of its language, in order."""
    passages = [
        _PassageQuotations(article, passage, number, grammar)
        for number, passage in enumerate(article.passages)
    ]
    found = [item for passage in passages for item in passage.found]
    if not found:
        return []
    _link(passages)
    _carry(passages)
    found = [item for item in found if item.continues is not None or _is_kept(item)]
    named = [person for passage in passages for person in passage.people()]
    people = People(grammar, mentions, named)
    return [_read(article.text, group, people, grammar) for group in _groups(found)]


def _link(passages: Sequence[_PassageQuotations]) -> None:
    """Join quotations that run over several passages, and share who speaks in the last."""
    for previous, passage in pairwise(passages):
        if not previous.found or not passage.found:
            continue
        last, first = previous.found[-1], passage.found[0]
        if not last.quoted.closed and first.quoted.outer_start == passage.passage.start:
            first.continues = last
            if first.is_own and last.mentioned is None:
                last.take(first, "continued")


def _carry(passages: Sequence[_PassageQuotations]) -> None:
    """Attribute what its own passage does not: continued, announced and carried quotations."""
    for number, passage in enumerate(passages):
        previous = passages[number - 1] if number else None
        for found in passage.found:
            if found.attribution.speaker is not None:
                continue
            if found.continues is not None and found.continues.mentioned is not None:
                found.take(found.continues, "continued")
            elif found.attribution.cue is not None:
                if found.lacks_subject:
                    _carry_to_cue(found, passage, previous)
            elif previous is not None and passage.stands_alone:
                _carry_alone(found, previous)


def _carry_alone(found: _Found, previous: _PassageQuotations) -> None:
    """Attribute a passage that is nothing but a quotation: announced, or of who spoke before."""
    lead = previous.lead()
    if lead is not None:
        found.attribution, found.mentioned = lead[0]._replace(rule="colon"), lead[1]
    elif previous.found and previous.found[-1].mentioned is not None:
        found.take(previous.found[-1], "carried over")


def _carry_to_cue(
    found: _Found, passage: _PassageQuotations, previous: _PassageQuotations | None
) -> None:
    """Let who spoke or was spoken of before be the subject that a verb lacks."""
    cue = found.attribution.cue
    topic = passage.topic(found.quoted.outer_start)
    if topic is None and previous is not None:
        if previous.found and previous.found[-1].mentioned is not None:
            found.take(previous.found[-1], "carried over", cue)
            return
        topic = previous.topic(previous.passage.end)
    if topic is not None:
        found.attribution = Attribution(Span(topic.start, topic.end), cue, "carried topic")
        found.mentioned = _Mentioned(topic, False, False)


def _groups(found: Sequence[_Found]) -> list[list[_Found]]:
    """Quotations with the stretches that belong together."""
    groups: list[list[_Found]] = []
    for item in found:
        last = groups[-1][-1] if groups else None
        if last is not None and _belongs(last, item):
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _belongs(last: _Found, item: _Found) -> bool:
    if item.continues is last:
        return True
    if last.passage == item.passage and last.quoted.mark == DASH_MARK and not last.quoted.closed:
        return True
    cue = item.attribution.cue
    return (
        item.sentence is last.sentence
        and cue is not None
        and cue == last.attribution.cue
        and last.quoted.end <= cue.start < item.quoted.start
    )


def _read(text: str, group: Sequence[_Found], people: People, grammar: Grammar) -> ReadQuotation:
    first = group[0]
    segments = tuple(_without_comma(text, part.quoted) for part in group)
    kind = kind_of(first.sentence.words, first.index, grammar)
    resolution = _resolution(first, people)
    return ReadQuotation(segments, kind, first.attribution, resolution)


def _resolution(found: _Found, people: People) -> Resolution:
    mentioned, speaker = found.mentioned, found.attribution.speaker
    if mentioned is None or speaker is None:
        return Resolution(None, None, SpeakerReason.UNATTRIBUTED)
    if mentioned.person is None:
        return people.pronoun(speaker.start, found.passage)
    return people.named(
        mentioned.person,
        is_governed=mentioned.is_governed,
        is_described=mentioned.is_described,
    )


def _without_comma(text: str, part: Quoted) -> Span:
    """A stretch without the comma of the sentence around it."""
    is_open = text[part.end - 1] in ",،" and part.end - 1 > part.start
    return Span(part.start, part.end - 1 if is_open else part.end)
