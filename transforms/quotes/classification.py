"""The class of each word: from closed lists, from its shape, and from its neighbours."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import compress, count

from dateline.seeds import lexicon
from dateline.transforms.quotes.grammar_words import grammar_words
from dateline.transforms.quotes.reporting_verbs import ReportingVerb, reporting_verbs
from dateline.transforms.quotes.word_classes import (
    ACCORDING,
    ADVERB,
    AUXILIARY,
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
    NAMES_AND_NOUNS,
    NOUN,
    NUMBER,
    OF,
    OPENING_BRACKET,
    OTHER_MARK,
    PAST_FORM,
    POSSESSIVE,
    PREMODIFIER,
    PREPOSITION,
    PRONOUN,
    PRONOUNS,
    QUOTATION,
    RELATIVE,
    REPORTING,
    REPORTING_GERUND,
    REPORTING_VERB,
    SEMICOLON,
    SPECIFIERS,
    THAT,
    TIME,
    TO,
    VERB,
    WordClass,
    WordClasses,
    classes,
)
from dateline.transforms.text.lexicon import any_of

_PUNCTUATION = {
    ",": COMMA,
    ";": SEMICOLON,
    ":": COLON,
    "(": OPENING_BRACKET,
    ")": CLOSING_BRACKET,
    "[": OPENING_BRACKET,
    "]": CLOSING_BRACKET,
    ".": FULL_STOP,
    "!": FULL_STOP,
    "?": FULL_STOP,
    "…": ELLIPSIS,
    "...": ELLIPSIS,
    "-": DASH,
    "–": DASH,
    "—": DASH,
}
_BY_VALUE = {word_class.value: word_class for word_class in WordClass}
_CONTINUING_MARKS = frozenset((",", ";", ":"))

_OPENS_SENTENCE = classes(FULL_STOP, COLON, OPENING_BRACKET, QUOTATION)
"""Behind these, a capital letter may be that of a sentence's first word."""

_NO_NAMES = classes(PRONOUN, DETERMINER, TIME, RELATIVE)
"""Closed classes whose words stay what they are when they are capitalised inside a sentence."""

_BY_NEIGHBOURS = classes(REPORTING, FULL_STOP, TIME, AUXILIARY)
"""Classes that the neighbours of a word can change."""

_OBJECTS = classes(PRONOUNS, DETERMINER, QUOTATION, THAT, NAME)
_COMPLEMENTS = frozenset((*classes(_OBJECTS, POSSESSIVE, COLON), None))
"""What may stand behind a verb: a complement, or nothing at all."""

_BEFORE_NOUNS = classes(
    SPECIFIERS,
    OF,
    PREPOSITION,
    NUMBER,
    PAST_FORM,
    PREMODIFIER,
)
_BEFORE_NOUNS_OR_VERBS = classes(NOUN, GERUND, ADVERB, REPORTING)
_BEFORE_BASE_NOUN = classes(_BEFORE_NOUNS, CLOSING_BRACKET, QUOTATION)
_GOVERNS_NOUNS = classes(PREPOSITION, OF)
_JOINED = classes(NAME, CONJUNCTION, COMMA)
_BEHIND_NOUNS = classes(
    PREPOSITION,
    OF,
    TIME,
    CONJUNCTION,
    CLOSING_BRACKET,
    TO,
)


_MOST_KEPT_WORDS = 1 << 16
"""How many words' readings are kept."""

_MAY_BE_VERB = ([NOUN], [ADVERB])

_Readings = tuple[WordClass, WordClass, WordClass]
"""The classes of a word where it opens a sentence, inside one, and in a headline."""


@cache
def _contraction() -> re.Pattern[str]:
    pronoun, verb = (
        any_of(grammar_words(use)) for use in ("contracting_pronoun", "contracted_verb")
    )
    return re.compile(f"{pronoun}['’]{verb}$")


@cache
def function_words() -> dict[str, WordClass]:
    """The class of every word of a closed class, in lower case."""
    return {
        word: _BY_VALUE[row["class"]]
        for row in lexicon("function_words")
        for word in row["words"].split()
    }


def classify(words: Sequence[str], *, is_title: bool) -> list[WordClass]:
    """The class of every word of a passage; an empty word is a quotation.

    Args:
        words: The words in order.
        is_title: Whether words may be capitalised for being in a headline.
    """
    if is_title:
        found = list(map(_IN_TITLES.__getitem__, words))
    else:
        found = list(map(_INSIDE.__getitem__, words))
        for index in _openings(found):
            found[index] = _OPENING[words[index]]
    for index in _indices(found, _BY_NEIGHBOURS):
        found[index] = _in_context(words, found, index, is_title=is_title)
        if found[index] is AUXILIARY and found[index + 1 : index + 2] in _MAY_BE_VERB:
            _mark_verb_behind(words, found, index)
    return found


