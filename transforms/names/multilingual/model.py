"""The trained models of names: which words of a passage are a person, organisation or place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dateline.seeds import has_model, model
from dateline.transforms.names.model import OUTSIDE
from dateline.transforms.names.multilingual.features import DocumentNotes, token_features
from dateline.transforms.names.multilingual.tokens import Tokens
from dateline.transforms.schema.closed_sets import EntityKind

if TYPE_CHECKING:
    import pycrfsuite

# A label of an organisation's name ends so where the word is also the name of a place.
INNER_PLACE = "+"


@dataclass(frozen=True, slots=True)
class NamedTokens:
    """A stretch of tokens that a model takes for a name, and its probability by the model."""

    first: int
    last: int
    kind: str
    probability: float


def model_file(language: str) -> str:
    """The file of `seeds/models/` that has a language's model."""
    return f"names_{language}.crf"


@cache
def has_model_of(language: str) -> bool:
    """Whether there is a model of names for a language."""
    return has_model(model_file(language))


@cache
def _tagger_of(language: str) -> "pycrfsuite.Tagger":
    """The model of a language, loaded once."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(model(model_file(language)))
    return tagger


def spans_of(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Labels as stretches: first index, past the last, kind; a place inside a name comes after it.

    A place with which the name of an organisation begins is no stretch of its own: two mentions
    never begin at one place.
    """
    index = 0
    while index < len(labels):
        first = index
        index += 1
        if labels[first] == OUTSIDE:
            continue
        kind = labels[first][2:].rstrip(INNER_PLACE)
        while index < len(labels) and labels[index].rstrip(INNER_PLACE) == f"I-{kind}":
            index += 1
        yield first, index, kind
        yield from _inner_places(labels, first, index)


def _inner_places(labels: Sequence[str], first: int, last: int) -> Iterator[tuple[int, int, str]]:
    start = first
    while start < last:
        end = start
        while end < last and labels[end].endswith(INNER_PLACE):
            end += 1
        if first < start < end:
            yield start, end, EntityKind.PLACE
        start = max(end, start + 1)


def named_tokens(language: str, tokens: Tokens, document: DocumentNotes) -> list[NamedTokens]:
    """The names in a passage by the model of its language."""
    tagger = _tagger_of(language)
    tagger.set(token_features(language, tokens, document))
    labels = tagger.tag()
    return [
        NamedTokens(
            first, last, kind, min(tagger.marginal(labels[i], i) for i in range(first, last))
        )
        for first, last, kind in spans_of(labels)
    ]
