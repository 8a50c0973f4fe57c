"""What a sentence reports without quotation marks: "said that ...", "..., according to ..."."""

from collections.abc import Sequence
from typing import NamedTuple

from dateline.transforms.quotes.cues import Cue
from dateline.transforms.quotes.grammar_words import grammar_words
from dateline.transforms.quotes.matcher import Sentence
from dateline.transforms.quotes.reporting_verbs import ReportingVerb, reporting_verbs
from dateline.transforms.quotes.via import is_report, referred_to
from dateline.transforms.quotes.word_classes import (
    ADVERB,
    ADVERBIALS,
    AUXILIARY,
    BE,
    CLAUSE_ENDS,
    CLAUSE_VERBS,
    CLOSING_BRACKET,
    COLON,
    COMMA,
    CONJUNCTION,
    DASHES_AND_COMMAS,
    DETERMINER,
    FINITE_VERBS,
    FULL_STOP,
    GERUND,
    NAME,
    NOUN,
    NOUN_PHRASE,
    NUMBER,
    OBJECT_PRONOUN,
    OF,
    OTHER_MARK,
    PREPOSITION,
    PRONOUN,
    QUOTATION,
    REPORTING_GERUND,
    SEMICOLON,
    SUBORDINATOR,
    THAT,
    TIME,
    TO,
    TRAILING_MARKS,
    classes,
)

_ADVERB = classes(ADVERB)
_COMMA = classes(COMMA)
_TO = classes(TO)
_QUOTATION = classes(QUOTATION)

_BEFORE_TAG = classes(DASHES_AND_COMMAS, QUOTATION)
_ENDS_TAG = classes(FULL_STOP, COMMA, CLOSING_BRACKET)
_TIME_OF_TAG = classes(
    ADVERBIALS,
    PREPOSITION,
    NAME,
    NOUN,
    NUMBER,
    DETERMINER,
    FULL_STOP,
    COMMA,
    CLOSING_BRACKET,
    OTHER_MARK,
    GERUND,
)
_OPENS_TIME = classes(TIME, PREPOSITION)
_JOINS_PARTICIPLE = classes(COMMA, CONJUNCTION)
_NO_PHRASE = classes(PREPOSITION, SUBORDINATOR, ADVERB)
_BEFORE_SOURCE = classes(DASHES_AND_COMMAS, COLON)
_AROUND_TAIL = classes(FULL_STOP, COMMA, OTHER_MARK)
_BLOCKS_THAT = classes(FINITE_VERBS, CLAUSE_ENDS, PRONOUN, QUOTATION)
_NO_CONTENT = classes(CLAUSE_ENDS, COMMA, CLOSING_BRACKET)
_INSIDE_ADDRESSEE = classes(NOUN_PHRASE, OF)
_ENDS_SENTENCE = classes(FULL_STOP, COMMA)
_GOES_ON_AS_CLAUSE = classes(FINITE_VERBS, PREPOSITION)
_BEFORE_STATING_VERB = classes(ADVERB, AUXILIARY)
_JOINS_STATEMENT = classes(CONJUNCTION, COMMA)
_BEFORE_STATEMENT = classes(SEMICOLON, COMMA)
_NO_CONTENT_END = classes(TRAILING_MARKS, CONJUNCTION, ADVERB)
_BE = classes(BE)

_STATE_NOTHING = frozenset(("verb", "noun"))
_TOLD_OF = frozenset(("speech", "address", "judge"))
_NOT_REPORTED = frozenset(("verb", "label", "noun"))
_FEWEST_WORDS = 2
_LONGEST_DETOUR = 14
"""Words behind a cue within which "that" still opens what it reports."""

_LATEST_COMMA = 8
_INFINITIVE_WITHIN = 4


class Reported(NamedTuple):
    """Reported words: indices of the first and behind the last, their cue, the rule."""

    start: int
    end: int
    cue: Cue
    rule: str


