"""Train the models of names in other languages than English, and say how well they read.

    python -m training.train_language_names hy=hy_dev.jsonl.gz ru=ru_dev.jsonl.gz

Texts come as JSON lines {"id", "text", "entities": [{"start", "end", "type"}]}: for Armenian the
news of ArmTDP-NER (Apache-2.0), for Russian factRuEval-2016 (MIT). For each language, models of
four fifths of the texts read the other fifth. What they find, right and wrong, gives the figures
that are printed, and for `language_name_confidence.csv` a monotone line from a name's probability
to the share of right names. For languages without a model, that share is measured on the same
texts, as lexicons alone read them. Then one model learns from all texts of a language.
Lexicons and classes of words are features: after a change to one, train again.
"""

import csv
import gzip
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pycrfsuite

from dateline.transforms.names.model import OUTSIDE
from dateline.transforms.names.multilingual.features import DocumentNotes, token_features
from dateline.transforms.names.multilingual.listed import ListedReader
from dateline.transforms.names.multilingual.model import (
    INNER_PLACE,
    model_file,
    spans_of,
)
from dateline.transforms.names.multilingual.tokens import Tokens, tokens_of
from training.isotonic_lines import line

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
FOLDS = 5
MOST_POINTS = 8
SEEDS = Path(__file__).parent.parent / "seeds"
PARAMETERS = {"c1": 0.1, "c2": 0.1, "max_iterations": 80, "feature.minfreq": 2}
SOURCE = "share of names right in texts that the model of the other texts read"

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text's passages, what a model sees of them, and their labels; all names that it has."""

    passages: list[Tokens]
    features: list[list[list[str]]]
    labels: list[list[str]]
    names: frozenset[Span]


@dataclass(frozen=True, slots=True)
class Judged:
    """A name that was found: its kind, how sure the model was, and whether it is right."""

    kind: str
    probability: float
    is_right: bool


def _outermost(names: Iterable[Span]) -> list[Span]:
    kept: list[Span] = []
    end = 0
    for name in sorted(names, key=lambda name: (name[0], -name[1])):
        if name[0] >= end:
            kept.append(name)
            end = name[1]
    return kept


def _labels(tokens: Tokens, names: Sequence[Span]) -> list[str]:
    """The outermost names as labels; places inside organisations are marked as such."""
    labels = [OUTSIDE] * len(tokens.texts)
    for start, end, kind in _outermost(names):
        inside = [
            i for i, first in enumerate(tokens.starts) if start < tokens.ends[i] and first < end
        ]
        for place, index in enumerate(inside):
            labels[index] = f"{'I' if place else 'B'}-{kind}"
        if kind != "organisation":
            continue
        for first, last, inner in names:
            if inner == "place" and start <= first and last <= end:
                for index in inside:
                    if tokens.starts[index] < last and first < tokens.ends[index]:
                        labels[index] = labels[index].rstrip(INNER_PLACE) + INNER_PLACE
    return labels


def lesson(language: str, row: Mapping[str, Any]) -> Lesson:
    """A labelled text as a model of a language learns from it."""
    passages = []
    start = 0
    for written in str(row["text"]).splitlines(keepends=True):
        tokens = tokens_of(row["text"], start, start + len(written))
        if tokens.texts:
            passages.append(tokens)
        start += len(written)
    names = {(e["start"], e["end"], KINDS[e["type"]]) for e in row["entities"]}
    view = DocumentNotes(language, passages)
    return Lesson(
        passages,
        [token_features(language, tokens, view) for tokens in passages],
        [_labels(tokens, sorted(names)) for tokens in passages],
        frozenset(names),
    )


def train(lessons: Iterable[Lesson], path: Path) -> None:
    """Train on lessons and write the model to `path`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for one in lessons:
        for features, labels in zip(one.features, one.labels, strict=True):
            trainer.append(features, labels)
    trainer.train(str(path))


def judged(lessons: Iterable[Lesson], path: Path) -> Iterator[Judged]:
    """What the model at `path` finds in texts."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    for one in lessons:
        for tokens, features in zip(one.passages, one.features, strict=True):
            tagger.set(features)
            labels = tagger.tag()
            for first, last, kind in spans_of(labels):
                sure = min(tagger.marginal(labels[i], i) for i in range(first, last))
                span = (tokens.starts[first], tokens.ends[last - 1], kind)
                yield Judged(kind, sure, span in one.names)


def cross_read(lessons: Sequence[Lesson]) -> list[Judged]:
    """What models find in the texts that they did not learn from."""
    found: list[Judged] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "fold.crf"
        for fold in range(FOLDS):
            train((one for n, one in enumerate(lessons) if n % FOLDS != fold), path)
            found += judged(lessons[fold::FOLDS], path)
    return found


def _print_scores(language: str, lessons: Sequence[Lesson], found: Sequence[Judged]) -> None:
    for kind in KINDS.values():
        right = sum(one.is_right for one in found if one.kind == kind)
        precision = right / sum(one.kind == kind for one in found)
        recall = right / sum(name[2] == kind for one in lessons for name in one.names)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{language} {kind:14} P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


def _confidence(language: str, found: Sequence[Judged]) -> Iterator[tuple[str, str, float, float]]:
    for kind in KINDS.values():
        of_kind = [one for one in found if one.kind == kind]
        points = line([round(o.probability, 2) for o in of_kind], [o.is_right for o in of_kind])
        step = max(1.0, (len(points) - 1) / (MOST_POINTS - 1))
        places = sorted({round(step * n) for n in range(MOST_POINTS)} & set(range(len(points))))
        for place in places:
            yield language, kind, *points[place]


def by_lexicons(language: str, lessons: Sequence[Lesson]) -> Iterator[Judged]:
    """What lexicons alone find in texts, as in languages without a model."""
    reader = ListedReader(language)
    for one in lessons:
        for tokens in one.passages:
            for name in reader.names(tokens):
                end = tokens.starts[name.last - 1] + name.last_length
                span = (tokens.starts[name.first], end, name.kind)
                yield Judged(name.kind, 1.0, span in one.names)


def main(texts: Mapping[str, Path]) -> None:
    """Train a model for each language."""
    rows: list[tuple[str, str, float, float]] = []
    listed: list[Judged] = []
    for language, path in sorted(texts.items()):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            lessons = [lesson(language, json.loads(written)) for written in file]
        found = cross_read(lessons)
        _print_scores(language, lessons, found)
        rows += _confidence(language, found)
        listed += by_lexicons(language, lessons)
        train(lessons, SEEDS / "models" / model_file(language))
    for kind in ("person", "place"):
        of_kind = [one.is_right for one in listed if one.kind == kind]
        rows.append(("", kind, 1.0, round(sum(of_kind) / len(of_kind), 3)))
    with (SEEDS / "language_name_confidence.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("language", "kind", "probability", "confidence", "source"))
        writer.writerows((*row, SOURCE) for row in rows)


if __name__ == "__main__":
    main({key: Path(path) for key, _, path in (a.partition("=") for a in sys.argv[1:])})
