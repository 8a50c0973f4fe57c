"""Who quotes whom: "*quoted* Lee as saying", "*reports* Lee saying"."""

from dateline.transforms.quotes.grammar_words import grammar_words
from dateline.transforms.quotes.matcher import Phrase, Sentence
from dateline.transforms.quotes.noun_phrases import phrase_behind
from dateline.transforms.quotes.passives import is_passive
from dateline.transforms.quotes.reporting_verbs import reporting_verbs
from dateline.transforms.quotes.subjects import SubjectReader
from dateline.transforms.quotes.word_classes import (
    CLAUSE_ENDS,
    NAMES,
    QUOTATION,
    REPORTING_VERB,
    classes,
)

_ENDS_QUOTING = classes(CLAUSE_ENDS, QUOTATION)
_FARTHEST_QUOTING = 14
"""Words between "quoted" and "as saying", at most: a name with its titles."""


def quoting_verb(sentence: Sentence, saying: int) -> int | None:
    """The index of "quoted" in "*quoted* Lee as saying", for that of "saying"; else None."""
    if sentence.word(saying) != "saying":
        return None
    if sentence.word(saying - 1) != "as":
        return _passing_verb(sentence, saying)
    for index in range(saying - 2, max(-1, saying - _FARTHEST_QUOTING), -1):
        if sentence.at(index) in _ENDS_QUOTING:
            return None
        if sentence.word(index) in grammar_words("quoting_verb"):
            return index
    return None


def _passing_verb(sentence: Sentence, saying: int) -> int | None:
    """The index of "reports" in "*reports* Lee saying", for that of "saying"; else None."""
    name = sentence.skip_back(saying, NAMES)
    verb = name - 1
    if name == saying or sentence.at(verb) is not REPORTING_VERB:
        return None
    lemma = reporting_verbs()[sentence.word(verb)].lemma
    return verb if lemma in grammar_words("passing_verb") else None


def quotes_as_saying(sentence: Sentence, index: int) -> bool:
    """Whether a verb of quoting tells what somebody said: "*quoted* Lee as saying"."""
    last = min(len(sentence), index + _FARTHEST_QUOTING)
    if "saying" not in sentence.words[index + 2 : last]:
        return False
    return any(quoting_verb(sentence, saying) == index for saying in range(index + 2, last))


def quoted_person(reader: SubjectReader, saying: int) -> Phrase | None:
    """Who is quoted: "*Lee* was quoted as saying", "the agency quoted *Lee* as saying"."""
    index = quoting_verb(reader.sentence, saying)
    if index is None:
        return None
    if is_passive(reader.sentence, index):
        return reader.before(index)
    return phrase_behind(reader.sentence, index)
