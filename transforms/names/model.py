"""The trained model of names: which words of a run are a person, an organisation or a place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from dateline.seeds import model
from dateline.transforms.names.candidates import Words
from dateline.transforms.names.crf_file import read_crf
from dateline.transforms.names.features import DocumentView, Run, run_features
from dateline.transforms.names.sequence_model import SequenceModel

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
def sequence_model(file_name: str) -> SequenceModel:
    """The model in a file of `seeds/models/`, loaded once."""
    return SequenceModel(read_crf(model(file_name)))


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


def named_words(runs: Sequence[tuple[Words, Run, DocumentView]]) -> list[list[NamedWords]]:
    """The names inside each run, by the words of its passage and what its document says of them.

    Indices count from the passage's first word.
    """
    features = (run_features(words, run, document) for words, run, document in runs)
    labelled = sequence_model(MODEL_FILE).label(features, OUTSIDE)
    return [
        [
            NamedWords(run[0] + first, run[0] + last, kind, min(probabilities[first:last]))
            for first, last, kind in spans_of(labels)
        ]
        for (_, run, _), (labels, probabilities) in zip(runs, labelled, strict=True)
    ]
