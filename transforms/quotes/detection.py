"""Whether words between quotation marks are a quotation, and of what kind."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from dateline.seeds import lexicon
from dateline.transforms.quotes.matcher import Sentence
from dateline.transforms.quotes.reporting_verbs import reporting_verbs
from dateline.transforms.quotes.word_classes import (
    COLON,
    COMMA,
    CONJUNCTION,
    DASH,
    FULL_STOP,
    NAME,
    NOUN,
    OBJECT_PRONOUN,
    OF,
    OPENING_BRACKET,
    OTHER_FINITE_VERBS,
    OTHER_MARK,
    POSSESSIVE,
    PREPOSITIONS,
    QUOTATION,
    RELATIVES,
    REPORTING,
    REPORTING_VERB,
    SEMICOLON,
    SUBORDINATOR,
    TIME,
    TO,
    classes,
)
from dateline.transforms.schema.closed_sets import QuoteKind

_COUNTED_WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*")
_QUOTED_STOPS = ".!?,…"
_SMALL_WORD = 3
_LONGEST_TITLE_OF_WORK = 12
_LONGEST_NICKNAME = 3
_FEWEST_UNREAD = 4
"""Words that a quotation has at least where the language around it is not read."""

_FEWEST_LETTERS_UNREAD = 8
_WITHOUT_SPACES = re.compile("[\u0e01-\u0e3a\u3040-\u30ff\u3400-\u9fff]")
"""A letter of Chinese, Japanese or Thai."""

_OWNS_TITLE = classes(PREPOSITIONS, POSSESSIVE)
_JOINS_TITLES = classes(CONJUNCTION, COMMA)
_CONTINUES_QUOTED = classes(
    PREPOSITIONS, OTHER_FINITE_VERBS, RELATIVES, TO, SUBORDINATOR, NOUN
)  # fmt: skip
_OTHER_MARK = classes(OTHER_MARK)
_INTRODUCING_MARKS = classes(COMMA, COLON)
_TELLS = classes(REPORTING, TIME, OBJECT_PRONOUN)
_BEFORE_DIRECT = classes(
    REPORTING,
    COMMA,
    COLON,
    DASH,
    FULL_STOP,
    QUOTATION,
    SEMICOLON,
    OF,
    OPENING_BRACKET,
)
_FARTHEST_WHAT = 6


@cache
def _title_nouns() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon("titled_works"))


def word_count(text: str, most: int | None = None) -> int:
    """Words in a stretch of text, counted up to `most`."""
    return sum(1 for _ in islice(_COUNTED_WORD.finditer(text), most))


def looks_like_title(text: str) -> bool:
    """Whether every longer word is capitalised and no sentence ends inside: "Meet the Press"."""
    return _is_title(text, _COUNTED_WORD.findall(text))


def _is_title(text: str, words: Sequence[str]) -> bool:
    return (
        0 < len(words) <= _LONGEST_TITLE_OF_WORK
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and all(word[0].isupper() or len(word) <= _SMALL_WORD for word in words)
        and not text.rstrip(" ,.'’").endswith(("!", "?"))
    )


def _is_named(sentence: Sentence, index: int, text: str, marked: "_Marked") -> bool:
    """Whether the words between marks at `index` are a title, a nickname or another name."""
    before, after = sentence.at(index - 1), sentence.at(index + 1)
    words = marked.words
    if sentence.word(index - 1) == "so-called":
        return True
    is_between_names = before is NAME and after is NAME
    if is_between_names and words <= _LONGEST_NICKNAME and not text.endswith((",", ".")):
        return True
    if not marked.is_title:
        return False
    if sentence.word(index - 1) in _title_nouns():
        return True
    if before in _OWNS_TITLE and words <= 8:
        return True
    return before in _JOINS_TITLES and sentence.at(index - 2) is QUOTATION and words <= 4


class _Marked(NamedTuple):
    """What the words between a pair of marks look like by themselves."""

    words: int
    ends: bool
    is_title: bool


def _needs_seven_or_end(marked: _Marked) -> bool:
    return marked.words >= 7 or (marked.words >= 4 and marked.ends)


def _is_not_short_title(marked: _Marked) -> bool:
    return not marked.is_title or marked.words > 3 or marked.ends


# What words must be to count as a quotation, by the first word or words of the rule that attributes
# them: the weaker the rule, the more words. Chosen by hand on the development articles.
_REQUIREMENTS: tuple[tuple[str, Callable[[_Marked], bool]], ...] = (
    ("carried", _needs_seven_or_end),
    ("topic", _needs_seven_or_end),
    ("same paragraph after", lambda marked: marked.words >= 4 and not marked.is_title),
    ("same paragraph", lambda marked: marked.words >= (2 if marked.ends else 4)),
    ("verb", lambda marked: marked.words >= 4 and not marked.is_title),
    ("judge", lambda marked: True),
    ("", _is_not_short_title),
)


def is_quotation(sentence: Sentence, index: int, text: str, rule: str, single_title: bool) -> bool:
    """Whether the words between marks are somebody's words.

    Args:
        sentence: The sentence that holds them.
        index: Their index in it.
        text: The words.
        rule: What attributed them; weak rules ask for more words.
        single_title: Whether they stand between single marks in a headline.
    """
    words = _COUNTED_WORD.findall(text)
    marked = _Marked(len(words), text[-1:] in _QUOTED_STOPS, _is_title(text, words))
    if marked.words == 0 or _is_named(sentence, index, text, marked):
        return False
    if rule == "other language":
        return marked.words >= _FEWEST_UNREAD or _has_letters_without_spaces(text)
    if rule == "none":
        return marked.words >= 7 and marked.ends and not single_title
    if single_title:
        return marked.words >= 4
    if marked.words == 1 and rule == "speech before" and sentence.at(index - 1) in _BEFORE_DIRECT:
        return True
    return next(is_met(marked) for prefix, is_met in _REQUIREMENTS if rule.startswith(prefix))


def _has_letters_without_spaces(text: str) -> bool:
    """Whether a stretch is long enough in a script that sets no spaces between words."""
    return sum(1 for _ in _WITHOUT_SPACES.finditer(text)) >= _FEWEST_LETTERS_UNREAD


def kind_of(sentence: Sentence, index: int, text: str) -> QuoteKind:
    """`direct` where the quoted words are all that is attributed, `mixed` where they are a part."""
    if _is_continued(sentence, index, text):
        return QuoteKind.MIXED
    before = sentence.skip_back(index, _OTHER_MARK) - 1
    first = next((character for character in text if character.isalnum()), "a")
    if not first.islower():
        is_direct = before < 0 or sentence.at(before) in _BEFORE_DIRECT
        return QuoteKind.DIRECT if is_direct else QuoteKind.MIXED
    if _is_judgement_of_what(sentence, before, index):
        return QuoteKind.DIRECT
    is_told = _is_told(sentence, before, index, text)
    return QuoteKind.DIRECT if is_told and word_count(text, 4) >= 4 else QuoteKind.MIXED


def _is_continued(sentence: Sentence, index: int, text: str) -> bool:
    """Whether the sentence goes on with the quoted words: "“a joke” that nobody liked"."""
    after = sentence.at(index + 1)
    return after is CONJUNCTION or (after in _CONTINUES_QUOTED and text[-1:] not in _QUOTED_STOPS)


def _is_told(sentence: Sentence, before: int, index: int, text: str) -> bool:
    """Whether words that begin in lower case are all that a cue before them tells."""
    last = sentence.at(before)
    if last in REPORTING:
        verb = reporting_verbs()[sentence.word(before)]
        return verb.kind == "speech" and text[-1:] in ".!?"
    return last in _INTRODUCING_MARKS and sentence.at(before - 1) in _TELLS


def _is_judgement_of_what(sentence: Sentence, before: int, index: int) -> bool:
    """Whether words stand for all of "*what* they *call* “...”"."""
    if sentence.at(before) is not REPORTING_VERB:
        return False
    verb = reporting_verbs()[sentence.word(before)]
    recent = sentence.words[max(0, index - _FARTHEST_WHAT) : index]
    return verb.kind == "judge" and "what" in recent
