"""Where a noun phrase of a sentence begins and ends."""

from functools import cache

from dateline.seeds import lexicon
from dateline.transforms.quotes.grammar_words import grammar_words
from dateline.transforms.quotes.matcher import Phrase, Sentence, one, pattern, up_to
from dateline.transforms.quotes.word_classes import (
    ADVERB,
    AUXILIARY,
    BE,
    CLOSING_BRACKET,
    COLON,
    COMMA,
    CONJUNCTION,
    CONTRACTION,
    DASH,
    DETERMINER,
    ELLIPSIS,
    FULL_STOP,
    GERUND,
    NAME,
    NAMES,
    NAMES_AND_NOUNS,
    NOUN,
    NOUN_HEADS,
    NOUN_PHRASE,
    NUMBER,
    OBJECT_PRONOUN,
    OF,
    OPENING_BRACKET,
    OTHER_MARK,
    PAST_FORM,
    POSSESSIVE,
    PREMODIFIER,
    PREPOSITION,
    PREPOSITIONS,
    PRONOUN,
    PRONOUNS,
    QUOTATION,
    RELATIVE,
    REPORTING,
    REPORTING_VERB,
    SEMICOLON,
    SPECIFIERS,
    SUBORDINATOR,
    TIME,
    TO,
    VERB,
    classes,
)

_ADVERB = classes(ADVERB)
_OPENING_BRACKET = classes(OPENING_BRACKET)

_LEFT_OF_HEAD = classes(
    NOUN_PHRASE, PREPOSITIONS, PAST_FORM, GERUND, TIME, OTHER_MARK
)  # fmt: skip
"""What a phrase may be made of, looked at from its last word."""

_BEFORE_PARTICIPLE = classes(NOUN_PHRASE, ADVERB)
_OBJECT_OPENERS = classes(DETERMINER, PRONOUN, OBJECT_PRONOUN)
_BEHIND_PARTICLE = classes(_OBJECT_OPENERS, PREPOSITION)
_BEFORE_NEW_PHRASE = classes(NAMES_AND_NOUNS, TIME, NUMBER, OBJECT_PRONOUN)
_NO_START = classes(PREPOSITIONS, TIME, CONJUNCTION, OTHER_MARK)
_NO_PHRASE_END = classes(PREPOSITIONS, TIME, NUMBER, DETERMINER)
_CORE = classes(NOUN_HEADS, PRONOUN, PREMODIFIER)
_BEFORE_NAME = classes(NOUN, TIME, NUMBER, POSSESSIVE)

_FIRST_AHEAD = classes(NOUN_PHRASE, GERUND)
_AHEAD = classes(NOUN_PHRASE, OF, OTHER_MARK)
_BEFORE_DETERMINER = classes(PREPOSITIONS, DETERMINER)
_PARTICIPLES = classes(PAST_FORM, GERUND)
_BEFORE_ATTRIBUTE = classes(DETERMINER, ADVERB, PREMODIFIER)
_NO_PHRASE_END_AHEAD = classes(PREPOSITIONS, DETERMINER, TO, NUMBER)
_BEHIND_NAME = classes(COMMA, FULL_STOP, OPENING_BRACKET)

_CLAUSE_MODIFIERS = classes(RELATIVE, GERUND)
_MODIFIERS = classes(_CLAUSE_MODIFIERS, TO, PREPOSITION)
_ENDS_CLAUSE_MODIFIER = classes(
    COMMA,
    FULL_STOP,
    SEMICOLON,
    COLON,
    OPENING_BRACKET,
    CLOSING_BRACKET,
    ELLIPSIS,
    DASH,
    QUOTATION,
)
_ENDS_MODIFIER = classes(
    _ENDS_CLAUSE_MODIFIER,
    PREPOSITION,
    SUBORDINATOR,
    REPORTING_VERB,
    VERB,
    AUXILIARY,
    BE,
    CONTRACTION,
    CONJUNCTION,
    RELATIVE,
)


_LONGEST_FULL_NAME = 7
_LONGEST_UNTITLED_NAME = 4
_TITLED_NAME = pattern(up_to(5, NOUN_HEADS), one(NAME), one(NAME))


@cache
def personal_titles() -> frozenset[str]:
    """Words that stand before a person's name, in lower case, without a dot."""
    return frozenset(row["title"] for row in lexicon("personal_titles"))


