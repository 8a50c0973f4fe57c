"""What attributes the quotations of a sentence, and to whom."""

from typing import NamedTuple

from dateline.transforms.quotes.languages.grammar import Grammar, WordOrder
from dateline.transforms.quotes.languages.phrase_ends import is_named_thing
from dateline.transforms.quotes.languages.phrases import PhraseReader, SpeakerPhrase
from dateline.transforms.quotes.languages.word_kinds import (
    ACCORDING_CUES,
    CUES,
    MARKS,
    TITLES,
    WordKind,
)

_OPENS_SIDE_CLAUSE = frozenset((WordKind.COMPLEMENTIZER, WordKind.RELATIVE, WordKind.AS))
_ENDS_CLAUSE = _OPENS_SIDE_CLAUSE | {WordKind.DASH, WordKind.COLON, WordKind.STOP, WordKind.COMMA}
_OF_NAMES = TITLES | {WordKind.NAME, WordKind.PARTICLE, WordKind.OFFICE}
_AFTER_LONE_VERB = MARKS | {
    WordKind.QUOTATION,
    WordKind.PREPOSITION,
    WordKind.CONJUNCTION,
    WordKind.COMPLEMENTIZER,
    WordKind.ADVERB,
    WordKind.ADDRESSEE,
}
_LONGEST_GOVERNED = 10
_LONGEST_CLAUSE = 40
_MOST_ADJECTIVES = 2


class CueWords(NamedTuple):
    """Words that attribute what is quoted: from `first` up to `last`, which is left out."""

    first: int
    last: int
    kind: WordKind


