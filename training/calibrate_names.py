"""Measure how often names are right, and write what the confidence of mentions is made of.

    python -m training.calibrate_names seeds newswire.jsonl.gz [others.jsonl.gz ...]

Texts come as JSON lines {"id", "text", "entities": [{"start", "end", "type"}]}. One half of the
first file, by a hash of the ids, gives `name_confidence.csv`: for what the model found, a monotone
line from its probability to the share of right names; for each other rule, that share. The
reliability is printed for both halves and for the other files. None may be what `train_names.py`
learns from.
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.transforms.names import MODEL, find_mentions, find_names
from dateline.transforms.text.passages import ArticleText, Passage, PassageKind
from training.isotonic_lines import line
from training.reliability import is_fitted, print_reliability

KINDS = {"PER": "person", "ORG": "organisation", "LOC": "place"}
MOST_POINTS = 8
SOURCE = "share of names right on one half of newswire that the model did not learn from"


@dataclass(frozen=True, slots=True)
class JudgedName:
    """A name that was found: by which rule, how sure the model was, and whether it is right."""

    rule: str
    probability: float
    confidence: float
    is_right: bool


def _article(text: str, name: str) -> ArticleText:
    passages = []
    start = 0
    for written in text.splitlines(keepends=True):
        if written.strip():
            end = start + len(written.rstrip())
            passages.append(Passage(start, end, PassageKind.PARAGRAPH))
        start += len(written)
    return ArticleText(name, text, tuple(passages), "en")


def judged(rows: Iterable[Mapping[str, Any]]) -> Iterator[JudgedName]:
    """The names of some texts, each right where people marked just it, of the same kind."""
    for row in rows:
        marked = {(e["start"], e["end"], KINDS[e["type"]]) for e in row["entities"]}
        article = _article(row["text"], str(row["id"]))
        (read,) = find_names([article])
        for name, mention in zip(read.names, find_mentions(article), strict=True):
            found = name.found
            is_right = (name.start, name.end, found.kind) in marked
            yield JudgedName(found.rule, found.probability, mention.confidence, is_right)


def _thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The first, the last and some of the points between, spread evenly."""
    step = (len(points) - 1) / (MOST_POINTS - 1)
    if step <= 1:
        return list(points)
    return [points[round(step * index)] for index in range(MOST_POINTS)]


def _fit(names: Sequence[JudgedName], path: Path) -> None:
    rows: list[tuple[str, float, float, str]] = []
    model = [name for name in names if name.rule == MODEL]
    points = line([round(n.probability, 2) for n in model], [n.is_right for n in model])
    rows += [(MODEL, probability, share, SOURCE) for probability, share in _thinned(points)]
    by_rule: dict[str, list[bool]] = defaultdict(list)
    for name in names:
        if name.rule != MODEL:
            by_rule[name.rule].append(name.is_right)
    rows += [(rule, 0.0, round(sum(r) / len(r), 2), SOURCE) for rule, r in sorted(by_rule.items())]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("rule", "probability", "confidence", "source"))
        writer.writerows(rows)


def _print_reliability(title: str, names: Iterable[JudgedName]) -> None:
    print_reliability(title, ((name.confidence, name.is_right) for name in names), steps=10)


def main(folder: Path, paths: Sequence[Path]) -> None:
    """Fit on one half of the first file, and print the reliability on everything."""
    sets = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            sets.append([json.loads(written) for written in file])
    fitted = list(judged(row for row in sets[0] if is_fitted(str(row["id"]))))
    _fit(fitted, folder / "name_confidence.csv")
    _print_reliability("fitted on, with the shares before", fitted)
    _print_reliability("the other half", judged(r for r in sets[0] if not is_fitted(str(r["id"]))))
    for path, rows in zip(paths[1:], sets[1:], strict=True):
        _print_reliability(path.name, judged(rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(argument) for argument in sys.argv[2:]])
