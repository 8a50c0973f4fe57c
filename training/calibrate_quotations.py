"""Measure how often rows of quotations are right, and write what their confidence is made of.

    python -m training.calibrate_quotations articles.jsonl.gz seeds
    python -m training.calibrate_quotations articles.jsonl.gz

The articles come as JSON lines {"id", "text", "quotes": [{"type", "content", "quoted_segments",
"source", "source_name"}]}, offsets in code points: every attribution that people marked. One half
of the articles, by a hash of their ids, gives the shares of rules (`quote_confidence.csv`) and for
each basis of a speaker a monotone line from those to shares of right rows
(`confidence_lines.csv`); on the other half the reliability is printed. Without a folder only that
is done. Nothing of the articles is kept but shares of whole rules.
"""

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.transforms.parsing import parse_batch
from dateline.transforms.quotes.confidence import FEW_WORDS, LINES, SHORT_LOSS
from dateline.transforms.quotes.detection import word_count
from dateline.transforms.text.page import Page
from training.isotonic_lines import line
from training.reliability import is_fitted, print_reliability

WORD = re.compile(r"\w[\w’'\-]*")
OVERLAP = 0.5
BATCH = 50
# Rows that a rule is given before it is seen: a rule of few rows stays near the others of its kind.
PRIOR_ROWS = 4
FEWEST_ROWS = 5
SOURCE = "share of rows right on one half of the development articles (training script)"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A row of quotations, and whether it is right."""

    rule: str
    is_short: bool
    line: str
    confidence: float
    is_right: bool


def _words(text: str, span: Span) -> frozenset[int]:
    """Where the words of a stretch begin."""
    return frozenset(match.start() for match in WORD.finditer(text, *span))


def _matches(text: str, found: Sequence[Span], marked: Sequence[Span]) -> dict[int, int]:
    """For stretches that were found, the marked ones that share half of the words with them."""
    sets = [[_words(text, span) for span in spans] for spans in (found, marked)]
    likeness = sorted(
        (
            (len(one & other) / len(one | other), i, j)
            for i, one in enumerate(sets[0])
            for j, other in enumerate(sets[1])
            if one & other
        ),
        reverse=True,
    )
    matches: dict[int, int] = {}
    taken: set[int] = set()
    for share, i, j in likeness:
        if share >= OVERLAP and i not in matches and j not in taken:
            matches[i] = j
            taken.add(j)
    return matches


def _is_mention(text: str, span: Span | None, source: Sequence[Span], name: str | None) -> bool:
    """Whether a speaker's mention is the marked one: it has its head, or its surname."""
    if span is None or not source:
        return span is None and not source
    mention = _words(text, span)
    for first, end in source:
        head = text[first:end].split(",")[0]
        heads = sorted(_words(text, (first, first + len(head))))
        shared = mention & _words(text, (first, end))
        if heads and heads[-1] in shared:
            return True
        starts = {text[at : at + 40].split()[0].strip(",.’'s") for at in shared}
        if name is not None and name.split()[-1] in starts:
            return True
        if name is None and any(text[at].isupper() for at in shared):
            return True
    return False


def _is_named(speaker: str | None, name: str | None) -> bool:
    return name is None or (speaker or "").lower().split()[-1:] == name.lower().split()[-1:]


def _marked(article: Mapping[str, Any], *, indirect: bool) -> list[tuple[Span, Mapping[str, Any]]]:
    found: dict[Span, Mapping[str, Any]] = {}
    for quote in article["quotes"]:
        if indirect and quote["type"] == "indirect":
            spans = [tuple(span) for span in quote["content"]]
        elif indirect:
            spans = []
        else:
            spans = [(span["start"], span["end"]) for span in quote["quoted_segments"]]
        for span in spans:
            found.setdefault(span, quote)
    return list(found.items())


def _stretches(row: Mapping[str, Any]) -> list[Span]:
    parts = row["segments"] or [row]
    return [(part["start"], part["end"]) for part in parts]