class CueReader:
    """Reads the cues of one sentence and whom they name."""

    def __init__(self, reader: PhraseReader, grammar: Grammar) -> None:
        self._reader = reader
        self._words = reader.words
        self._grammar = grammar
        self.cues = [
            self._cue(index)
            for index, word in enumerate(self._words)
            if word.kind in CUES or word.kind in ACCORDING_CUES
        ]

    def speaker(self, cue: CueWords, quotation: int) -> SpeakerPhrase | None:
        """Whom a cue names as the speaker of the quotation at an index."""
        if cue.kind is WordKind.ACCORDING_BEFORE:
            return self._governed_behind(cue.last)
        if cue.kind is WordKind.ACCORDING_AFTER:
            return self._governed_before(cue.first)
        if cue.kind is WordKind.ACCORDING_PHRASE:
            return SpeakerPhrase(cue.first, cue.last, cue.last)
        if cue.kind is WordKind.SPEECH_PARTICIPLE:
            return self._behind(cue)
        if cue.first > quotation:
            return self._behind(cue) or self._between(quotation, cue) or self._around(quotation)
        if self._grammar.order is WordOrder.VERB_FIRST:
            return self._behind(cue) or self._before(cue)
        return self._before(cue) or self._behind(cue)

    def unlisted(self, quotation: int) -> tuple[CueWords, SpeakerPhrase] | None:
        """A word that must be a verb of speech, since a comma is before it and a name behind.

        «...», *scandisce* Elisa Conti: told in languages that put such verbs before their subject;
        where names decline, which news set off by a dash, only behind one.
        """
        if self._grammar.order is not WordOrder.SUBJECT_FIRST or not self._grammar.is_cased:
            return None
        index = quotation + 1
        if self._reader.kind(index) is not WordKind.COMMA:
            return None
        has_dash = self._reader.kind(index + 1) is WordKind.DASH
        if self._grammar.marks_case and not has_dash:
            return None
        index += 1 + has_dash
        if self._reader.kind(index) is not WordKind.WORD:
            return None
        cue = CueWords(index, index + 1, WordKind.SPEECH_VERB)
        phrase = (
            self._reader.at(index + 1, len(self._words)) if index + 1 < len(self._words) else None
        )
        if phrase is None or not self._reader.is_subject(phrase):
            return None
        behind = self._reader.kind(phrase.last)
        ends = behind is None or behind in _AFTER_LONE_VERB
        return (cue, phrase) if phrase.has_name and ends else None

    def _cue(self, index: int) -> CueWords:
        first, last = index, index + 1
        if self._words[index].kind is WordKind.SPEECH_VERB:
            first -= self._reader.kind(index - 1) is WordKind.AUXILIARY
            last += self._reader.kind(index + 1) is WordKind.AUXILIARY
        return CueWords(first, last, self._words[index].kind)

    def _governed_behind(self, index: int) -> SpeakerPhrase | None:
        """The phrase behind "according to"."""
        limit = min(len(self._words), index + _LONGEST_GOVERNED)
        while index < limit and self._reader.kind(index) in (WordKind.LINK, WordKind.PREPOSITION):
            index += 1
        if index >= limit:
            return None
        if self._words[index].kind is WordKind.PRONOUN:
            return SpeakerPhrase(index, index + 1, index + 1)
        head = index
        while head - index < _MOST_ADJECTIVES and self._is_adjective(head):
            head += 1
        if head >= limit:
            return None
        phrase = self._reader.at(head, limit, is_governed=True)
        is_noun = self._grammar.capitalises_nouns and head > index
        return None if is_noun and phrase and phrase.last - phrase.first == 1 else phrase

    def _is_adjective(self, index: int) -> bool:
        return self._grammar.is_cased and self._reader.kind(index) is WordKind.WORD

    def _governed_before(self, index: int) -> SpeakerPhrase | None:
        """The phrase before what follows whom it names: "Lee'ye *göre*"."""
        if self._reader.kind(index - 1) is WordKind.PRONOUN:
            return SpeakerPhrase(index - 1, index, index)
        return self._reader.ending_at(index, max(0, index - _LONGEST_GOVERNED))

    def lacks_subject(self, cue: CueWords) -> bool:
        """Whether nothing behind a verb can be its subject, as far as can be told."""
        behind = self._reader.kind(cue.last)
        return behind is None or behind in _AFTER_LONE_VERB

    def _behind(self, cue: CueWords) -> SpeakerPhrase | None:
        last = cue.last
        while last < len(self._words) and not self._ends_clause(last):
            last += 1
        return self._reader.first_in(cue.last, last)

    def _ends_clause(self, index: int) -> bool:
        word = self._words[index]
        is_quotation = word.kind is WordKind.QUOTATION and not is_named_thing(word)
        return word.kind in _ENDS_CLAUSE or word.kind in CUES or is_quotation

    def _between(self, quotation: int, cue: CueWords) -> SpeakerPhrase | None:
        """The subject between what is quoted and its verb."""
        return self._reader.first_in(self._clause_start(cue.first, quotation + 1), cue.first)

    def _around(self, quotation: int) -> SpeakerPhrase | None:
        """The subject before what is quoted, whose verb stands behind."""
        if self._grammar.order is not WordOrder.SUBJECT_AROUND:
            return None
        first = self._previous_quotation(quotation) + 1
        return self._set_off(first, quotation) or self._reader.first_in(first, quotation)

    def _set_off(self, first: int, last: int) -> SpeakerPhrase | None:
        """The subject that the last comma sets off: "... belirten *Arpaguş*, “…” dedi"."""
        commas = (at for at in range(last - 1, first, -1) if self._words[at].kind is WordKind.COMMA)
        comma = next(commas, None)
        if comma is None:
            return None
        start = comma
        while start > first and self._reader.kind(start - 1) in _OF_NAMES:
            start -= 1
        if start == comma:
            return None
        phrase = self._reader.at(start, comma)
        is_whole = phrase is not None and phrase.last == comma and phrase.has_name
        return phrase if is_whole and phrase and self._reader.is_subject(phrase) else None

    def _before(self, cue: CueWords) -> SpeakerPhrase | None:
        """The subject before its verb: in the verb's own stretch, or else its clause's first."""
        first = self._clause_start(cue.first, self._previous_quotation(cue.first) + 1)
        if self._grammar.order is WordOrder.SUBJECT_AROUND:
            set_off = self._set_off(first, cue.first)
            return set_off or self._reader.first_in(first, cue.first)
        own = max(
            (i + 1 for i in range(first, cue.first) if self._words[i].kind is WordKind.COMMA),
            default=first,
        )
        return self._reader.first_in(own, cue.first) or self._reader.first_in(first, cue.first)

    def _clause_start(self, index: int, first: int) -> int:
        """Where the clause begins that goes on at an index: behind a side clause that opens it."""
        for at in range(index - 1, max(first, index - _LONGEST_CLAUSE) - 1, -1):
            kind = self._words[at].kind
            if kind in _OPENS_SIDE_CLAUSE:
                comma = next(
                    (i for i in range(at, index) if self._words[i].kind is WordKind.COMMA), at
                )
                return comma + 1
            if kind in (WordKind.COLON, WordKind.STOP, WordKind.DASH):
                return at + 1
            is_new = kind is WordKind.CONJUNCTION and self._reader.kind(at - 1) is WordKind.COMMA
            if is_new:
                return at + 1
        return first

    def _previous_quotation(self, index: int) -> int:
        """The index of the quotation before a word, names between marks left out; -1 if none."""
        for at in range(index - 1, -1, -1):
            word = self._words[at]
            if word.kind is WordKind.QUOTATION and not is_named_thing(word):
                return at
        return -1
