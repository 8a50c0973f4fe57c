"""What a model of names in a language sees of each word: itself, its neighbours, the document."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dateline.transforms.names.multilingual.lexicon import uses_of
from dateline.transforms.names.multilingual.tokens import (
    CLOSING_QUOTES,
    OPENING_QUOTES,
    Tokens,
    head_of,
    is_word,
    starts_sentence,
)
from dateline.transforms.names.multilingual.word_classes import classes_of

_ENDS, _STARTS = (2, 3, 4, 5), (3, 4, 5, 6)
_STEM, _ENDING = 4, 3
_MOST_CAPITALS_OR_DIGITS = 5
_BEFORE_QUOTED = frozenset("\"'") | OPENING_QUOTES


@lru_cache(maxsize=50_000)
def shape(word: str) -> str:
    """How a token is written, such as `title` or `capitals3`; a mark is its own shape."""
    if not word[0].isalnum():
        return word
    if word[0].isdecimal():
        return f"digits{min(len(word), _MOST_CAPITALS_OR_DIGITS)}" if word.isdecimal() else "number"
    script = "latin_" if word[0].isascii() else ""
    if word.islower():
        return f"{script}lower"
    head = word.partition("-")[0]
    hyphen = "-" if "-" in word else ""
    if len(word) == 1:
        return f"{script}initial"
    if head.isupper() and len(head) > 1:
        return f"{script}capitals{min(len(head), _MOST_CAPITALS_OR_DIGITS)}{hyphen}"
    return (
        f"{script}title{hyphen}" if word[0].isupper() and word[1:].islower() else f"{script}mixed"
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    """The features that a word gives itself, and its neighbours on each side."""

    own: tuple[str, ...]
    beside: tuple[tuple[int, tuple[str, ...]], ...]


@lru_cache(maxsize=100_000)
def _sides(language: str, word: str) -> _Sides:
    lower = word.lower()
    plain = [f"w={lower}", f"shape={shape(word)}"]
    known, parts, ends = [], [], []
    if is_word(word):
        if not word.islower():
            known = [f"is={use}" for use in uses_of(language, word)]
        known += [f"class{size}={it}" for size, it in enumerate(classes_of(language, word))]
        parts = [f"end{size}={lower[-size:]}" for size in _ENDS if len(lower) > size]
        parts += [f"start{size}={lower[:size]}" for size in _STARTS if len(lower) > size]
        ends = [f"end3={lower[-3:]}", f"start5={lower[:5]}"]
    return _Sides(
        (*plain, *parts, *known),
        tuple(
            (
                # A word behind another one sees it before itself.
                -place,
                tuple(f"{place:+}{what}" for what in (*plain, *known, *(ends if near else ()))),
            )
            for place, near in ((-1, True), (1, True), (-2, False), (2, False))
        ),
    )


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    lower = head_of(word).lower()
    return lower[: max(_STEM, len(lower) - _ENDING)]


class DocumentNotes:
    """What the whole document says of each word in it, whichever ending it has."""

    def __init__(self, language: str, passages: Sequence[Tokens]) -> None:
        self._language = language
        notes: dict[str, set[str]] = defaultdict(set)
        for tokens in passages:
            for index, word in enumerate(tokens.texts):
                if is_word(word):
                    notes[_stem(word)].update(self._notes(tokens.texts, index))
        # In order, so that the model adds up the same numbers in the same order on every run.
        self._features = {stem: tuple(sorted(found)) for stem, found in notes.items()}

    def _notes(self, texts: Sequence[str], index: int) -> Iterator[str]:
        word = texts[index]
        if word.islower():
            yield "doc=lower"
        elif index:
            before = texts[index - 1]
            if before[0].isalnum():
                yield "doc=inside"
                if any(use.endswith("given") for use in uses_of(self._language, before)):
                    yield "doc=after_given"
                elif before[0].isupper():
                    yield "doc=after_capital"
            elif before in _BEFORE_QUOTED:
                yield "doc=quoted"
        if word[0].isupper() and index + 1 < len(texts) and texts[index + 1][0].isupper():
            yield "doc=before_capital"

    def of(self, word: str) -> tuple[str, ...]:
        """The features that a word has from the rest of the document."""
        return self._features.get(_stem(word), ()) if is_word(word) else ()


def _inside_quotes(texts: Sequence[str]) -> list[bool]:
    inside, found = False, []
    for text in texts:
        inside = inside or text in OPENING_QUOTES
        found.append(inside)
        inside = inside and text not in CLOSING_QUOTES
    return found


def token_features(language: str, tokens: Tokens, document: DocumentNotes) -> list[list[str]]:
    """The features of each token of a passage."""
    texts = tokens.texts
    count = len(texts)
    quoted = _inside_quotes(texts)
    rows = [["bias"] for _ in texts]
    for index, word in enumerate(texts):
        row = rows[index]
        seen = _sides(language, word)
        row += seen.own
        row += document.of(word)
        for place, features in seen.beside:
            if 0 <= index + place < count:
                rows[index + place] += features
        if quoted[index]:
            row.append("quoted")
        if starts_sentence(texts, index):
            row.append("starts")
        if index == count - 1:
            row.append("ends")
        if 0 < index < count - 1:
            around = (shape(texts[place]) for place in (index - 1, index, index + 1))
            row.append("shapes=" + "|".join(around))
    return rows