def _judged(article: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Iterator[Judged]:
    """The rows of an article with whether they are right, in every stretch of them."""
    text = article["text"]
    # People marked nothing in headlines, and no turns of transcripts.
    behind_headline = text.find("\n")
    rows = [row for row in rows if row["rule"] != "turn" and row["start"] >= behind_headline]
    for indirect in (False, True):
        chosen = [row for row in rows if (row["kind"] == "indirect") is indirect]
        wrong = _wrong_quotes(text, chosen, _marked(article, indirect=indirect))
        for row in chosen:
            words = sum(word_count(text[slice(*span)]) for span in _stretches(row))
            yield Judged(
                row["rule"],
                not indirect and words < FEW_WORDS,
                LINES.get(row["speaker_basis"], "other"),
                row["confidence"],
                row["quote_number"] not in wrong,
            )


def _wrong_quotes(
    text: str, rows: Sequence[Mapping[str, Any]], marked: Sequence[tuple[Span, Mapping[str, Any]]]
) -> set[int]:
    """The numbers of quotations with a stretch that nobody marked, or marked as another's."""
    found = [(span, row) for row in rows for span in _stretches(row)]
    matches = _matches(text, [span for span, _ in found], [span for span, _ in marked])
    return {
        row["quote_number"]
        for index, (_, row) in enumerate(found)
        if index not in matches or not _has_speaker(text, row, marked[matches[index]][1])
    }


def _has_speaker(text: str, row: Mapping[str, Any], quote: Mapping[str, Any]) -> bool:
    """Whether a row's speaker is the one that people marked, by mention and by name."""
    start, name = row["speaker_start"], quote.get("source_name")
    mention = None if start is None else (start, row["speaker_end"])
    is_mention = _is_mention(text, mention, quote["source"], name)
    return is_mention and _is_named(row["speaker"], name)


def judge(articles: Sequence[Mapping[str, Any]]) -> list[Judged]:
    """Read articles, and judge every row of their quotations."""
    judged: list[Judged] = []
    for first in range(0, len(articles), BATCH):
        batch = articles[first : first + BATCH]
        rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        parsed = parse_batch([Page(str(a["id"]), a["text"]) for a in batch])
        for row in parsed.quotes.to_pylist():
            rows[row["document_id"]].append(row)
        for article in batch:
            judged += _judged(article, rows[str(article["id"])])
    return judged


def shares_of_rules(judged: Iterable[Judged], known: Iterable[str]) -> dict[str, float]:
    """The share of right rows of each rule, a rule of few rows drawn towards all."""
    judged = list(judged)
    mean = sum(row.is_right for row in judged) / len(judged)
    rows = Counter(row.rule for row in judged)
    right = Counter(row.rule for row in judged if row.is_right)
    return {
        rule: round((right[rule] + PRIOR_ROWS * mean) / (rows[rule] + PRIOR_ROWS), 2)
        for rule in known
        if rows[rule] >= FEWEST_ROWS
    }


def _print_reliability(title: str, judged: Iterable[Judged]) -> None:
    print_reliability(title, ((row.confidence, row.is_right) for row in judged), steps=20)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _fit(judged: Sequence[Judged], folder: Path) -> None:
    path = folder / "quote_confidence.csv"
    with path.open(encoding="utf-8", newline="") as file:
        old = {row["rule"]: row for row in csv.DictReader(file)}
    shares = shares_of_rules(judged, old)
    rules = [
        (rule, shares[rule], SOURCE) if rule in shares else (rule, row["confidence"], row["source"])
        for rule, row in old.items()
    ]
    _write(path, ("rule", "confidence", "source"), rules)
    raw = {rule: float(share) for rule, share, _ in rules}
    lines = []
    for name in sorted({row.line for row in judged}):
        rows = [row for row in judged if row.line == name and row.rule in raw]
        values = [raw[row.rule] - SHORT_LOSS * row.is_short for row in rows]
        points = line(values, [row.is_right for row in rows])
        lines += [(name, share, right, SOURCE) for share, right in points]
    _write(folder / "confidence_lines.csv", ("line", "share", "confidence", "source"), lines)


def main(path: Path, folder: Path | None) -> None:
    """Fit on one half of the articles, where a folder is given; print the other's reliability."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = [json.loads(text) for text in file]
    fitted = judge([article for article in articles if is_fitted(str(article["id"]))])
    if folder is not None:
        _fit(fitted, folder)
    _print_reliability("the half that the shares come from", fitted)
    others = [article for article in articles if not is_fitted(str(article["id"]))]
    if others:
        _print_reliability("the other half", judge(others))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
