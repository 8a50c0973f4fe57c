"""A passage cut into words and sentences; each quotation is one word, and no parser is needed."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from dateline.seeds import lexicon
from dateline.transforms.quotes.classification import classify
from dateline.transforms.quotes.matcher import (
    END,
    Sentence,
    either,
    not_before,
    one,
    one_of,
    optional,
    pattern,
    together,
    up_to,
)
from dateline.transforms.quotes.quotation_marks import Quoted
from dateline.transforms.quotes.word_classes import (
    ADVERB,
    AUXILIARY,
    CLOSING_BRACKET,
    COMMA,
    CONJUNCTION,
    DASHES_AND_COMMAS,
    DETERMINER,
    ELLIPSIS,
    FULL_STOP,
    GERUND,
    NOMINALS,
    NOUN_HEADS,
    OF,
    OPENING_BRACKET,
    PAST_FORM,
    PREMODIFIER,
    PREPOSITION,
    PRONOUN,
    QUOTATION,
    RELATIVE,
    REPORTING_VERB,
    SUBORDINATOR,
    TIME,
    TO,
    TRAILING_MARKS,
    classes,
)
from dateline.transforms.text.lexicon import any_of

LONGEST_SENTENCE = 200
"""Words after which a sentence is cut, so that time stays linear in the text."""

_CLOSES = classes(FULL_STOP, QUOTATION, CLOSING_BRACKET)
_AFTER_STOP = classes(QUOTATION, OPENING_BRACKET)
_GOES_ON = classes(TRAILING_MARKS, CLOSING_BRACKET, ELLIPSIS)
_OPENS_AFTER_ABBREVIATION = classes(PRONOUN, DETERMINER, SUBORDINATOR)
_MARKS_INSIDE = "'’”\""
_SENTENCE_STOPS = ".!?…"

_LONGEST_TAG = 23
_TAG_SUBJECT = classes(
    NOMINALS,
    OF,
    ADVERB,
    PRONOUN,
    AUXILIARY,
    TIME,
)
_LONG_TAG_SUBJECT = classes(
    _TAG_SUBJECT,
    COMMA,
    PREPOSITION,
    TO,
    PREMODIFIER,
    GERUND,
    PAST_FORM,
    RELATIVE,
)
_SAYS = one(REPORTING_VERB)
_STOP = either(one(FULL_STOP), END)
# “Who will pay?” the mayor of the city asked ...; “Who will pay?” asked Lee
_TAG = pattern(
    optional(one_of(DASHES_AND_COMMAS)),
    either(
        together(
            up_to(18, _LONG_TAG_SUBJECT),
            _SAYS,
            not_before(classes(CONJUNCTION, REPORTING_VERB)),
        ),
        together(_SAYS, one_of(classes(NOUN_HEADS, DETERMINER, PRONOUN))),
    ),
)
# “We stay.” the mayor said.; “We stay.” said Lee.
_TAG_BEFORE_END = pattern(
    optional(one_of(DASHES_AND_COMMAS)),
    either(
        together(up_to(8, _TAG_SUBJECT, least=1), _SAYS, _STOP),
        together(_SAYS, up_to(6, NOMINALS, least=1), _STOP),
    ),
)


@cache
def _token() -> re.Pattern[str]:
    dotted = any_of(row["abbreviation"] for row in lexicon("abbreviations"))
    # The first line is only a short cut: most words are of these letters and stand before these.
    return re.compile(
        r" ?+([A-Z]?[a-z]++(?=[ ,;:!?)])|[a-z]++(?=\. )|[,.](?= )|"
        r"(?![\s\"'’‘“”`*_])(?:"
        rf"(?=[A-Z]){dotted}\."
        r"|(?:[^\W\d_]\.){2,}"
        r"|[A-Z]\.(?=\s+[A-Z])"
        r"|[$€£]?\d+(?:[.,:]\d+)+%?"
        r"|[$€£]?[^\W_]+(?:[.'’&/@\-][^\W_]+)*%?"
        r"|--|\.\.\.|[^\w\s\"'’‘“”`*]"
        r"))"
    )


class PassageWords:
    """The words of a passage and where they are; each of its quotations is one empty word.

    `numbers` maps the index of such a word to the number of its quotation in `quoted`.
    """

    __slots__ = ("_end", "_spans", "_start", "numbers", "quoted", "text", "words")

    def __init__(self, text: str, start: int, end: int, quoted: Sequence[Quoted]) -> None:
        self.text = text
        self.quoted = quoted
        self._start = start
        self._end = end
        self._spans: list[tuple[int, int]] = []
        self.numbers: dict[int, int] = {}
        self.words: list[str] = []
        token = _token()
        at = start
        for number, quote in enumerate(quoted):
            self.words += token.findall(text, at, quote.outer_start)
            self.numbers[len(self.words)] = number
            self.words.append("")
            at = quote.outer_end
        self.words += token.findall(text, at, end)

    def has_dotted_words(self) -> bool:
        """Whether a dot stands in a word, as in an abbreviation, or inside a quotation."""
        return self.text.count(".", self._start, self._end) > self.words.count(".")

    def locate(self, first: int, end: int) -> tuple[int, int]:
        """The first code point of the words between two indices, and the one behind their last.

        Whatever lies between two words begins like no word, so that each word is where its letters
        are first found.
        """
        spans, find = self._spans, self.text.index
        if end > len(spans):
            at = spans[-1][1] if spans else self._start
            for word in self.words[len(spans) : end]:
                if word:
                    start = find(word, at)
                    at = start + len(word)
                else:
                    quote = self.quoted[self.numbers[len(spans)]]
                    start, at = quote.outer_start, quote.outer_end
                spans.append((start, at))
        return spans[first][0], spans[end - 1][1]


def read_sentences(tokens: PassageWords, *, is_title: bool = False) -> list[Sentence]:
    """Cut the words of a passage into sentences.

    Args:
        tokens: The words.
        is_title: Whether words may be capitalised for being in a headline.
    """
    found = classify(tokens.words, is_title=is_title)
    passage = Sentence(tokens.words, found, tokens.numbers, tokens.locate)
    possible = _possible_ends(passage, has_dotted_words=tokens.has_dotted_words())
    ends = [index + 1 for index in possible if _ends_sentence(tokens, passage, index)]
    bounds = [0, *ends, len(passage)]
    return [
        passage.cut(first, min(high, first + LONGEST_SENTENCE))
        for low, high in pairwise(bounds)
        for first in range(low, high, LONGEST_SENTENCE)
    ]


def _possible_ends(passage: Sentence, *, has_dotted_words: bool) -> list[int]:
    """Indices behind whose word a sentence may end, the last word's left out."""
    found = passage.seek_all(_CLOSES)
    if has_dotted_words:
        dotted = [index for index, word in enumerate(passage.words) if word and word[-1] == "."]
        found = sorted({*dotted, *found})
    return found[:-1] if found and found[-1] == len(passage) - 1 else found


