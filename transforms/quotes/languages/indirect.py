"""What a sentence reports without quotation marks, in another language than English.

Five forms, each with the words of its language: "X said that ...", "..., said X", "as X said, ...",
"according to X, ...", and "X said: ...". Turkish and Azerbaijani also end a clause as a noun, and
German turns its verb into the subjunctive.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from dateline.transforms.quotes.languages.attribution import Attributed, Link, SentenceReader
from dateline.transforms.quotes.languages.cues import CueWords
from dateline.transforms.quotes.languages.grammar import Grammar, WordOrder, known_grammar
from dateline.transforms.quotes.languages.phrases import SpeakerPhrase
from dateline.transforms.quotes.languages.word_kinds import (
    ACCORDING_CUES,
    CUES,
    MARKS,
    TITLES,
    WordKind,
)

_FEWEST_REPORTED = 2
_FEWEST_BEFORE = 3
_FARTHEST_CLAUSE = 12
"""Words between a verb and "that", at most: its subject, to whom, where and when."""

_ENDS_MARKS = MARKS | {WordKind.STOP}
_BLOCKS = CUES | {WordKind.COLON, WordKind.STOP, WordKind.DASH, WordKind.COMPLEMENTIZER}
_SET_OFF = frozenset((WordKind.COMMA, WordKind.DASH))
_TELLS_BEHIND = frozenset((WordKind.SPEECH_VERB, WordKind.TAG))
_OPENS_SOURCE = frozenset((WordKind.ARTICLE, WordKind.LINK, WordKind.PREPOSITION))
_REPORTING = ACCORDING_CUES | _TELLS_BEHIND
_LETTERS_IN_ROW = re.compile(r"[^\W\d_]+")
_LONGEST_LEAD_IN = 6
_FIRST_WORDS = 2
"""Words before "according to" or "as" in a sentence that it opens."""


class ReportedClause(NamedTuple):
    """What a sentence reports, from `first` up to `last` of its words, and what attributes it."""

    first: int
    last: int
    attributed: Attributed


def find_reported(sentence: SentenceReader) -> ReportedClause | None:
    """What a sentence without quotations reports; None where it reports nothing."""
    cues = sentence.cues.cues
    if not cues or any(word.quoted is not None for word in sentence.words):
        return None
    cues = [cue for cue in cues if not _is_negated(sentence, cue)]
    forms = (_behind_as, _according, _clause_before, _that, _introduced, _inside)
    for cue in cues:
        for form in forms:
            found = form(sentence, cue)
            if found is not None:
                return found
    return None


def _is_negated(sentence: SentenceReader, cue: CueWords) -> bool:
    """Whether somebody did not say so."""
    return sentence.phrases.kind(cue.first - 1) is WordKind.NEGATION


def _reported(
    sentence: SentenceReader,
    first: int,
    last: int,
    cue: CueWords,
    speaker: SpeakerPhrase | None,
    link: Link,
) -> ReportedClause | None:
    """The words between two indices without the marks around them, if they are enough."""
    kind = sentence.phrases.kind
    while first < last and kind(first) in _ENDS_MARKS:
        first += 1
    while last > first and kind(last - 1) in _ENDS_MARKS:
        last -= 1
    fewest = _FEWEST_BEFORE if first == 0 else _FEWEST_REPORTED
    if last - first < fewest or speaker is None:
        return None
    return ReportedClause(first, last, Attributed(cue, speaker, link))


def _that(sentence: SentenceReader, cue: CueWords) -> ReportedClause | None:
    """What follows "that": "X said *that* ..."."""
    at = _complementizer(sentence, cue) if cue.kind is WordKind.SPEECH_VERB else None
    if at is None:
        return None
    speaker = sentence.cues.speaker(cue, at)
    # "That" is a part of what it opens, as in English, but where a comma follows it: "ki, …".
    first = at + (sentence.phrases.kind(at + 1) is WordKind.COMMA)
    return _reported(sentence, first, len(sentence.words), cue, speaker, Link.REPORTED_THAT)


def _complementizer(sentence: SentenceReader, cue: CueWords) -> int | None:
    """The index of the word "that" which belongs to a verb, if one does."""
    limit = min(len(sentence.words), cue.last + _FARTHEST_CLAUSE)
    for at in range(cue.last, limit):
        kind = sentence.phrases.kind(at)
        if kind is WordKind.COMPLEMENTIZER:
            return at if _is_closed(sentence, cue.last, at) else None
        if kind in _BLOCKS:
            return None
    return None


def _is_closed(sentence: SentenceReader, first: int, last: int) -> bool:
    """Whether no comma between two indices opens a clause that the second is inside of."""
    commas = [at for at in range(first, last) if sentence.phrases.kind(at) is WordKind.COMMA]
    return not commas or commas[-1] == last - 1


def _introduced(sentence: SentenceReader, cue: CueWords) -> ReportedClause | None:
    """What a colon introduces, or a comma before a verb in the subjunctive: "X said: ..."."""
    if cue.kind is not WordKind.SPEECH_VERB:
        return None
    limit = min(len(sentence.words), cue.last + _FARTHEST_CLAUSE)
    for at in range(cue.last, limit):
        kind = sentence.phrases.kind(at)
        is_colon = kind is WordKind.COLON
        if is_colon or (kind is WordKind.COMMA and _has_subjunctive(sentence, at)):
            speaker = sentence.cues.speaker(cue, at)
            end = len(sentence.words)
            if is_colon and _parts_subject(sentence, cue, speaker):
                return None
            return _reported(sentence, at + 1, end, cue, speaker, Link.REPORTED_CLAUSE)
        if kind in _BLOCKS:
            return None
    return None


def _parts_subject(sentence: SentenceReader, cue: CueWords, speaker: SpeakerPhrase | None) -> bool:
    """Whether the Armenian mark behind a subject only parts it from what it did meanwhile."""
    is_behind = speaker is not None and speaker.first >= cue.last
    return is_behind and ":" not in sentence.grammar.introducers


def _has_subjunctive(sentence: SentenceReader, first: int) -> bool:
    """Whether the clause behind a comma has a verb that tells what another says."""
    for word in sentence.words[first + 1 :]:
        if word.kind is WordKind.SUBJUNCTIVE or word.kind is WordKind.COMMA:
            return word.kind is WordKind.SUBJUNCTIVE
    return False


def _clause_before(sentence: SentenceReader, cue: CueWords) -> ReportedClause | None:
    """What a verb behind a comma tells of, with its subject at the end: "..., said X"."""
    comma = cue.first - 1
    is_set_off = sentence.phrases.kind(comma) in _SET_OFF
    if cue.kind not in _TELLS_BEHIND or not is_set_off:
        return None
    speaker = sentence.cues.speaker(cue, comma)
    if speaker is None or speaker.first < cue.last or _is_noun(sentence, speaker):
        return None
    return _around(sentence, comma, speaker.last, cue, speaker, Link.REPORTED_BEFORE)


def _is_noun(sentence: SentenceReader, speaker: SpeakerPhrase) -> bool:
    """Whether a phrase may be any noun with its article, where nouns have capitals."""
    words = sentence.words[speaker.first : speaker.last]
    is_plain = words[0].kind is WordKind.ARTICLE and not any(w.kind in TITLES for w in words)
    return sentence.grammar.capitalises_nouns and is_plain


def _around(
    sentence: SentenceReader,
    first: int,
    behind: int,
    cue: CueWords,
    speaker: SpeakerPhrase,
    link: Link,
) -> ReportedClause | None:
    """What is told before `first`, or from `behind` on where little but an opening is before."""
    end = len(sentence.words)
    goes_on = sentence.phrases.kind(behind) in _SET_OFF and end - behind > first
    if first <= _LONGEST_LEAD_IN and goes_on:
        return _reported(sentence, behind, end, cue, speaker, link)
    return _reported(sentence, 0, first, cue, speaker, link)


def _behind_as(sentence: SentenceReader, cue: CueWords) -> ReportedClause | None:
    """What a verb behind "as" tells of: "*as* X said, ...", "..., *as* X said"."""
    if cue.kind is not WordKind.SPEECH_VERB:
        return None
    opening = _opening_as(sentence, cue)
    if opening is None:
        return None
    speaker = sentence.cues.speaker(cue, len(sentence.words))
    if speaker is None:
        return None
    end = len(sentence.words)
    if opening >= _FIRST_WORDS:
        behind = max(cue.last, speaker.last)
        return _around(sentence, opening, behind, cue, speaker, Link.REPORTED_BEFORE)
    behind = _behind_apposition(sentence, max(cue.last, speaker.last))
    comma = _next_comma(sentence, behind)
    if comma is None:
        return None
    return _reported(sentence, comma + 1, end, cue, speaker, Link.REPORTED_CLAUSE)


def _opening_as(sentence: SentenceReader, cue: CueWords) -> int | None:
    """The index of the "as" or "according to" whose verb a cue is, if it is one's."""
    low = max(0, cue.first - _FARTHEST_CLAUSE)
    for at in range(cue.first - 1, low - 1, -1):
        kind = sentence.phrases.kind(at)
        if kind is WordKind.AS:
            return at
        if kind is WordKind.ACCORDING_BEFORE:
            return at if at == cue.first - 1 else None
        if kind in _BLOCKS or kind is WordKind.COMMA:
            return None
    return None


