"""A sentence as a row of words with classes, and ways to look along it.

Rules ask in terms of named word classes: what stands at an index, what follows a stretch of some
classes, whether a pattern of classes matches. Indices outside the sentence are allowed: nothing
stands there. Ends are exclusive.
"""

import re
import string
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dateline.transforms.quotes.word_classes import (
    QUOTATION,
    WordClass,
    WordClasses,
)

Phrase = tuple[int, int]
"""The indices of a phrase's first word and of the one behind its last."""

# The classes of a sentence are also one string of a character each, which `str` and `re` search
# faster than a loop does. No other module sees it.
_CHARACTERS = dict(zip(WordClass, string.ascii_letters + string.digits, strict=False))
_QUOTATION_CLASS = frozenset((QUOTATION,))


class _Characters(dict[WordClasses, str]):
    """The characters of each set of classes that was asked for."""

    def __missing__(self, classes: WordClasses) -> str:
        found = "".join(sorted(_CHARACTERS[word_class] for word_class in classes))
        self[classes] = found
        return found


class _AnyOf(dict[WordClasses, re.Pattern[str]]):
    """A pattern for a word of each set of classes that was asked for."""

    def __missing__(self, classes: WordClasses) -> re.Pattern[str]:
        found = re.compile(f"[{_OF[classes]}]")
        self[classes] = found
        return found


_OF = _Characters()
_ANY_OF = _AnyOf()


class Sentence:
    """Words with their classes and their spans in the text; a passage is one before it is cut.

    `quoted` maps the index of a word of class `QUOTATION` to the number of its quotation. `locate`
    gives the span of the words between two indices of the passage: few are asked for.
    """

    __slots__ = ("_first", "_locate", "_row", "classes", "quoted", "words")

    def __init__(
        self,
        words: Sequence[str],
        classes: Sequence[WordClass],
        quoted: dict[int, int],
        locate: Callable[[int, int], tuple[int, int]],
    ) -> None:
        self.words = words
        self.classes = classes
        self.quoted = quoted
        self._locate = locate
        self._first = 0
        self._row = "".join(map(_CHARACTERS.__getitem__, classes))

    def cut(self, first: int, last: int) -> "Sentence":
        """The words between two indices as a sentence of their own."""
        part = Sentence.__new__(Sentence)
        part.words = self.words[first:last]
        part.classes = self.classes[first:last]
        part._locate = self._locate
        part._first = self._first + first
        part._row = self._row[first:last]
        part.quoted = {}
        if self.quoted:
            part.quoted = {i: self.quoted[first + i] for i in part.seek_all(_QUOTATION_CLASS)}
        return part

    def __len__(self) -> int:
        return len(self.words)

    def span(self, phrase: Phrase) -> tuple[int, int]:
        """Where a phrase begins and ends in the text."""
        first, end = phrase
        return self._locate(self._first + first, self._first + end)

    def at(self, index: int) -> WordClass | None:
        """The class of the word at `index`, or None outside the sentence."""
        if index < 0:
            return None
        try:
            return self.classes[index]
        except IndexError:
            return None

    def word(self, index: int) -> str:
        """The word at `index` in lower case, or nothing outside the sentence."""
        if index < 0:
            return ""
        try:
            return self.words[index].lower()
        except IndexError:
            return ""

    def skip(self, start: int, classes: WordClasses, end: int | None = None) -> int:
        """The first index from `start` on whose word is of none of `classes`, at most `end`."""
        rest = self._row[start:end]
        return start + len(rest) - len(rest.lstrip(_OF[classes]))

    def skip_back(self, end: int, classes: WordClasses, start: int = 0) -> int:
        """The index behind the last word before `end` that is of none of `classes`.

        It is `start` where all words from there to `end` are of these classes.
        """
        return start + len(self._row[start:end].rstrip(_OF[classes]))

    def seek(self, classes: WordClasses, start: int, end: int | None = None) -> int | None:
        """The first index from `start` on whose word is of one of `classes`, or None."""
        rest = self._row[start:end]
        match = _ANY_OF[classes].search(rest)
        return start + match.start() if match else None

    def seek_back(self, classes: WordClasses, end: int, start: int = 0) -> int | None:
        """The last index before `end` whose word is of one of `classes`, or None."""
        rest = self._row[start:end]
        for index in range(len(rest) - 1, -1, -1):
            if self.classes[start + index] in classes:
                return start + index
        return None

    def seek_all(self, classes: WordClasses, start: int = 0, end: int | None = None) -> list[int]:
        """Every index between two whose word is of one of `classes`, in order."""
        words = enumerate(self.classes[start:end], start)
        return [index for index, word_class in words if word_class in classes]

    def count(self, word_class: WordClass, start: int, end: int) -> int:
        """How many words between two indices are of a class."""
        return self._row.count(_CHARACTERS[word_class], start, end)

    def has(self, classes: WordClasses, start: int = 0, end: int | None = None) -> bool:
        """Whether a word of one of `classes` stands between two indices."""
        return not classes.isdisjoint(self.classes[start:end])

    def has_only(self, classes: WordClasses, start: int = 0, end: int | None = None) -> bool:
        """Whether all words between two indices are of `classes`, as they are where none stands."""
        return not self._row[start:end].strip(_OF[classes])

    def is_row(self, start: int, end: int | None, *row: WordClass) -> bool:
        """Whether the words between two indices are of these classes, one after the other."""
        return tuple(self.classes[start:end]) == row

    def match(self, pattern: "Pattern", start: int = 0, end: int | None = None) -> Phrase | None:
        """What a pattern matches from `start` on: its marked part, or all of it, or None."""
        stop = len(self._row) if end is None else end
        match = pattern.compiled.match(self._row, start, stop)
        return match.span(match.re.groups) if match else None

    def search(self, pattern: "Pattern", start: int = 0, end: int | None = None) -> Phrase | None:
        """Like `match`, wherever between two indices the pattern first matches."""
        stop = len(self._row) if end is None else end
        match = pattern.compiled.search(self._row, start, stop)
        return match.span(match.re.groups) if match else None

    def matches_all(self, pattern: "Pattern", start: int = 0, end: int | None = None) -> bool:
        """Whether a pattern matches all words between two indices."""
        stop = len(self._row) if end is None else end
        return pattern.compiled.fullmatch(self._row, start, stop) is not None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Classes of words that follow each other, to be matched against a sentence."""

    compiled: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pattern, written with the functions below."""

    expression: str