def find_reported(sentence: Sentence, cues: Sequence[Cue]) -> list[Reported]:
    """What the cues of a sentence report in words that are not quoted, one result a cue at most.

    Content that holds a quotation is left out: the quotation speaks for it. Of two results that
    overlap the first is kept.
    """
    results: list[Reported] = []
    # What somebody says is theirs, even if all of the sentence rests on a source.
    if len(cues) > 1:
        cues = sorted(cues, key=lambda cue: cue.kind == "according" or is_report(sentence, cue))
    for cue in cues:
        reported = _reported(sentence, cues, cue)
        if reported is not None:
            reported = _passed_on(sentence, cues, reported)
        if reported is None or reported.end - reported.start < _FEWEST_WORDS:
            continue
        if sentence.has(_QUOTATION, reported.start, reported.end):
            continue
        if any(reported.start < other.end and other.start < reported.end for other in results):
            continue
        results.append(reported)
    return results


def _passed_on(sentence: Sentence, cues: Sequence[Cue], reported: Reported) -> Reported:
    """Whose words an outlet passes on: "News.ge wrote that *the mayor called on* them to leave"."""
    if not is_report(sentence, reported.cue):
        return reported
    for cue in cues:
        opens_content = reported.start <= cue.speaker[0] <= reported.start + 1
        if opens_content and cue.finite and not cue.inverted and cue.kind in _TOLD_OF:
            return Reported(cue.cue[1], reported.end, cue, reported.rule)
    sources = referred_to(sentence, reported.cue)
    if sources and not reported.cue.inverted:
        rests_on = reported.cue._replace(speaker=sources[0], inverted=True)
        return reported._replace(cue=rests_on)
    return reported


def _reported(sentence: Sentence, cues: Sequence[Cue], cue: Cue) -> Reported | None:
    if cue.kind in _NOT_REPORTED:
        return None
    if cue.kind == "according":
        return _around_source(sentence, cue)
    first = cue.cue[0]
    if cue.speaker[0] == 1 and sentence.word(0) == "as" and is_report(sentence, cue):
        return _behind_report(sentence, cue)
    if cue.inverted:
        is_passive = sentence.has(_BE, max(0, first - 2), first)
        return None if is_passive else _before(sentence, cue, first)
    if sentence.at(cue.cue[1]) is OF:
        return None
    if _is_tag(sentence, cue):
        return _before(sentence, cue, cue.first)
    return _behind(sentence, cues, cue)


def _is_tag(sentence: Sentence, cue: Cue) -> bool:
    """Whether a cue with its speaker follows what it reports: "..., he said on Monday."."""
    if not cue.finite or cue.kind not in ("speech", "thought", "address"):
        return False
    if sentence.at(cue.first - 1) not in _BEFORE_TAG:
        return False
    behind = sentence.at(cue.cue[1])
    if cue.kind == "address":
        # "..., my wife told me, ...": only a pronoun is told.
        told = sentence.at(cue.cue[1] + 1)
        return behind is OBJECT_PRONOUN and (told is None or told in _ENDS_TAG)
    if sentence.is_row(cue.cue[1], cue.cue[1] + 2, COMMA, REPORTING_GERUND):
        # "Lee said, citing the police, that": what follows the aside is said.
        return _that_behind(sentence, cue.cue[1]) is None
    if behind is None or behind in _ENDS_TAG:
        return True
    comma = sentence.seek(_COMMA, cue.cue[1])
    goes_on = comma is not None and sentence.at(comma + 1) is REPORTING_GERUND
    end = comma if goes_on else None
    return behind in _OPENS_TIME and sentence.has_only(_TIME_OF_TAG, cue.cue[1], end)


