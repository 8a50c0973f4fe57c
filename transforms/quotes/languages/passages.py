"""The quotations of one passage in another language than English, by its own sentences."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from dateline.transforms.quotes.languages.attribution import Attributed, Link, SentenceReader
from dateline.transforms.quotes.languages.dashes import DASH_MARK, find_spoken
from dateline.transforms.quotes.languages.detection import is_spoken
from dateline.transforms.quotes.languages.grammar import Grammar
from dateline.transforms.quotes.languages.indirect import may_report, reported_by
from dateline.transforms.quotes.languages.people import Person
from dateline.transforms.quotes.languages.phrases import SpeakerPhrase
from dateline.transforms.quotes.languages.word_kinds import MARKS, TITLES, WordKind
from dateline.transforms.quotes.languages.words import Word, read_sentences
from dateline.transforms.quotes.paragraphs import UNATTRIBUTED, Attribution
from dateline.transforms.quotes.quotation_marks import Quoted, find_quoted
from dateline.transforms.schema.content import Span
from dateline.transforms.text.outlets import names_outlet
from dateline.transforms.text.passages import ArticleText, Passage

_QUOTATIONS_ALONE = MARKS | {WordKind.QUOTATION}
BARE = " bare"
"""The end of a rule by which plain words are taken for a name."""

_WRITTEN = re.compile(r"\S+")
_TOPIC_REACH = 4
"""How many sentences back whom a verb without a subject speaks of may be named."""

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


class MentionedSpeaker(NamedTuple):
    """The words that mean a speaker: a phrase, or a pronoun where `person` is None."""

    person: Person | None
    is_governed: bool
    is_described: bool


class ReportedWords(NamedTuple):
    """Words that are reported without marks, what attributes them, and who speaks."""

    span: Span
    passage: int
    attribution: Attribution
    mentioned: MentionedSpeaker | None


@dataclass(slots=True)
class FoundStretch:
    """A quoted stretch with the sentence it stands in, and what attributes it."""

    quoted: Quoted
    sentence: SentenceReader
    index: int
    passage: int
    attribution: Attribution = UNATTRIBUTED
    mentioned: MentionedSpeaker | None = None
    is_own: bool = False
    lacks_subject: bool = False
    continues: "FoundStretch | None" = None

    @property
    def opens_or_fills(self) -> bool:
        """Whether its sentence is nothing but quotations, or announces them by a colon."""
        words = self.sentence.words
        if self.index and words[self.index - 1].kind is WordKind.COLON:
            return True
        return all(word.kind in _QUOTATIONS_ALONE for word in words)

    def take(self, other: "FoundStretch", rule: str, cue: Span | None = None) -> None:
        """Let the speaker of another quotation have said this one, too."""
        self.attribution = other.attribution._replace(rule=rule, cue=cue or other.attribution.cue)
        self.mentioned = other.mentioned


class QuotingPassage:
    """The quotations of one passage, attributed by its own sentences."""

    def __init__(
        self, article: ArticleText, passage: Passage, number: int, grammar: Grammar
    ) -> None:
        self.passage = passage
        self.found: list[FoundStretch] = []
        self._text = article.text
        self._number = number
        self._grammar = grammar
        self._read: list[SentenceReader] | None = None
        quoted = find_quoted(article.text, passage.start, passage.end, closes_with_same=True)
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

    def reported(self) -> list[ReportedWords]:
        """What the passage reports without marks, in order."""
        if not self._may_report():
            return []
        return [
            ReportedWords(
                Span(sentence.words[found.first].start, sentence.words[found.last - 1].end),
                self._number,
                self._attribution(sentence, found.attributed),
                self._mentioned(sentence, found.attributed),
            )
            for sentence, found in reported_by(self.sentences)
        ]

    def _may_report(self) -> bool:
        """Whether a word opens an expression that reports; a quick first look."""
        if self._read is not None:
            return True
        text = self._text[self.passage.start : self.passage.end]
        return may_report(text, self._grammar)

    def lead(self) -> tuple[Attribution, MentionedSpeaker | None] | None:
        """Whose words the passage announces that ends with a colon."""
        if not self.sentences:
            return None
        last = self.sentences[-1]
        attributed = last.lead()
        if attributed is None or attributed.speaker is None:
            return None
        return self._attribution(last, attributed), self._mentioned(last, attributed)

    def resumes(self) -> tuple[Attribution, MentionedSpeaker | None] | None:
        """Whom the passage's first sentence names for what stands before: "This is what X said"."""
        if not self.sentences:
            return None
        first = self.sentences[0]
        attributed = first.resumes()
        if attributed is None:
            return None
        return self._attribution(first, attributed), self._mentioned(first, attributed)

    def topic(self, before: int) -> Person | None:
        """Whom the nearest sentence that ends before a character tells about, by name.

        Where letters have no case, only whom a verb of speech names.
        """
        ends = [sentence.words[-1].end for sentence in self.sentences]
        last = bisect_right(ends, before)
        for sentence in reversed(self.sentences[max(0, last - _TOPIC_REACH) : last]):
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
            if self._is_likely(person, at) and self._is_closed(sentence, phrase):
                people.append(person)
            at = max(phrase.last, at + 1)
        return people

    def _is_closed(self, sentence: SentenceReader, phrase: SpeakerPhrase) -> bool:
        """Whether a postposition ends a phrase, where these tell a name from a verb behind it."""
        if not self._grammar.tells_by_postposition:
            return True
        return sentence.phrases.kind(phrase.last) in (WordKind.POSTPOSITION, WordKind.ADVERB)

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
            found = FoundStretch(word.quoted, sentence, index, self._number)
            attributed = sentence.attribute(index)
            if attributed is not None:
                found.attribution = self._attribution(sentence, attributed)
                found.mentioned = self._mentioned(sentence, attributed)
                found.is_own = attributed.speaker is not None
                lone = attributed.cue and sentence.cues.lacks_subject(attributed.cue)
                found.lacks_subject = bool(lone) and self._grammar.drops_subject
            self.found.append(found)

    def _share(self) -> None:
        """Let who spoke in the passage have said what its sentences do not attribute."""
        before: FoundStretch | None = None
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

    def _goes_on(self, found: FoundStretch, before: FoundStretch) -> bool:
        """Whether who spoke before is meant: no other cue, or one without a subject of its own."""
        is_part = before.quoted.mark == DASH_MARK and not before.quoted.closed
        if found.attribution.cue is None:
            return is_part or found.opens_or_fills
        return is_part or found.lacks_subject

    def _attribution(self, sentence: SentenceReader, attributed: Attributed) -> Attribution:
        cue = attributed.cue
        words = sentence.words
        span = Span(words[cue.first].start, words[cue.last - 1].end) if cue else None
        speaker = None
        if attributed.speaker is not None:
            speaker = self._speaker_span(sentence, attributed.speaker)
        rule = attributed.link.value
        is_bare = attributed.speaker is not None and self._is_bare(sentence, attributed.speaker)
        return Attribution(speaker, span, rule + BARE if is_bare else rule)

    def _is_bare(self, sentence: SentenceReader, phrase: SpeakerPhrase) -> bool:
        """Whether neither a capital letter nor a title tells that the words name somebody."""
        words = sentence.words[phrase.first : phrase.last]
        plain = (WordKind.WORD, WordKind.PARTICLE)
        return not self._grammar.is_cased and all(word.kind in plain for word in words)

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

    def _mentioned(
        self, sentence: SentenceReader, attributed: Attributed
    ) -> MentionedSpeaker | None:
        phrase = attributed.speaker
        if phrase is None:
            return None
        is_governed = attributed.link in (Link.ACCORDING, Link.REPORTED_ACCORDING)
        first = sentence.words[phrase.first]
        if first.kind in _PRONOUNS or first.kind is WordKind.ACCORDING_PHRASE:
            return MentionedSpeaker(None, is_governed, False)
        person = self._person(sentence, phrase)
        words = sentence.words[phrase.first : phrase.last]
        # A capital letter at the beginning of a sentence tells nothing.
        words = words[1:] if phrase.first == 0 and self._grammar.is_cased else words
        is_body = not person.titles and first.kind is WordKind.OFFICE
        is_described = is_body or (bool(person.titles) and any(map(self._describes, words)))
        return MentionedSpeaker(person, is_governed, is_described)

    def _describes(self, word: Word) -> bool:
        """Whether a word says whose title it is: a name, or where none has a capital a country."""
        if word.kind is WordKind.QUOTATION:
            return True
        if self._grammar.capitalises_nouns:
            return word.text[:2].isupper() or self._grammar.is_country(word.key)
        if self._grammar.is_cased:
            return word.kind in (WordKind.NAME, WordKind.OFFICE)
        is_plain = word.kind is WordKind.WORD and not self._grammar.article_prefix
        return self._grammar.is_country(word.key) or is_plain

    def _person(self, sentence: SentenceReader, phrase: SpeakerPhrase) -> Person:
        words = sentence.words[phrase.first : phrase.last]
        name = tuple(sentence.words[phrase.name : phrase.last])
        titles = frozenset(word.key for word in words if word.kind in TITLES)
        is_noun = self._grammar.capitalises_nouns and words[0].kind is WordKind.ARTICLE
        if is_noun and len(name) == 1 and not titles:
            name = ()
        if not self._grammar.is_cased and not titles and words[0].kind is WordKind.OFFICE:
            # A body, such as "organisation of health".
            name = ()
        start, end = words[0].start, words[-1].end
        text = self._text[start:end]
        opens = phrase.name == 0
        before = sentence.words[phrase.first : phrase.name]
        described = frozenset(word.key for word in before if word.kind in _MEANT)
        return Person(start, end, self._number, name, titles, described, text, opens)
