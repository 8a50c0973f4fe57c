"""Train the model of names that ships as `seeds/models/names.crf`.

    python -m training.train_names gum.jsonl.gz pages.jsonl.gz teacher.jsonl.gz

GUM (Georgetown University Multilayer corpus, CC BY; the genres under non-commercial licences are
left out) comes as JSON lines {"id", "subset", "text", "entities": [{"start", "end", "type"}]}.
Its names are the named ones among its noun phrases, so that it holds titles as part of a name,
peoples as people, and has no label on a name inside a longer phrase ("actor Dennis Hopper"). These
are mended by rule (`labelled_names.py`). The news pages come as JSON lines {"id", "gold_body"}: a
first model reads them, and `name_corrections.csv` says, name by name, where a person who read them
disagrees.
See docs/decisions/0004-names.md for what was measured.
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pycrfsuite

from dateline.transforms.names.candidates import Words
from dateline.transforms.names.features import DocumentView, Run, run_features
from dateline.transforms.names.model import MODEL_FILE, OUTSIDE, spans_of
from training.labelled_names import Labelled, Span, completed, corrected, mended
from training.made_up_sentences import made_up_sentences

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
# Under non-commercial licences.
CLOSED_GENRES = {"fiction", "essay", "letter", "podcast", "whow"}
# Least like news: with them, organisations are found less well (measured on the open genres).
DISTANT_GENRES = {"academic", "conversation"}
NEWS_WEIGHT = 2
FOLDS = 4
SURE = 0.6
GOLD_WEIGHT = 2
TEACHER_KINDS = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
}
ARTICLES = ("the ", "The ", "THE ", "a ", "an ")
POSSESSIVES = ("'s", "’s", "'", "’")
MADE_UP = 600
PARAMETERS = {
    "c1": 0.2,
    "c2": 0.5,
    "max_iterations": 60,
    "feature.possible_transitions": False,
}
FOLDER = Path(__file__).parent


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _labels(words: Words, run: Run, spans: Mapping[int, Span]) -> list[str]:
    labels = [OUTSIDE] * (run[1] - run[0])
    index = run[0]
    while index < run[1]:
        span = spans.get(words.starts[index])
        end = index
        while span is not None and end < run[1] and words.ends[end] < span.end:
            end += 1
        if span is not None and end < run[1]:
            inner = range(index + 1 - run[0], end + 1 - run[0])
            labels[index - run[0]] = f"B-{span.kind}"
            for position in inner:
                labels[position] = f"I-{span.kind}"
            index = end
        index += 1
    return labels


def _features(words: Words, run: Run, view: DocumentView) -> list[list[str]]:
    """The features of each word of a run, one by one, as CRFsuite takes them."""
    return [list(chain.from_iterable(parts)) for parts in run_features(words, run, view)]


def train(documents: Iterable[Labelled], path: Path) -> None:
    """Train on documents and write the model to `path`."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(PARAMETERS)
    for document in documents:
        passages = document.passages()
        view = DocumentView(passages)
        spans = {span.start: span for span in document.spans}
        for words, found in passages:
            for run in found:
                if words.starts[run[0]] in document.unsure:
                    continue
                features = _features(words, run, view)
                labels = _labels(words, run, spans)
                for _ in range(document.weight):
                    trainer.append(features, labels)
    trainer.train(str(path))


def read(document: Labelled, path: Path, surer_than: float) -> Labelled:
    """A document with the names that a model adds to those it has."""
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    passages = document.passages()
    view = DocumentView(passages)
    spans = list(document.spans)
    for words, found in passages:
        for run in found:
            tagger.set(_features(words, run, view))
            labels = tagger.tag()
            for first, last, kind in spans_of(labels):
                sure = min(tagger.marginal(labels[place], place) for place in range(first, last))
                span = Span(words.starts[run[0] + first], words.ends[run[0] + last - 1], kind)
                if sure >= surer_than and not any(span.overlaps(other) for other in spans):
                    spans.append(span)
    return document.with_spans(spans)


def cross_read(documents: list[Labelled], path: Path) -> list[Labelled]:
    """Documents with the names that a model trained on the other documents is sure of."""
    added = list(documents)
    for fold in range(FOLDS):
        train((d for n, d in enumerate(documents) if n % FOLDS != fold), path)
        for number in range(fold, len(documents), FOLDS):
            added[number] = read(documents[number], path, SURE)
    return added


