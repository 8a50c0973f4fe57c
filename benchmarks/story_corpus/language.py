"""Sentences with the statistics of news: common phrases recur everywhere, names in one event.

Nothing of it is true or means anything. What matters is how often words and phrases are the same in
texts that have nothing to do with each other, since that is what near-duplicates are told from.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dateline.seeds import lexicon

_PHRASES = 100_000
_WORDS_IN_A_PHRASE = (1, 1, 1, 2, 2, 2, 3, 3, 4, 5)
_JOINTS = """
the of a to in and on for with that at by from as was were has had will would after before over
under into against between about its their his her this
"""
_CITED = ("{n} said", "said {n}", "{n} told reporters", "according to {n}", "{n} added")
_FIGURES = ("{f} people", "{f} percent", "about {f} million", "{f} cases", "more than {f}")


@dataclass(frozen=True, slots=True)
class Event:
    """What articles about one event have in common: who, where and how much."""

    people: Sequence[str]
    places: Sequence[str]
    organisation: str
    figures: Sequence[str]
    day: int


class Language:
    """A language of a seed: its phrases, and what is written in it."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self._words = np.array([row["word"] for row in lexicon("ordinary_words")])
        self._joints = np.array(_JOINTS.split())
        self._given = [row["name"] for row in lexicon("given_names")]
        self._surnames = [row["name"] for row in lexicon("surnames")]
        self._cities = [row["name"] for row in lexicon("cities")]

    @cached_property
    def _phrases(self) -> list[str]:
        """The stock of phrases, the commonest first; most have words of both kinds."""
        lengths = self.random.choice(_WORDS_IN_A_PHRASE, _PHRASES)
        ranks = self._ranks(int(lengths.sum()), len(self._words), 0.8)
        words = np.where(
            self.random.random(len(ranks)) < 0.42,
            self._joints[self._ranks(len(ranks), len(self._joints), 0.7)],
            self.random.permutation(self._words)[ranks],
        )
        ends = np.cumsum(lengths)
        return [
            " ".join(words[end - length : end]) for end, length in zip(ends, lengths, strict=True)
        ]

    def _ranks(self, count: int, size: int, flatness: float) -> npt.NDArray[np.int64]:
        """Ranks up to `size` as Zipf has them: the n-th is drawn with a chance of about 1/n."""
        drawn = np.exp(self.random.random(count) ** flatness * np.log(size + 1)) - 1
        return np.array(np.minimum(drawn, size - 1), np.int64)

    def pick(self, items: Sequence[str]) -> str:
        """One of them."""
        return items[int(self.random.integers(len(items)))]

    def name(self) -> str:
        """A person's name."""
        return f"{self.pick(self._given)} {self.pick(self._surnames)}"

    def city(self) -> str:
        """A city's name."""
        return self.pick(self._cities)

    @contextmanager
    def towns_of(self, towns: Sequence[str]) -> Iterator[None]:
        """While it is open, there are no cities but some."""
        everywhere, self._cities = self._cities, list(towns)
        try:
            yield
        finally:
            self._cities = everywhere

    def figure(self) -> str:
        """A number as news write it."""
        number = int(10 ** self.random.uniform(0.5, 4))
        return f"{number:,}" if self.random.random() < 0.7 else f"{number / 10:.1f}"

    def event(self) -> Event:
        """Another event."""
        return Event(
            people=[self.name() for _ in range(int(self.random.integers(2, 5)))],
            places=[self.city() for _ in range(int(self.random.integers(1, 4)))],
            organisation=f"{self.city()} {self.pick(('Council', 'Bank', 'University', 'Union'))}",
            figures=[self.figure() for _ in range(8)],
            day=int(self.random.integers(1, 29)),
        )

    def sentence(self, event: Event) -> str:
        """A sentence of a report on an event."""
        count = int(self.random.integers(5, 11))
        parts = [self._phrases[rank] for rank in self._ranks(count, _PHRASES, 0.1)]
        chance = self.random.random(4)
        if chance[0] < 0.35:
            parts.insert(0, self.pick(_CITED).format(n=self.pick(event.people)))
        if chance[1] < 0.35:
            parts.insert(count // 2, f"in {self.pick(event.places)}")
        if chance[2] < 0.3:
            parts.append(self.pick(_FIGURES).format(f=self.pick(event.figures)))
        if chance[3] < 0.2:
            parts.insert(0, f"the {event.organisation}")
        text = " ".join(parts)
        return f"{text[:1].upper()}{text[1:]}."

    def article(self, event: Event, sentence_count: int) -> list[str]:
        """The sentences of a report."""
        return [self.sentence(event) for _ in range(sentence_count)]

    def words(self, count: int) -> list[str]:
        """Words without a connection, to put instead of others."""
        return [str(word) for word in self._words[self._ranks(count, len(self._words), 0.8)]]
