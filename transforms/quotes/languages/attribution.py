"""Which cue attributes each quotation of a sentence, and how sure that is."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from dateline.transforms.quotes.languages.cues import CueReader, CueWords
from dateline.transforms.quotes.languages.grammar import Grammar, WordOrder
from dateline.transforms.quotes.languages.phrase_ends import is_named_thing
from dateline.transforms.quotes.languages.phrases import PhraseReader, SpeakerPhrase
from dateline.transforms.quotes.languages.word_kinds import ACCORDING_CUES, WordKind
from dateline.transforms.quotes.languages.words import Word

_TIED_BY = frozenset((WordKind.COMMA, WordKind.DASH, WordKind.QUOTATIVE))
_INTRODUCES = frozenset((WordKind.COLON, WordKind.COMMA, WordKind.DASH))
_FARTHEST = 30
"""Words between a cue and what it attributes, at most."""


class Link(StrEnum):
    """How a cue stands to the quotation that it attributes; the value is the rule's name."""

    AFTER = "verb tied after"
    BEFORE = "verb tied before"
    LOOSE_AFTER = "verb loose after"
    LOOSE_BEFORE = "verb loose before"
    ACCORDING = "according to"
    LABEL = "label before"
    UNLISTED = "unlisted verb after"
    REPORTED_THAT = "reported that"
    REPORTED_CLAUSE = "reported clause"
    REPORTED_BEFORE = "reported before"
    REPORTED_ACCORDING = "reported according to"


class Attributed(NamedTuple):
    """The cue of a quotation, the phrase that means its speaker, and how they stand to it."""

    cue: CueWords | None
    speaker: SpeakerPhrase | None
    link: Link


class SentenceReader:
    """One sentence with its phrases and its cues."""

    def __init__(self, words: Sequence[Word], grammar: Grammar) -> None:
        self.words = words
        self.grammar = grammar
        self.phrases = PhraseReader(words, grammar)
        self.cues = CueReader(self.phrases, grammar)

    def attribute(self, quotation: int) -> Attributed | None:
        """What attributes the quotation at an index; None where its sentence does not."""
        choices = [
            (cue, Attributed(cue, self.cues.speaker(cue, quotation), link))
            for cue in self.cues.cues
            if (link := self._link(cue, quotation)) is not None
        ]
        label = self._label(quotation)
        if label is not None:
            return label
        if not choices:
            unlisted = self.cues.unlisted(quotation)
            return None if unlisted is None else Attributed(*unlisted, Link.UNLISTED)
        return min(choices, key=lambda pair: self._rank(pair[0], pair[1], quotation))[1]

    def _label(self, quotation: int) -> Attributed | None:
        """Whose name and a colon open the sentence before the quotation: "Ann Lee: “...”"."""
        if not self._is_introduced(quotation):
            return None
        phrase = self.phrases.label(quotation - 1)
        return None if phrase is None else Attributed(None, phrase, Link.LABEL)

    def resumes(self) -> Attributed | None:
        """Who said what stands before, in a sentence that opens with "this"."""
        opens = self.phrases.kind(0) is WordKind.RESUMPTIVE
        if not opens or not self.cues.cues or any(word.quoted for word in self.words):
            return None
        cue = self.cues.cues[0]
        speaker = self.cues.speaker(cue, 0)
        return None if speaker is None else Attributed(cue, speaker, Link.LOOSE_AFTER)

    def lead(self) -> Attributed | None:
        """Whose words the sentence announces that ends with a colon."""
        last = len(self.words)
        if self.phrases.kind(last - 1) is not WordKind.COLON or not self.cues.cues:
            return None
        cue = self.cues.cues[-1]
        return Attributed(cue, self.cues.speaker(cue, last), Link.BEFORE)

    def _rank(self, cue: CueWords, choice: Attributed, quotation: int) -> tuple[int, int]:
        """The best first: tied to the quotation, with a speaker, near."""
        is_introduced = self._is_introduced(quotation)
        tied = {
            Link.BEFORE: 0 if is_introduced else 2,
            Link.AFTER: 1,
            Link.ACCORDING: 3,
            Link.LOOSE_BEFORE: 4,
            Link.LOOSE_AFTER: 5,
        }[choice.link]
        distance = cue.first - quotation if cue.first > quotation else quotation - cue.last
        return tied + 3 * (choice.speaker is None), distance

    def _link(self, cue: CueWords, quotation: int) -> Link | None:
        """How a cue stands to a quotation; None where another quotation or much text is between."""
        if abs(cue.first - quotation) > _FARTHEST:
            return None
        low, high = sorted((cue.first, quotation))
        between = self.words[low + 1 : high]
        if any(w.kind is WordKind.QUOTATION and not is_named_thing(w) for w in between):
            return None
        if cue.kind in ACCORDING_CUES:
            return Link.ACCORDING
        if cue.first > quotation:
            return self._link_after(cue, quotation)
        if cue.kind is WordKind.SPEECH_PARTICIPLE:
            return None
        return Link.BEFORE if self._leads(cue, quotation) else Link.LOOSE_BEFORE

    def _link_after(self, cue: CueWords, quotation: int) -> Link:
        behind = self.phrases.kind(quotation + 1)
        is_next = cue.first == quotation + 1
        ends_open = self.words[quotation].text.endswith((",", "،"))
        is_tied = behind in _TIED_BY or is_next or ends_open
        if not is_tied and self.grammar.order is WordOrder.SUBJECT_AROUND:
            is_tied = cue.first - quotation <= 3
        return Link.AFTER if is_tied else Link.LOOSE_AFTER

    def _leads(self, cue: CueWords, quotation: int) -> bool:
        """Whether a cue leads to a quotation, by a colon or with nothing between."""
        return cue.last == quotation or self.phrases.kind(quotation - 1) in _INTRODUCES

    def _is_introduced(self, quotation: int) -> bool:
        return self.phrases.kind(quotation - 1) is WordKind.COLON
