"""Insertions between a subject and its verb: "*Lee*, a lawyer for the port, said"."""

import re
from enum import IntEnum
from functools import cache

from dateline.transforms.quotes.grammar_words import grammar_words
from dateline.transforms.quotes.matcher import END, Phrase, Sentence, one, one_of, pattern, up_to
from dateline.transforms.quotes.noun_phrases import is_person_like, phrase_ending
from dateline.transforms.quotes.word_classes import (
    ADVERB,
    CLAUSE_OPENERS,
    CLOSING_BRACKET,
    COLON,
    COMMA,
    DASHES_AND_COMMAS,
    FINITE_VERBS,
    FULL_FINITE_VERBS,
    FULL_STOP,
    GERUND,
    NAME,
    NAMES,
    NOUN,
    NUMBER,
    OBJECT_PRONOUN,
    OF,
    OPENING_BRACKET,
    OTHER_MARK,
    PAST_FORM,
    POSSESSIVE,
    POSSESSIVE_RELATIVE,
    PREMODIFIER,
    PREPOSITION,
    PREPOSITIONS,
    PRONOUN,
    QUOTATION,
    RELATIVE,
    RELATIVES,
    REPORTING_GERUND,
    SEMICOLON,
    SPECIFIERS,
    SUBORDINATOR,
    THAT,
    TIME,
    TO,
    classes,
)
from dateline.transforms.text.lexicon import any_of

_OTHER_MARK = classes(OTHER_MARK)
_OPENING_BRACKET = classes(OPENING_BRACKET)

_INSERTION_ENDS = classes(
    DASHES_AND_COMMAS,
    SEMICOLON,
    COLON,
    OPENING_BRACKET,
    CLOSING_BRACKET,
    FULL_STOP,
)
_ROLE_ENDS = classes(_INSERTION_ENDS, QUOTATION)
_QUOTATION = classes(QUOTATION)
_PIECE_OPENERS = classes(CLAUSE_OPENERS, ADVERB, THAT)
_OPENS_MAIN_CLAUSE = classes(PREPOSITION, SUBORDINATOR, TO, THAT)
_NO_SUBJECT_ALONE = classes(TIME, NUMBER, ADVERB, OBJECT_PRONOUN)
_NO_SUBJECT_OPENERS = classes(
    FULL_FINITE_VERBS,
    CLAUSE_OPENERS,
    RELATIVES,
    TIME,
    NUMBER,
    POSSESSIVE_RELATIVE,
    PAST_FORM,
    REPORTING_GERUND,
    GERUND,
    PREPOSITIONS,
    TO,
    ADVERB,
)
_NO_SUBJECT_INSIDE = classes(FINITE_VERBS, REPORTING_GERUND, PRONOUN, TO, RELATIVE)
_NO_ROLE_INSIDE = classes(_NO_SUBJECT_INSIDE, PAST_FORM, PREPOSITION, GERUND)
_OPENS_LATER_CLAUSE = classes(THAT, SUBORDINATOR)
_VERBS_OF_PIECE = classes(FINITE_VERBS, PAST_FORM)
_OPENS_NOUN_PHRASE = classes(SPECIFIERS, NAME, NOUN, PREMODIFIER)
_ONE_OF_THEM = (PREMODIFIER, OF, OBJECT_PRONOUN)

_MODIFIED = pattern(
    one(NOUN, NAME, POSSESSIVE, OBJECT_PRONOUN, NUMBER, CLOSING_BRACKET),
    one(RELATIVE, TO, GERUND, PAST_FORM),
)
_PLACE_ENDING = pattern(one_of(PREPOSITIONS), up_to(3, NAMES, least=1), one(COMMA), END)

_MOST_INSERTIONS = 6
_PLACE_LENGTH = 6


@cache
def _affiliation() -> re.Pattern[str]:
    """What stands between commas behind a name and is no subject: "R-Iowa", "Jr.", "III", "42"."""
    party, generation = (any_of(grammar_words(use)) for use in ("party", "generation"))
    return re.compile(rf"(?:[A-Z]|{party})\.?[-–]|{generation}\.?$|[IVX]+$|\d+$")


class _Likeness(IntEnum):
    """How much a piece between commas looks like a subject; ordered by hand."""

    PHRASE = 1
    NAME = 2
    FULL_NAME = 3


def subject_before_insertions(sentence: Sentence, comma: int) -> Phrase | None:
    """The subject that insertions follow, the last of which ends at `comma`, a dash or a bracket.

    Pieces between commas are looked at from right to left, until one is a full name or opens a
    clause. The most likely wins, the rightmost of equals; None where none can be a subject.
    """
    best: tuple[_Likeness, Phrase] | None = None
    at_end = sentence.at(min(comma, len(sentence) - 1)) is CLOSING_BRACKET
    stop = comma + 1 if at_end else comma
    for _ in range(_MOST_INSERTIONS):
        stop = sentence.skip_back(_before_bracket(sentence, stop), _OTHER_MARK)
        before = sentence.seek_back(_INSERTION_ENDS, stop)
        start = 0 if before is None else before + 1
        ranked = _ranked(sentence, start, stop)
        if best is None and _tells_where(sentence, start, stop):
            ranked = None
        if ranked is not None and (best is None or ranked[0] > best[0]):
            best = ranked
        if _ends_search(sentence, start, stop, best, is_ranked=ranked is not None):
            break
        stop = start - 1
    if best is None:
        return None
    return with_role(sentence, best[1]) if best[0] is _Likeness.FULL_NAME else best[1]