def _mark_verb_behind(words: Sequence[str], found: list[WordClass], modal: int) -> None:
    """Tell that what follows a modal verb is a verb: "they will *hold* banners"."""
    if words[modal].lower() not in grammar_words("modal"):
        return
    index = modal + 1
    while index < len(found) and found[index] is ADVERB:
        index += 1
    if index < len(found) and found[index] is NOUN:
        found[index] = VERB


def _openings(found: Sequence[WordClass]) -> list[int]:
    """The indices of words that may open a sentence."""
    behind = [index + 1 for index in _indices(found[:-1], _OPENS_SENTENCE)]
    return [0, *behind] if found else []


def _indices(found: Sequence[WordClass], wanted: WordClasses) -> list[int]:
    """Where words of some classes stand."""
    return list(compress(count(), map(wanted.__contains__, found)))


def _read(word: str) -> _Readings:
    """The class of a word in each of its positions."""
    if not word:
        return QUOTATION, QUOTATION, QUOTATION
    first = word[0]
    if (not first.isalnum() and len(word) == 1) or word in ("--", "..."):
        mark = _PUNCTUATION.get(word if word in _PUNCTUATION else first, OTHER_MARK)
        return mark, mark, mark
    lower = word.lower()
    closed = NAME if word in grammar_words("acronym") else function_words().get(lower)
    if closed is None or (closed is VERB and lower in reporting_verbs()):
        opening = _open_class(word, is_title=False)
        title = _open_class(word, is_title=True)
    else:
        opening = title = closed
    inside = opening
    if first.isupper() and closed not in _NO_NAMES:
        inside = POSSESSIVE if _is_possessive(word) else NAME
    return opening, inside, title


class _ClassesOfWords(dict[str, WordClass]):
    """The class in one position of the words met of late.

    A dictionary is faster here than `lru_cache`.
    """

    def __init__(self, position: int) -> None:
        super().__init__()
        self._position = position

    def __missing__(self, word: str) -> WordClass:
        if len(self) >= _MOST_KEPT_WORDS:
            self.clear()
        self[word] = found = _read(word)[self._position]
        return found


_OPENING, _INSIDE, _IN_TITLES = map(_ClassesOfWords, range(3))
"""The class of a word where it opens a sentence, inside one, and in a headline."""


class _MayReport(dict[str, bool]):
    """Whether each of the words met of late can be one that attributes."""

    def __missing__(self, word: str) -> bool:
        if len(self) >= _MOST_KEPT_WORDS:
            self.clear()
        lower = word.lower()
        found = lower in reporting_verbs() or function_words().get(lower) is ACCORDING
        self[word] = found
        return found


_MAY_REPORT = _MayReport()


def may_report(words: Sequence[str]) -> bool:
    """Whether one of some words can attribute outside quotations, whatever stands around it."""
    return any(map(_MAY_REPORT.__getitem__, words))


def _open_class(word: str, *, is_title: bool) -> WordClass:
    """The class of a word that is in no closed class."""
    lower = word.lower()
    if word[0].isdigit() or word[0] in "$€£":
        return NOUN if word.endswith(("old", "olds")) else NUMBER
    verb = reporting_verbs().get(lower)
    if verb is not None and (is_title or not word[0].isupper() or _is_clearly_verb(verb)):
        return REPORTING_GERUND if verb.form == "ing" else REPORTING_VERB
    if _contraction().match(lower):
        return RELATIVE if lower.startswith("who") else CONTRACTION
    if _is_possessive(word):
        return POSSESSIVE
    if word[0].isupper():
        return NAME
    return _by_ending(lower)


def _is_clearly_verb(verb: ReportingVerb) -> bool:
    """Whether a form is a verb although it is capitalised where a sentence may open."""
    return verb.form != "base" and (not verb.is_also_noun or verb.form in ("ing", "past"))


def _is_possessive(word: str) -> bool:
    return word.endswith(("'s", "’s"))


def _by_ending(lower: str) -> WordClass:
    if lower.endswith("ly") and len(lower) > 4:
        return ADVERB
    if lower.endswith("ed") and len(lower) > 4:
        return PAST_FORM
    if lower.endswith("ing") and len(lower) > 5:
        return GERUND
    return NOUN


