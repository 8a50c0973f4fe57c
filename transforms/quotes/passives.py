"""Passives: "was called *by Senator Smith*", "a plan *called* a joke *by Lee*"."""

from dateline.transforms.quotes.matcher import Phrase, Sentence
from dateline.transforms.quotes.noun_phrases import phrase_behind
from dateline.transforms.quotes.reporting_verbs import reporting_verbs
from dateline.transforms.quotes.word_classes import (
    ADVERB,
    BE,
    CLAUSE_ENDS,
    COMMA,
    DETERMINER,
    NAME,
    NAMES_AND_NOUNS,
    PREMODIFIER,
    PREPOSITION,
    QUOTATION,
    SPECIFIERS,
    classes,
)

_ADVERB = classes(ADVERB)
_DETERMINER = classes(DETERMINER)
_BEHIND_REDUCED_PASSIVE = classes(PREPOSITION, DETERMINER, QUOTATION)
_BEFORE_REDUCED_PASSIVE = classes(NAMES_AND_NOUNS, COMMA)
_BEHIND_BY = classes(NAME, SPECIFIERS, PREMODIFIER)
_FARTHEST_AGENT = 8


def is_passive(sentence: Sentence, participle: int) -> bool:
    """Whether a form of "be" stands before a participle."""
    return sentence.at(sentence.skip_back(participle, _ADVERB) - 1) is BE


def is_reduced_passive(sentence: Sentence, participle: int) -> bool:
    """Whether a participle tells by whom something is said: "a plan *called* a joke *by* Lee"."""
    behind = participle + 1
    if sentence.at(behind) not in _BEHIND_REDUCED_PASSIVE:
        return False
    before = sentence.at(sentence.skip_back(participle, _ADVERB) - 1)
    if before not in _BEFORE_REDUCED_PASSIVE:
        return False
    behind = sentence.skip(behind, _DETERMINER, behind + 1)
    if sentence.at(behind) is QUOTATION:
        behind += 1
    elif before is COMMA:
        return False
    kind = reporting_verbs()[sentence.word(participle)].kind
    may_follow = _BEHIND_BY if kind in ("speech", "address") else _BEHIND_BY | NAMES_AND_NOUNS
    return sentence.word(behind) == "by" and sentence.at(behind + 1) in may_follow


def agent_of(sentence: Sentence, participle: int) -> Phrase | None:
    """The speaker of a passive: "was called *by Senator Smith*"."""
    farthest = min(participle + _FARTHEST_AGENT, len(sentence) - 1)
    for index in range(participle + 1, farthest):
        if sentence.word(index) == "by":
            return phrase_behind(sentence, index)
        if sentence.at(index) in CLAUSE_ENDS:
            break
    return None