def _behind(sentence: Sentence, cues: Sequence[Cue], cue: Cue) -> Reported | None:
    """What a cue reports behind it, by the complements that its verb can have."""
    word = sentence.word(cue.cue[0])
    verb = reporting_verbs()[word]
    start = _content_start(sentence, cue, verb.kind)
    if start is None:
        return None
    is_that_clause = sentence.at(start) is THAT
    if sentence.at(cue.first - 1) is QUOTATION and not is_that_clause:
        return None
    end = _content_end(sentence, cues, cue, start)
    if is_that_clause and end > start:
        return Reported(start, end, cue, f"{verb.kind} that")
    if not _reports_without_that(sentence, cue.cue[0], verb):
        return None
    if verb.form == "ing" and word in grammar_words("quoting_verb"):
        # "..., citing the ministry" names a source.
        return None
    complement = _complement(sentence, start, end, verb.kind)
    if complement not in verb.complements:
        return None
    if complement == "phrase" and end > start and sentence.at(start) in _NO_PHRASE:
        return None
    return Reported(start, end, cue, f"{verb.kind} {complement}")


def _reports_without_that(sentence: Sentence, cue: int, verb: ReportingVerb) -> bool:
    """Whether a verb states words that no "that" opens; a wish or a thought does not."""
    if verb.kind == "thought" or _is_irrealis(sentence, cue):
        return False
    return verb.form != "ing" or cue == 0 or sentence.at(cue - 1) in _JOINS_PARTICIPLE


def _complement(sentence: Sentence, start: int, end: int, kind: str) -> str:
    """What a stretch is to the verb before it: an infinitive, a clause or a phrase."""
    if sentence.has(_TO, start, min(end, start + 1)):
        return "infinitive"
    if kind == "address" and sentence.has(_TO, start, min(end, start + _INFINITIVE_WITHIN)):
        return "infinitive"
    is_clause = sentence.has(CLAUSE_VERBS, start, end) and kind != "judge"
    return "clause" if is_clause else "phrase"


def _is_irrealis(sentence: Sentence, cue: int) -> bool:
    """Whether the cue is only wanted or possible: "to say", "would say"."""
    before = sentence.skip_back(cue, _ADVERB) - 1
    word_class = sentence.at(before)
    is_modal = word_class is AUXILIARY and sentence.word(before) not in grammar_words(
        "perfect_auxiliary"
    )
    return word_class is TO or is_modal


def _around_source(sentence: Sentence, cue: Cue) -> Reported | None:
    """The sentence around "according to"."""
    behind = sentence.skip(cue.speaker[1], _BEFORE_SOURCE)
    if sentence.at(behind) is QUOTATION:
        return None
    if cue.cue[0] > 1:
        return Reported(0, _trimmed(sentence, cue.cue[0]), cue, "according")
    comma = sentence.seek(_COMMA, cue.speaker[1])
    if comma is None:
        return None
    return Reported(comma + 1, _trimmed(sentence, len(sentence)), cue, "according")


def _behind_report(sentence: Sentence, cue: Cue) -> Reported | None:
    """The clause behind "As Khabar reports with reference to the ministry, ..."."""
    comma = sentence.seek(_COMMA, cue.last)
    if comma is None:
        return None
    return Reported(comma + 1, _trimmed(sentence, len(sentence)), cue, "according")


def _before(sentence: Sentence, cue: Cue, first: int) -> Reported | None:
    """What stands before "..., he said"; where the sentence goes on behind it, all of it."""
    last = cue.last + (cue.kind == "address" and not cue.inverted)
    tail = sentence.skip(last, _AROUND_TAIL)
    if sentence.at(tail) is QUOTATION:
        return None
    tail_length = max(0, sentence.skip_back(len(sentence), _AROUND_TAIL, tail) - tail)
    is_set_off = sentence.at(last) is COMMA
    end = _trimmed(sentence, first)
    if is_set_off and tail_length > first:
        end = _trimmed(sentence, len(sentence))
    if not sentence.has(CLAUSE_VERBS, 0, end):
        end = _trimmed(sentence, len(sentence))
        if not is_set_off or end <= last:
            return None
    return Reported(0, end, cue, "before")


def _trimmed(sentence: Sentence, end: int) -> int:
    return sentence.skip_back(end, TRAILING_MARKS)