END = Part("$")
"""The end of the sentence, or of the stretch that is matched."""


def pattern(*parts: Part) -> Pattern:
    """A pattern of parts that follow each other."""
    return Pattern(re.compile(_joined(parts)))


def one(*classes: WordClass) -> Part:
    """A word of one of these classes."""
    return one_of(frozenset(classes))


def one_of(classes: WordClasses) -> Part:
    """A word of a set of classes."""
    return Part(f"[{_OF[classes]}]")


def up_to(most: int, classes: WordClasses, *, least: int = 0) -> Part:
    """As many words of some classes as there are, between `least` and `most`."""
    return Part(f"[{_OF[classes]}]{{{least},{most}}}")


def up_to_none_of(most: int, classes: WordClasses) -> Part:
    """As many words of any other classes as there are, up to `most`."""
    return Part(f"[^{_OF[classes]}]{{0,{most}}}")


def either(*parts: Part) -> Part:
    """The first of several parts that matches."""
    return Part(f"(?:{'|'.join(part.expression for part in parts)})")


def together(*parts: Part) -> Part:
    """Parts that follow each other, as one."""
    return Part(f"(?:{_joined(parts)})")


def optional(*parts: Part) -> Part:
    """Parts that follow each other, or nothing."""
    return Part(f"(?:{_joined(parts)})?")


def not_before(classes: WordClasses) -> Part:
    """Nothing, where no word of these classes follows."""
    return Part(f"(?![{_OF[classes]}])")


def marked(*parts: Part) -> Part:
    """The part of a pattern that is asked for."""
    return Part(f"({_joined(parts)})")


def _joined(parts: Iterable[Part]) -> str:
    return "".join(part.expression for part in parts)