def _ends_sentence(tokens: PassageWords, passage: Sentence, index: int) -> bool:
    """Whether a sentence ends behind the word at `index`."""
    word_class = passage.classes[index]
    following = passage.words[index + 1]
    if word_class is FULL_STOP:
        opens = following[:1].isupper() or following[:1].isdigit()
        return opens or passage.at(index + 1) in _AFTER_STOP
    if word_class is QUOTATION:
        quote = tokens.quoted[tokens.numbers[index]]
        return _ends_behind_quotation(tokens.text, passage, quote, index)
    if word_class is CLOSING_BRACKET:
        return passage.at(index - 1) is FULL_STOP and (
            passage.at(index + 1) is QUOTATION or following[:1].isupper()
        )
    # An abbreviation's dot may end the sentence as well.
    return (
        passage.words[index].endswith(".")
        and word_class is not ELLIPSIS
        and passage.at(index + 1) in _OPENS_AFTER_ABBREVIATION
        and following[:1].isupper()
    )


def _ends_behind_quotation(text: str, passage: Sentence, quote: Quoted, index: int) -> bool:
    """Whether a quotation ends its sentence, and no "he said" follows it."""
    if not quote.closed:
        return True
    last = text[quote.end - 1]
    if last in _MARKS_INSIDE and quote.end - 2 >= quote.start:
        last = text[quote.end - 2]
    following = passage.words[index + 1]
    if last not in _SENTENCE_STOPS or (following[:1].islower() and last != "."):
        return False
    if passage.at(index + 1) is QUOTATION:
        return True
    if not following[:1].isalnum():
        return passage.at(index + 1) not in _GOES_ON
    tag = _TAG_BEFORE_END if last in ".…" else _TAG
    ahead = index + 1
    is_tag = passage.match(tag, ahead, ahead + _LONGEST_TAG) is not None
    return not is_tag and not following[:1].islower()