def _as_ours(text: str, entity: Mapping[str, Any]) -> Span | None:
    """A name that spaCy read, by our conventions: without article and possessive."""
    kind = TEACHER_KINDS.get(str(entity["label"]))
    start, end = int(entity["start"]), int(entity["end"])
    for article in ARTICLES:
        start += len(article) if text.startswith(article, start, end) else 0
    for possessive in POSSESSIVES:
        end -= len(possessive) if text.endswith(possessive, start, end) else 0
    name = text[start:end]
    if kind is None or "\n" in name or not name[:1].isupper():
        return None
    return Span(start, end, kind)


def taught(texts: Mapping[str, str], path: Path) -> list[Labelled]:
    """The pages that spaCy read, with its names."""
    documents = []
    for row in _rows(path):
        text = texts[str(row["id"])][: int(row["length"])]
        spans = [span for entity in row["entities"] if (span := _as_ours(text, entity))]
        documents.append(Labelled(str(row["id"]), text, (), 1).with_spans(spans))
    return documents


def agreed(readings: tuple[Labelled, Labelled, Labelled]) -> Labelled:
    """A document with what two of three readings of each run agree on."""
    names = [{span.start: span for span in reading.spans} for reading in readings]
    spans: set[Span] = set()
    unsure: set[int] = set()
    for words, found in readings[0].passages():
        for run in found:
            first, second, third = (_labels(words, run, known) for known in names)
            if first not in (second, third) and second != third:
                unsure.add(words.starts[run[0]])
                continue
            labels = second if second == third else first
            spans.update(
                Span(words.starts[run[0] + start], words.ends[run[0] + end - 1], kind)
                for start, end, kind in spans_of(labels)
            )
    return replace(readings[0].with_spans(spans), unsure=frozenset(unsure))


def three_times_read(gold: list[Labelled], teacher: list[Labelled], path: Path) -> list[Labelled]:
    """The teacher's pages with what two of three readers see; the first is the model at `path`."""
    unread = [replace(document, spans=()) for document in teacher]
    firsts = [read(document, path, 0) for document in unread]
    thirds = list(unread)
    for half in range(2):
        train([*gold, *(d for n, d in enumerate(teacher) if n % 2 != half)], path)
        for number in range(half, len(teacher), 2):
            thirds[number] = read(unread[number], path, 0)
    return [agreed(three) for three in zip(firsts, teacher, thirds, strict=True)]


def made_up() -> Iterator[Labelled]:
    """Sentences that nobody wrote, as texts to train on."""
    for number, pieces in enumerate(made_up_sentences(MADE_UP)):
        spans = []
        start = 0
        for piece in pieces:
            if piece.kind is not None:
                spans.append(Span(start, start + len(piece.text), piece.kind))
            start += len(piece.text)
        text = "".join(piece.text for piece in pieces)
        yield Labelled(f"made up {number}", text, tuple(spans), 1)


def main(gum_path: Path, pages_path: Path, teacher_path: Path) -> None:
    """Train on GUM; then with the corrected pages and made-up sentences; then with all pages."""
    corrections: dict[str, dict[str, str]] = defaultdict(dict)
    with (FOLDER / "name_corrections.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            corrections[row["document"]][row["name"]] = row["kind"]
    gum = []
    for row in _rows(gum_path):
        genre = str(row["subset"])
        if genre in CLOSED_GENRES | DISTANT_GENRES:
            continue
        spans = tuple(Span(e["start"], e["end"], KINDS[e["type"]]) for e in row["entities"])
        weight = NEWS_WEIGHT if genre == "news" else 1
        gum.append(completed(mended(Labelled(str(row["id"]), str(row["text"]), spans, weight))))
    model_path = FOLDER.parent / "seeds" / "models" / MODEL_FILE
    gum = [corrected(d, corrections.get(d.name, {})) for d in cross_read(gum, model_path)]
    train(gum, model_path)
    texts = {str(row["id"]): str(row["gold_body"]) for row in _rows(pages_path)}
    pages = [
        corrected(read(Labelled(name, text, (), NEWS_WEIGHT), model_path, 0), corrections[name])
        for name, text in texts.items()
        if name in corrections
    ]
    gold = gum + pages + list(made_up())
    train(gold, model_path)
    teacher = [d for d in taught(texts, teacher_path) if d.name not in corrections]
    more = three_times_read(gold, teacher, model_path)
    train([replace(d, weight=d.weight * GOLD_WEIGHT) for d in gold] + more, model_path)
    print(
        f"{model_path}: {len(gum)} texts of GUM, {len(pages)} pages, {len(more)} more by majority"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
