"""Where a cue and its speaker stand among the clauses of their sentence."""

from dateline.transforms.quotes.cues import Cue
from dateline.transforms.quotes.grammar_words import grammar_words
from dateline.transforms.quotes.matcher import Sentence
from dateline.transforms.quotes.word_classes import (
    ADVERB,
    CLAUSE_OPENERS,
    COLON,
    COMMA,
    CONJUNCTION,
    CONTRACTION,
    DASHES_AND_COMMAS,
    DETERMINER,
    FINITE_VERBS,
    NAME,
    NOUN,
    PREPOSITION,
    PRONOUN,
    QUOTATION,
    RELATIVE,
    SEMICOLON,
    SUBORDINATOR,
    TIME,
    classes,
)

_COMMA = classes(COMMA)
_OPENS_CLAUSE = classes(PRONOUN, CONTRACTION, NAME, DETERMINER, ADVERB)
_MAY_BREAK = classes(CLAUSE_OPENERS, SEMICOLON)
_NEW_STATEMENT = classes(FINITE_VERBS, COLON, SEMICOLON)
_UNIT_OF_TIME = classes(NOUN, TIME)
_OPENS_FRONTED = classes(PREPOSITION, SUBORDINATOR)
_STRONG_KINDS = frozenset(("speech", "address", "according", "label"))
SHORT_TAIL = 8
"""Words that a cue which closes its sentence and those behind it have at most."""


def closes_sentence(sentence: Sentence, cue: Cue, end: int) -> bool:
    """Whether a cue behind a comma at `end` closes its sentence: "..., a study concluded."."""
    return (
        sentence.at(end - 1) is COMMA
        and is_strong(cue)
        and sentence.at(cue.speaker[0]) is not RELATIVE
        and (cue.inverted or len(sentence) - cue.last <= SHORT_TAIL)
        and not sentence.has(_NEW_STATEMENT, cue.last)
    )


def is_strong(cue: Cue) -> bool:
    """Whether a cue says by itself that somebody speaks."""
    return cue.kind in _STRONG_KINDS


def is_coordinated(sentence: Sentence, cue: Cue) -> bool:
    """Whether a cue and its speaker are a clause of their own: "... and Clinton said"."""
    return not cue.inverted and sentence.at(cue.speaker[0] - 1) is CONJUNCTION


def opens_side_clause(sentence: Sentence, cue: Cue) -> bool:
    """Whether a cue's speaker opens a clause of its own: "which *he* called", ", when *Lee*"."""
    before = cue.first - 1
    if sentence.at(before) is RELATIVE:
        return True
    opener = sentence.skip_back(before, _UNIT_OF_TIME, max(0, before - 1))
    return sentence.at(before) is SUBORDINATOR and sentence.at(opener - 1) in DASHES_AND_COMMAS


def is_subordinate(sentence: Sentence, cue: Cue, index: int) -> bool:
    """Whether a cue stands in a side clause that ends before `index`: "when he said so, ..."."""
    before = cue.speaker[0] - 1
    return (
        sentence.at(before) is SUBORDINATOR
        and sentence.word(before) not in grammar_words("attached_clause")
        and sentence.has(_COMMA, cue.cue[1], index)
    )


def is_fronted(sentence: Sentence, outer: Cue, inner: Cue) -> bool:
    """Whether a cue stands in a phrase set before its clause: "Despite what he wrote, Lee said"."""
    return (
        sentence.at(0) in _OPENS_FRONTED
        and sentence.at(inner.speaker[0] - 1) is COMMA
        and not inner.inverted
        and not sentence.has(_COMMA, 0, outer.speaker[0])
    )


def is_relative(sentence: Sentence, cue: Cue, index: int) -> bool:
    """Whether a cue stands in a relative clause that ends before `index`: "who said so, ..."."""
    return sentence.at(cue.speaker[0]) is RELATIVE and sentence.has(_COMMA, cue.cue[1], index)


def is_tag(sentence: Sentence, cue: Cue) -> bool:
    """Whether a cue and its speaker follow a quotation: "“...,” *Cruz said*"."""
    return sentence.at(cue.first - 1) is QUOTATION


def count_breaks(sentence: Sentence, start: int, end: int) -> int:
    """How often a new main clause begins between two indices: "; ", ", but he", ", while she"."""
    count = 0
    for index in sentence.seek_all(_MAY_BREAK, start, end):
        word_class = sentence.classes[index]
        if word_class is SEMICOLON:
            count += 1
        elif index + 1 < end:
            count += sentence.at(index - 1) in DASHES_AND_COMMAS and (
                sentence.word(index) in grammar_words("side_clause")
                or (word_class is CONJUNCTION and sentence.at(index + 1) in _OPENS_CLAUSE)
            )
    return count