def _behind_apposition(sentence: SentenceReader, index: int) -> int:
    """Where an office between commas ends that stands behind a name: "Ann Lee, *mayor*, ..."."""
    kind = sentence.phrases.kind
    if kind(index) is not WordKind.COMMA:
        return index
    head = index + 1 + (kind(index + 1) is WordKind.ARTICLE)
    comma = _next_comma(sentence, head) if kind(head) in TITLES else None
    return index if comma is None else comma


def _next_comma(sentence: SentenceReader, index: int) -> int | None:
    limit = min(len(sentence.words), index + _FARTHEST_CLAUSE)
    commas = (at for at in range(index, limit) if sentence.phrases.kind(at) in _SET_OFF)
    return next(commas, None)


def _according(sentence: SentenceReader, cue: CueWords) -> ReportedClause | None:
    """What is said according to somebody: before such words, or else behind them."""
    if cue.kind not in ACCORDING_CUES:
        return None
    speaker = sentence.cues.speaker(cue, len(sentence.words))
    if speaker is None or not _is_governed(sentence, cue, speaker):
        return None
    first = min(cue.first, speaker.first)
    behind = _behind_apposition(sentence, max(cue.last, speaker.last))
    end = len(sentence.words)
    if first < _FIRST_WORDS:
        return _reported(sentence, behind, end, cue, speaker, Link.REPORTED_ACCORDING)
    if sentence.phrases.kind(first - 1) not in _SET_OFF:
        return None
    return _around(sentence, first - 1, behind, cue, speaker, Link.REPORTED_ACCORDING)