def _in_context(
    words: Sequence[str], found: Sequence[WordClass], index: int, *, is_title: bool
) -> WordClass:
    """The class of an unsure word, by its neighbours; those before it are already sure."""
    word_class, word = found[index], words[index]
    following = words[index + 1] if index + 1 < len(words) else ""
    if word_class in REPORTING:
        verb = reporting_verbs()[word.lower()]
        if _is_noun(words, found, index, verb):
            is_specified = index > 0 and found[index - 1] in SPECIFIERS
            return VERB if verb.particles and not is_specified else NOUN
    elif word_class is FULL_STOP:
        if word == "." and (following[:1].islower() or following in _CONTINUING_MARKS):
            return OTHER_MARK
    elif word[0].isupper() and following.istitle() and not is_title:
        return NAME  # April Mellody, Will Smith
    return word_class


def _is_noun(
    words: Sequence[str], found: Sequence[WordClass], index: int, verb: ReportingVerb
) -> bool:
    """Whether a form that may report is a noun or an adjective where it stands."""
    if verb.particles and (index + 1 >= len(words) or words[index + 1] not in verb.particles):
        return True
    if verb.form in ("past", "participle"):
        return _is_participle_of_noun(words, found, index)
    if verb.form == "ing":
        return _is_gerund_noun(found, index)
    before = found[index - 1] if index else None
    if verb.form == "base":
        if _is_behind_modal(words, found, index):
            return False
        if before is NAME and not words[index - 1].endswith("s"):
            return True
    if not verb.is_also_noun:
        return before is DETERMINER
    return _is_verbal_noun(words, found, index, verb)


def _is_participle_of_noun(words: Sequence[str], found: Sequence[WordClass], index: int) -> bool:
    """Whether a past form is an adjective: "the *accused*", "of *noted* scholars"."""
    before = found[index - 1] if index else None
    if before is DETERMINER:
        return words[index - 1].lower() not in grammar_words("demonstrative")
    after = found[index + 1] if index + 1 < len(found) else None
    return before is POSSESSIVE or (before in _GOVERNS_NOUNS and after in NAMES_AND_NOUNS)


def _neighbours(
    found: Sequence[WordClass], index: int
) -> tuple[WordClass | None, WordClass | None]:
    """The classes of the words before and behind one."""
    before = found[index - 1] if index else None
    return before, found[index + 1] if index + 1 < len(found) else None


def _is_behind_modal(words: Sequence[str], found: Sequence[WordClass], index: int) -> bool:
    """Whether a modal verb stands before a word: "would not *comment*"."""
    before = index - 1
    while before >= 0 and found[before] is ADVERB:
        before -= 1
    return (
        before >= 0
        and found[before] is AUXILIARY
        and words[before].lower() in grammar_words("modal")
    )


def _is_gerund_noun(found: Sequence[WordClass], index: int) -> bool:
    """Whether a form in -ing is a noun: "*the* saying", "*of* saying so"."""
    before, after = _neighbours(found, index)
    if before is NOUN and after is NOUN:
        return index > 1 and found[index - 2] is DETERMINER
    return before in SPECIFIERS or (before is OF and after is not None and after not in _OBJECTS)


def _is_verbal_noun(
    words: Sequence[str], found: Sequence[WordClass], index: int, verb: ReportingVerb
) -> bool:
    """Whether a form that is also a noun is one here: "the *claim*", "a new *report* on"."""
    before, after = _neighbours(found, index)
    word_before = words[index - 1] if index else ""
    is_base = verb.form == "base"
    if before is PREMODIFIER and word_before.lower() in grammar_words("plural_quantifier"):
        return verb.form == "present" or after in NAMES_AND_NOUNS
    if before in (_BEFORE_BASE_NOUN if is_base else _BEFORE_NOUNS):
        return True
    if before in _BEFORE_NOUNS_OR_VERBS:
        agrees = is_base == (before is NOUN and word_before.endswith("s"))
        return not agrees or after not in _COMPLEMENTS
    if before is NAME and verb.form == "present" and _names_reporter(words, found, index):
        return False
    return before in _JOINED and after in _BEHIND_NOUNS


def _names_reporter(words: Sequence[str], found: Sequence[WordClass], index: int) -> bool:
    """Whether a name is who reports: "As Lee *reports*", "Lee *reports* with reference to"."""
    first = index - 1
    while first > 0 and found[first - 1] is NAME:
        first -= 1
    opens_with_as = first > 0 and words[first - 1].lower() == "as"
    behind = words[index + 1 : index + 3]
    refers = len(behind) == 2 and behind[0] == "with" and behind[1] in grammar_words("reference")
    return opens_with_as or refers
