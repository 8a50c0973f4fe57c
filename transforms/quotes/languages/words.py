"""A passage as words and sentences, by the rows of its language; a quotation is one word."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dateline.transforms.quotes.languages.grammar import Apostrophe, Grammar, known_grammar
from dateline.transforms.quotes.languages.word_kinds import ACCORDING_CUES, CUES, WordKind
from dateline.transforms.quotes.quotation_marks import Quoted
from dateline.transforms.text.scripts import FIRST_OTHER_LETTER

LONGEST_SENTENCE = 200
"""Words after which a sentence is cut, so that time stays linear in the text."""

_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*%?"
    r"|[^\W\d_]\.(?=\s?[^\W\d_])"
    "|[^\\W_](?:[^\\W_]|[\u0301\u0640\u064b-\u0652\u0670\u0900-\u0963\u200c\u200d՚՛՜՞])*"
    "(?:['’\\-‑][^\\W_](?:[^\\W_]|[\u0301\u064b-\u0652\u0670\u0900-\u0963\u200c՛՜՞])*)*['’]?"
    r"|\.\.\.|--|[^\w\s]"
)
_DASHES = frozenset("—–-―−") | {"--"}
_COMMAS = frozenset(",،、՝؛")
_ANY_STOP = frozenset("!?…؟։।") | {"..."}
_INNER_STOPS = frozenset(".!?…؟։:।")
_LONGEST_SHORT_TITLE = 4
_AFTER_PREFIX = CUES | ACCORDING_CUES
_HYPHENS = "-‑"
_SPLIT_MARKS = "'’"


class Word(NamedTuple):
    """A word, an expression of several words, a mark or a quotation, and what it is.

    `key` is how lexicons have it; `stem_end` is where an ending set off by an apostrophe or a
    hyphen begins, or else its end.
    """

    start: int
    end: int
    text: str
    key: str
    kind: WordKind
    stem_end: int
    quoted: Quoted | None = None

    @property
    def has_suffix(self) -> bool:
        """Whether an ending is set off from the word."""
        return self.stem_end < self.end


def is_latin(word: Word) -> bool:
    """Whether a word begins with a Latin letter."""
    return word.text[:1] < FIRST_OTHER_LETTER


def read_sentences(
    text: str, start: int, end: int, quoted: Sequence[Quoted], grammar: Grammar
) -> list[list[Word]]:
    """The sentences of a passage.

    Args:
        text: The document's text.
        start: The passage's first character.
        end: The character behind its last.
        quoted: What stands between marks in it, or behind a dash that opens speech.
        grammar: The grammar of its language.
    """
    words = _joined(list(_words(text, start, end, quoted, grammar)), grammar)
    sentences: list[list[Word]] = []
    sentence: list[Word] = []
    for index, word in enumerate(words):
        sentence.append(word)
        if _ends_sentence(words, index, grammar) or len(sentence) >= LONGEST_SENTENCE:
            sentences.append(sentence)
            sentence = []
    if sentence:
        sentences.append(sentence)
    return sentences


def _words(
    text: str, start: int, end: int, quoted: Sequence[Quoted], grammar: Grammar
) -> Iterator[Word]:
    at = start
    for item in quoted:
        yield from _plain_words(text, at, item.outer_start, grammar)
        inside = text[item.start : item.end]
        yield Word(
            item.outer_start, item.outer_end, inside, "", WordKind.QUOTATION, item.outer_end, item
        )
        at = max(at, item.outer_end)
    yield from _plain_words(text, at, end, grammar)


def _plain_words(text: str, start: int, end: int, grammar: Grammar) -> Iterator[Word]:
    for match in _TOKEN.finditer(text, start, end):
        at, after = match.span()
        if not text[at].isalnum():
            word = match[0]
            yield Word(at, after, word, word, _kind_of_mark(word, grammar), after)
            continue
        if match[0][-1] == "." and after - at == 2:
            yield from _initial(text, at, grammar)
            continue
        while at < after:
            until = _end_of_part(text, at, after, grammar)
            yield _word(text, at, until, grammar)
            at = until


def _initial(text: str, at: int, grammar: Grammar) -> Iterator[Word]:
    """A letter and its dot: a part of a name where it is a capital, else a word and a mark."""
    if grammar.is_cased and text[at].isupper():
        is_title = ((), WordKind.TITLE) in grammar.expressions.get(grammar.key(text[at]), ())
        key = grammar.key(text[at]) if is_title else ""
        yield Word(at, at + 2, text[at : at + 2], key, WordKind.NAME, at + 2)
        return
    yield _word(text, at, at + 1, grammar)
    yield Word(at + 1, at + 2, ".", ".", _kind_of_mark(".", grammar), at + 2)


def _end_of_part(text: str, at: int, after: int, grammar: Grammar) -> int:
    """Where a word ends whose article or pronoun is written together with it: "l'|ancien"."""
    if text[at] in _HYPHENS:
        return after
    if grammar.apostrophe is Apostrophe.ELISION:
        for index in range(at, after - 1):
            if text[index] in _SPLIT_MARKS:
                is_part = text[at].islower() or grammar.is_article(text[at : index + 1])
                return index + 1 if is_part else after
    for clitic in grammar.suffixes.get(WordKind.CLITIC_PRONOUN, ()):
        first = after - len(clitic)
        if first > at and text[first:after].lower() == clitic:
            return first
    return after


def _word(text: str, at: int, after: int, grammar: Grammar) -> Word:
    written = text[at:after]
    key, kind, stem = _shape(grammar.language, written)
    return Word(at, after, written, key, kind, at + stem)


# The same few words come again and again.


@lru_cache(maxsize=32768)
def _shape(language: str, written: str) -> tuple[str, WordKind, int]:
    """The key of a word, what its shape tells, and how long it is without a set-off ending."""
    grammar = known_grammar(language)
    if written[0] in _HYPHENS:
        return written.lower(), WordKind.CLITIC_PRONOUN, len(written)
    if written[0].isdigit():
        return written, WordKind.NUMBER, len(written)
    is_name = grammar.is_cased and written[0].isupper()
    kind = WordKind.NAME if is_name else WordKind.WORD
    return grammar.key(written), kind, _stem_end(written, grammar)


def _stem_end(written: str, grammar: Grammar) -> int:
    """How many characters stand before an ending that is set off: "Fidan'ın", "ԱԳՆ-ին"."""
    if grammar.apostrophe is Apostrophe.SUFFIX:
        for mark in _SPLIT_MARKS:
            if (at := written.find(mark)) > 0:
                return at
    if grammar.marks_case:
        at = written.rfind("-")
        is_acronym = at > 1 and written[at - 1].isupper()
        is_foreign = at > 1 and written[0] < FIRST_OTHER_LETTER <= written[-1]
        if written[at + 1 :].islower() and (is_acronym or is_foreign):
            return at
    return len(written)


def _kind_of_mark(mark: str, grammar: Grammar) -> WordKind:
    if mark in grammar.introducers:
        return WordKind.COLON
    if mark in grammar.stops or mark in _ANY_STOP:
        return WordKind.STOP
    if mark in _COMMAS:
        return WordKind.COMMA
    return WordKind.DASH if mark in _DASHES else WordKind.OTHER_MARK


def _joined(words: list[Word], grammar: Grammar) -> list[Word]:
    """The words with each listed expression as one word of its kind."""
    found: list[Word] = []
    index = 0
    while index < len(words):
        word = words[index]
        length, kind = _listed(words, index, grammar)
        if length == 0:
            found.append(word)
            index += 1
            continue
        if kind is WordKind.PARTICLE and word.kind is WordKind.NAME:
            kind = WordKind.NAME
        last = words[index + length - 1]
        key = " ".join(part.key for part in words[index : index + length])
        text = word.text if length == 1 else f"{word.text} {last.text}"
        found.append(Word(word.start, last.end, text, key, kind, last.stem_end))
        index += length
    return found


def _listed(words: Sequence[Word], index: int, grammar: Grammar) -> tuple[int, WordKind]:
    """How many words the listed expression has that begins at an index, and its kind."""
    word = words[index]
    if word.kind not in (WordKind.WORD, WordKind.NAME):
        return 0, word.kind
    entries = _entries(grammar.language, word.key)
    if word.has_suffix and not entries:
        stem = word.text[: word.stem_end - word.start]
        entries = grammar.expressions.get(grammar.key(stem), ())
    for rest, kind in entries:
        behind = words[index + 1 : index + 1 + len(rest)]
        if tuple(other.key for other in behind) == rest:
            return 1 + len(rest), kind
    return 0, word.kind


@lru_cache(maxsize=32768)
def _entries(language: str, key: str) -> tuple[tuple[tuple[str, ...], WordKind], ...]:
    """The expressions that begin with a word, and what its ending or its beginning makes of it."""
    grammar = known_grammar(language)
    entries = grammar.expressions.get(key, ())
    if key.endswith(grammar.suffixes.get(WordKind.TITLE_ENDING, ())):
        return (*entries, ((), WordKind.TITLE))
    for prefix in grammar.suffixes.get(WordKind.CUE_PREFIX, ()):
        if key.startswith(prefix):
            behind = grammar.expressions.get(key[len(prefix) :], ())
            entries += tuple(entry for entry in behind if entry[1] in _AFTER_PREFIX)
    return entries


def _ends_sentence(words: Sequence[Word], index: int, grammar: Grammar) -> bool:
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None:
        return True
    if word.kind is WordKind.QUOTATION:
        return _quotation_ends(word, following, grammar)
    if word.kind is not WordKind.STOP:
        return False
    if following.kind in (WordKind.STOP, WordKind.COMMA, WordKind.DASH):
        return False
    if word.text == "." and index and _is_abbreviated(words[index - 1], word):
        return False
    return not (grammar.is_cased and following.text[:1].islower() and word.text != "։")


def _quotation_ends(word: Word, following: Word, grammar: Grammar) -> bool:
    """Whether a sentence ends with the quotation, whose own full stop is inside its marks."""
    if word.text[-1:] not in _INNER_STOPS:
        return False
    if grammar.is_cased:
        return following.kind is WordKind.QUOTATION or (
            following.text[:1].isupper() and following.kind not in CUES
        )
    return following.kind in (
        WordKind.WORD,
        WordKind.PRONOUN,
        WordKind.TITLE,
        WordKind.QUOTATION,
        WordKind.CONJUNCTION,
        WordKind.PREPOSITION,
    )


def _is_abbreviated(word: Word, stop: Word) -> bool:
    """Whether the dot behind a word belongs to it: "г.", "Dr."."""
    if word.end != stop.start:
        return False
    is_short_title = word.kind is WordKind.TITLE and len(word.text) <= _LONGEST_SHORT_TITLE
    return is_short_title or word.kind is WordKind.ABBREVIATION
