"""The trained model of names: which words of a run are a person, an organisation or a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dateline.seeds import model
from dateline.transforms.names.candidates import Words
from dateline.transforms.names.features import DocumentView, Run, run_features

if TYPE_CHECKING:
    import pycrfsuite

MODEL_FILE = "names.crf"
OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class NamedWords:
    """A stretch of words that the model takes for a name, and its probability by the model."""

    first: int
    last: int
    kind: str
    probability: float


@cache
def tagger_of(file_name: str) -> "pycrfsuite.Tagger":
    """The model in a file of `seeds/models/`, loaded once."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    tagger.open_inmemory(model(file_name))
    return tagger


def spans_of(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Labels such as `B-person`, `I-person`, `O` as stretches: first index, past the last, kind."""
    spans: list[tuple[int, int, str]] = []
    for index, label in enumerate(labels):
        if label == OUTSIDE:
            continue
        position, _, kind = label.partition("-")
        if position == "I" and spans and spans[-1][1:] == (index, kind):
            spans[-1] = (spans[-1][0], index + 1, kind)
        else:
            spans.append((index, index + 1, kind))
    return spans


def named_words(words: Words, run: Run, document: DocumentView) -> list[NamedWords]:
    """The names inside a run; indices count from the passage's first word."""
    tagger = tagger_of(MODEL_FILE)
    tagger.set(run_features(words, run, document))
    labels = tagger.tag()
    if labels.count(OUTSIDE) == len(labels):
        return []
    start = run[0]
    return [
        NamedWords(
            start + first,
            start + last,
            kind,
            min(tagger.marginal(labels[index], index) for index in range(first, last)),
        )
        for first, last, kind in spans_of(labels)
    ]