def _content_start(sentence: Sentence, cue: Cue, kind: str) -> int | None:
    """Where reported words begin behind a cue: at "that", or behind the addressee and the time."""
    that = _that_behind(sentence, cue.cue[1])
    if that is not None:
        return that
    start = sentence.skip(cue.cue[1], ADVERBIALS)
    if sentence.at(start) is COMMA:
        return None
    if kind == "address" and start < len(sentence):
        addressee = _behind_addressee(sentence, start)
        behind = sentence.at(addressee)
        if sentence.at(start) in NOUN_PHRASE and (behind is None or behind in _ENDS_SENTENCE):
            return start
        start = sentence.skip(addressee, ADVERBIALS)
    elif sentence.is_row(start, start + 2, PREPOSITION, TIME):
        start += 2
    is_content = start < len(sentence) and sentence.at(start) not in _NO_CONTENT
    return start if is_content else None


def _that_behind(sentence: Sentence, start: int) -> int | None:
    """The index of the "that" which opens a clause soon behind a cue."""
    for index in range(start, min(len(sentence), start + _LONGEST_DETOUR)):
        word_class = sentence.classes[index]
        is_first = index == start
        if word_class is THAT:
            if is_first or sentence.at(index - 1) is not PREPOSITION:
                return index
        elif word_class is REPORTING_GERUND and index > start:
            if sentence.word(index) not in grammar_words("quoting_verb"):
                return None
        elif word_class in _BLOCKS_THAT or (word_class is COMMA and index > start + _LATEST_COMMA):
            return None
    return None


def _behind_addressee(sentence: Sentence, start: int) -> int:
    """The index behind whom the words were told: "told *reporters*", "asked *him*".

    It is `start` where what follows is a clause of its own: "told *the mayor* was late".
    """
    if sentence.at(start) is OBJECT_PRONOUN:
        return start + 1
    if sentence.at(start) not in NOUN_PHRASE:
        return start
    end = start
    while sentence.at(end) in _INSIDE_ADDRESSEE:
        is_determiner = sentence.at(end) is DETERMINER
        if end > start and is_determiner and sentence.at(end - 1) is not OF:
            break
        end += 1
    return start if sentence.at(end) in _GOES_ON_AS_CLAUSE else end


def _content_end(sentence: Sentence, cues: Sequence[Cue], cue: Cue, start: int) -> int:
    """Where reported words end: at the sentence's end or where a new statement begins."""
    later = [other for other in cues if other.cue[0] > start and other.kind not in _STATE_NOTHING]
    starts = [_start_of_statement(sentence, cue, other, start) for other in later]
    end = min(starts, default=len(sentence))
    mark = sentence.seek(_BEFORE_STATEMENT, start + 1, max(start, end - 1))
    while mark is not None:
        if sentence.at(mark) is SEMICOLON or sentence.word(mark + 1) in grammar_words("contrast"):
            end = mark
            break
        mark = sentence.seek(_BEFORE_STATEMENT, mark + 1, end - 1)
    return sentence.skip_back(end, _NO_CONTENT_END, start)


def _start_of_statement(sentence: Sentence, cue: Cue, other: Cue, start: int) -> int:
    """Where another cue begins a statement behind `start`; the sentence's end where it does not."""
    participle = other.cue[0]
    if sentence.is_row(participle - 1, participle + 2, COMMA, REPORTING_GERUND, THAT):
        # "... said the mayor warned them, adding that": it opens a statement of its own.
        return participle
    first = other.cue[0] if other.inverted else other.first
    if first <= start:
        first = other.cue[0]
    first = sentence.skip_back(first, _BEFORE_STATING_VERB, start)
    before = sentence.at(first - 1)
    shares_speaker = other.speaker == cue.speaker and before in _JOINS_STATEMENT
    if other.kind == "according" or shares_speaker:
        return first
    if before is COMMA and is_report(sentence, other, cue):
        return first
    if before is CONJUNCTION and sentence.at(first - 2) is COMMA:
        return first - 1
    return len(sentence)