def with_role(sentence: Sentence, name: Phrase) -> Phrase:
    """A name together with the role it stands in apposition to: "the mayor, Jane Smith"."""
    comma = name[0] - 1
    if comma <= 0 or sentence.at(comma) is not COMMA:
        return name
    before = sentence.seek_back(_ROLE_ENDS, comma)
    start = sentence.skip(0 if before is None else before + 1, _PIECE_OPENERS, comma)
    is_role = (
        start < comma
        and sentence.at(start) in SPECIFIERS
        and not sentence.has(_NO_ROLE_INSIDE, start, comma)
    )
    return (start, name[1]) if is_role else name


def _ends_search(
    sentence: Sentence,
    start: int,
    stop: int,
    best: tuple[_Likeness, Phrase] | None,
    *,
    is_ranked: bool,
) -> bool:
    """Whether no subject stands to the left of the piece from `start` to `stop`."""
    opening = sentence.at(start) if start < stop else None
    if best is not None and (best[0] is _Likeness.FULL_NAME or opening in _OPENS_MAIN_CLAUSE):
        return True
    may_be_passed = (
        is_ranked
        or stop - start <= 1
        or opening in _NO_SUBJECT_OPENERS
        or _opens_one_of_them(sentence, start, stop)
    )
    if not may_be_passed:
        return True
    return sentence.at(start - 1) not in DASHES_AND_COMMAS


def _opens_one_of_them(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether a piece begins with "one of them", which repeats a subject."""
    return sentence.is_row(start, min(start + 3, stop), *_ONE_OF_THEM)


def _tells_where(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether a piece is a lone name that tells where: "a woman in Worcester, *Ohio*"."""
    return (
        sentence.is_row(start, stop, NAME)
        and sentence.search(_PLACE_ENDING, max(0, start - _PLACE_LENGTH), start) is not None
    )


def _before_bracket(sentence: Sentence, stop: int) -> int:
    """Where the words before a bracket end, if one ends at `stop`."""
    if sentence.at(stop - 1) is CLOSING_BRACKET:
        return sentence.seek_back(_OPENING_BRACKET, stop) or stop
    return stop


def _ranked(sentence: Sentence, start: int, stop: int) -> tuple[_Likeness, Phrase] | None:
    """How likely a piece between commas is to be the subject, or None where it cannot be."""
    if _is_time_before(sentence, start, stop):
        return None
    quotation = sentence.seek_back(_QUOTATION, stop, start) if start < stop else None
    if quotation is not None and is_person_like(sentence, (quotation + 1, stop)):
        # "“We stay,” *Ann Lee*, the mayor, said": the words before her name are not of the piece.
        return _Likeness.FULL_NAME, (quotation + 1, stop)
    start = sentence.skip(start, _PIECE_OPENERS, stop - 1) if start < stop else start
    if start >= stop:
        return None
    if sentence.is_row(start, stop, PRONOUN):
        return _Likeness.NAME, (start, stop)
    if _is_no_subject(sentence, start, stop):
        return None
    stop = _without_modifiers(sentence, start, stop)
    if sentence.has(_NO_SUBJECT_INSIDE, start, stop):
        return _behind_that(sentence, start, stop)
    phrase = phrase_ending(sentence, stop - 1)
    if phrase is None or phrase[0] > start + 1:
        opens = sentence.at(start) in _OPENS_NOUN_PHRASE
        return (_Likeness.PHRASE, (start, stop)) if opens else None
    return _likeness(sentence, phrase), phrase


def _is_time_before(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether a piece without a verb tells when: "Lee, *after a long pause*, said"."""
    return (
        0 < start < stop
        and sentence.word(start) in grammar_words("time_subordinator")
        and not sentence.has(_VERBS_OF_PIECE, start, stop)
    )


def _behind_that(sentence: Sentence, start: int, stop: int) -> tuple[_Likeness, Phrase] | None:
    """The name at the end of a piece that a clause opens with: "it was then that *Lee*, who"."""
    phrase = phrase_ending(sentence, stop - 1)
    opens_clause = phrase is not None and sentence.at(phrase[0] - 1) in _OPENS_LATER_CLAUSE
    if phrase is None or not opens_clause or not sentence.has(NAMES, *phrase):
        return None
    return _likeness(sentence, phrase), phrase


def _is_no_subject(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether a piece opens like an adverbial, a clause or what belongs to a name."""
    opening = sentence.at(start)
    return (
        (stop - start == 1 and opening in _NO_SUBJECT_ALONE)
        or opening in _NO_SUBJECT_OPENERS
        or _affiliation().match(sentence.words[start]) is not None
        or _opens_one_of_them(sentence, start, stop)
    )


def _without_modifiers(sentence: Sentence, start: int, stop: int) -> int:
    """Where a piece ends before the clause that modifies its noun: "a man *who asked*"."""
    modified = sentence.search(_MODIFIED, start, stop)
    return stop if modified is None else modified[0] + 1


def _likeness(sentence: Sentence, phrase: Phrase) -> _Likeness:
    """How much a noun phrase looks like a subject, by what stands before its preposition."""
    preposition = sentence.seek(PREPOSITIONS, *phrase)
    head = phrase if preposition is None else (phrase[0], preposition)
    if is_person_like(sentence, head):
        return _Likeness.FULL_NAME
    if preposition is None and sentence.at(phrase[1] - 1) is NAME:
        return _Likeness.NAME
    return _Likeness.PHRASE