def _is_governed(sentence: SentenceReader, cue: CueWords, speaker: SpeakerPhrase) -> bool:
    """Whether "according to" is right before whom it names, and no other phrase between them.

    "*Per* tale motivo gli operai ..." names a reason.
    """
    if sentence.grammar.marks_case or not sentence.grammar.is_cased:
        return True
    between = sentence.words[cue.last : speaker.first]
    is_own = all(word.kind in _OPENS_SOURCE for word in between)
    return is_own or sentence.phrases.kind(speaker.first) is not WordKind.ARTICLE


def _inside(sentence: SentenceReader, cue: CueWords) -> ReportedClause | None:
    """A clause whose verb is a noun before the verb of speech: "X ... *geldiğini* söyledi"."""
    endings = sentence.grammar.suffixes.get(WordKind.REPORTED_ENDING, ())
    is_verb = (
        cue.kind is WordKind.SPEECH_VERB and sentence.grammar.order is WordOrder.SUBJECT_AROUND
    )
    if not endings or not is_verb or cue.first == 0:
        return None
    if not sentence.words[cue.first - 1].key.endswith(endings):
        return None
    speaker = sentence.cues.speaker(cue, cue.first)
    if speaker is None or speaker.last >= cue.first:
        return None
    return _reported(sentence, speaker.last, cue.first, cue, speaker, Link.REPORTED_THAT)


def may_report(text: str, grammar: Grammar) -> bool:
    """Whether a text has a word that opens an expression of reporting; a quick first look."""
    openers = _openers(grammar.language)
    return any(
        key in openers or key.startswith(_prefixes(grammar.language))
        for key in _LETTERS_IN_ROW.findall(grammar.key(text))
    )


@cache
def _openers(language: str) -> frozenset[str]:
    """The first words of all expressions that report, without what an apostrophe cuts off."""
    return frozenset(
        _LETTERS_IN_ROW.findall(first)[-1]
        for first, entries in known_grammar(language).expressions.items()
        if any(kind in _REPORTING for _, kind in entries)
    )


@cache
def _prefixes(language: str) -> tuple[str, ...]:
    """Words of reporting with what is written together with them: "and said" in Arabic."""
    prefixes = known_grammar(language).suffixes.get(WordKind.CUE_PREFIX, ())
    return tuple(prefix + first for prefix in prefixes for first in _openers(language))


def reported_by(sentences: list[SentenceReader]) -> Iterator[tuple[SentenceReader, ReportedClause]]:
    """The sentences that report something, with what they report."""
    for sentence in sentences:
        found = find_reported(sentence)
        if found is not None:
            yield sentence, found