def is_person_like(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether a phrase looks like a person's full name, with or without a title before it."""
    first, end = phrase
    length = end - first
    if length < 2 or not sentence.has_only(NAMES, end - 2, end):
        return False
    if sentence.has_only(NAMES, first, end):
        title = sentence.word(first).rstrip(".")
        return length <= _LONGEST_UNTITLED_NAME or (
            length <= _LONGEST_FULL_NAME and title in personal_titles()
        )
    return length <= _LONGEST_FULL_NAME and sentence.matches_all(_TITLED_NAME, first, end)


def phrase_ending(sentence: Sentence, last: int) -> Phrase | None:
    """The noun phrase whose last word is at `last`: "In Ohio *the mayor of Salem* said"."""
    ending = sentence.at(last)
    if ending in PRONOUNS:
        return last, last + 1
    if ending is CLOSING_BRACKET:
        bracket = sentence.seek_back(_OPENING_BRACKET, last, 1)
        return phrase_ending(sentence, bracket - 1) if bracket is not None else None
    first = _leftmost(sentence, last)
    first = _behind_earlier_phrase(sentence, first, last)
    first = _without_leading_preposition(sentence, first, last)
    first = sentence.skip(first, _NO_START, last + 1)
    end = sentence.skip_back(last + 1, _NO_PHRASE_END, first)
    return (first, end) if sentence.has(_CORE, first, end) else None


def _leftmost(sentence: Sentence, last: int) -> int:
    """How far to the left words can belong to one phrase or to those that modify it."""
    first = last
    while first >= 0:
        word_class = sentence.classes[first]
        before = sentence.at(first - 1)
        if word_class in _LEFT_OF_HEAD:
            if word_class in _PARTICIPLES and before not in _BEFORE_PARTICIPLE:
                break
            if word_class is PAST_FORM and first < last and _is_verb_of_clause(sentence, first):
                break
        elif word_class in REPORTING:
            if before not in SPECIFIERS:
                break
        elif word_class is PRONOUN:
            if not _is_modified_pronoun(sentence, first):
                break
            return first
        elif word_class is not CONJUNCTION or not _joins_nouns(sentence, first, last):
            break
        first -= 1
    return first + 1


def _is_modified_pronoun(sentence: Sentence, index: int) -> bool:
    """Whether a phrase tells which one is meant: "*someone* in the audience"."""
    return sentence.at(index + 1) is PREPOSITION and sentence.word(index) in grammar_words(
        "indefinite_pronoun"
    )


def _is_verb_of_clause(sentence: Sentence, index: int) -> bool:
    """Whether a form in -ed is the verb of what stands before it: "Lee *pulled* his support"."""
    behind = index + 1
    opens_object = _OBJECT_OPENERS
    if sentence.word(behind) in grammar_words("verb_particle"):
        behind += 1
        opens_object = _BEHIND_PARTICLE
    return sentence.at(behind) in opens_object and sentence.word(behind) != "by"


def _joins_nouns(sentence: Sentence, index: int, last: int) -> bool:
    """Whether a conjunction joins two names rather than two clauses."""
    if not 0 < index < last or sentence.word(index) not in grammar_words("joining_nouns"):
        return False
    left = sentence.at(index - 1)
    return left in NAMES_AND_NOUNS and left is sentence.at(index + 1)


def _behind_earlier_phrase(sentence: Sentence, first: int, last: int) -> int:
    """Where the last of several phrases in a row begins: "on Monday *the mayor*"."""
    for index in range(last, first, -1):
        is_determiner = sentence.classes[index] is DETERMINER
        if is_determiner and sentence.classes[index - 1] in _BEFORE_NEW_PHRASE:
            return index
    return first


def _without_leading_preposition(sentence: Sentence, first: int, last: int) -> int:
    """Where the subject begins in "In Ohio Mr Smith", "during the debate the senator"."""
    if first > last or sentence.at(first) is not PREPOSITION:
        return first
    name = sentence.skip_back(last + 1, NAMES, first + 1)
    if name <= last and sentence.at(name - 1) in _BEFORE_NAME:
        return name
    for index in range(last, first, -1):
        is_determiner = sentence.classes[index] is DETERMINER
        if is_determiner and sentence.classes[index - 1] not in PREPOSITIONS:
            return index
    preposition = sentence.seek_back(PREPOSITIONS, last + 1, first)
    return first + 1 if preposition is None else preposition + 1


def phrase_behind(sentence: Sentence, index: int) -> Phrase | None:
    """The noun phrase that begins behind `index`: "said *Senator Smith of Ohio*"."""
    first = sentence.skip(index + 1, _ADVERB)
    opening = sentence.at(first)
    if opening in PRONOUNS:
        return first, first + 1
    if opening not in _FIRST_AHEAD:
        return None
    end = _rightmost(sentence, first)
    if end > first and not sentence.has(NAMES, first, end):
        end = _with_modifiers(sentence, end)
    end = sentence.skip_back(end, _NO_PHRASE_END_AHEAD, first)
    if not sentence.has(NOUN_HEADS, first, end):
        return None
    return first, _with_apposed_name(sentence, first, end)


def _rightmost(sentence: Sentence, first: int) -> int:
    """How far to the right words can belong to the phrase that begins at `first`."""
    end = first
    while end < len(sentence):
        word_class = sentence.classes[end]
        before, after = sentence.at(end - 1), sentence.at(end + 1)
        if word_class is DETERMINER:
            belongs = end == first or before in _BEFORE_DETERMINER
        elif word_class is PREPOSITION:
            belongs = after is PREPOSITION or sentence.word(end) in grammar_words(
                "tied_preposition"
            )
        elif word_class in _PARTICIPLES:
            belongs = after in NAMES_AND_NOUNS and before in _BEFORE_ATTRIBUTE
        elif word_class is CONJUNCTION:
            belongs = after in NAMES_AND_NOUNS and before is after
        else:
            belongs = word_class in _AHEAD
        if not belongs:
            break
        end += 1
    return end


def _with_modifiers(sentence: Sentence, end: int) -> int:
    """Where a common noun's modifiers end: "an aide *to Mr Bush*", "a man *who asked*"."""
    modifier = sentence.at(end)
    if modifier not in _MODIFIERS:
        return end
    if modifier is PREPOSITION and sentence.word(end) not in grammar_words("modifying_preposition"):
        return end
    stops = _ENDS_CLAUSE_MODIFIER if modifier in _CLAUSE_MODIFIERS else _ENDS_MODIFIER
    stop = sentence.seek(stops, end + 1)
    return len(sentence) if stop is None else stop


def _with_apposed_name(sentence: Sentence, first: int, end: int) -> int:
    """Where a phrase ends with the full name that follows it: "the mayor, *Jane Smith*,"."""
    if sentence.at(end) is not COMMA or is_person_like(sentence, (first, end)):
        return end
    stop = sentence.skip(end + 1, NAMES)
    is_full_name = stop - end > 2
    is_closed = stop == len(sentence) or sentence.at(stop) in _BEHIND_NAME
    return stop if is_full_name and is_closed else end
