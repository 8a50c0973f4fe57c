"""Labelled pages: read, varied, and scored by what is kept of them."""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from training.reliability import is_fitted

RENDERINGS = ("resiliparse", "lite", "crop")
UNKNOWN = "?"
# Where no spaces part the words, each letter counts as one.
_UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_BULLET = re.compile(r"^\s*[•◦▪*-]?\s*")
_UNSCORED = "-tmds"
# A line of fewer words is of the body where it is one of its lines; of a longer one, half of the
# words stand in runs of four that the body has.
_SHORTEST_BY_RUNS = 8
_RUN = 4
_SHORTEST_COPY = 12
_FEWEST_OF_TITLE, _MOST_TITLES = 4, 2
# Labels made from the body alone are no good where they do not give its length back.
_LEAST_FOUND, _MOST_FOUND = 0.8, 1.3
# Pages in Latin have their texts replaced by filling, and `zxx` is no language.
_NO_LANGUAGE = ("la", "zxx")


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page in one rendering, with a letter for each of its lines.

    The letters: `b` body, `x` anything else, `t` headline, `m` byline or date, `d` second copy of
    the body, `-` blank, `?` not known. `body` is the text that should come out, where it is known;
    `wanted` and `unwanted` are pieces of text that should and should not. `variant` marks a page
    made out of another, which is for training only; where its words are of no language, `wording`
    has its lines with the phrases of boilerplate by which it is judged.
    """

    data_set: str
    site: str
    language: str | None
    rendering: str
    text: str
    letters: str
    body: str | None
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    variant: bool = False
    wording: str | None = None


@dataclass(frozen=True, slots=True)
class Scores:
    """How well the kept lines match: means over pages; the last is over pieces of text."""

    pages: int
    precision: float
    recall: float
    shingle_f1: float
    line_f1: float


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a compressed JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def load(folder: Path) -> list[LabelledPage]:
    """All pages to learn from: those in three renderings, and those of newspapers and the world."""
    world = folder / "world"
    newspapers = (
        _whole_page("newspaper", record, _without_titles(record["text"], record["labels"]))
        for record in records(world / "newspaper.jsonl.gz")
    )
    return [*rendered_pages(folder / "pages"), *newspapers, *_world_pages(world)]


def _whole_page(data_set: str, record: dict[str, Any], letters: str) -> LabelledPage:
    language = record.get("language", "en")
    facts = (data_set, record["site"], language, "resiliparse", record["text"], letters)
    return LabelledPage(*facts, record["body"], (), ())


def _without_titles(text: str, letters: str) -> str:
    """Letters with those of the lines right above the body not known: one may be the headline."""
    first = letters.index("b")
    lines = text.split("\n")
    above = [
        index
        for index in range(first)
        if letters[index] == "x" and len(_words(lines[index])) >= _FEWEST_OF_TITLE
    ][-_MOST_TITLES:]
    return "".join(UNKNOWN if index in above else letter for index, letter in enumerate(letters))


def _world_pages(folder: Path) -> Iterator[LabelledPage]:
    """Half of the pages of many languages, by their sites; the other half is left to check with."""
    for record in records(folder / "pages.jsonl.gz"):
        is_usable = record.get("body") and record["language"] not in _NO_LANGUAGE
        if is_usable and is_fitted(record["site"]):
            letters = letters_from_body(record["text"], record["body"], record.get("title") or "")
            lines = zip(record["text"].split("\n"), letters, strict=True)
            found = sum(len(line.strip()) for line, letter in lines if letter == "b")
            if _LEAST_FOUND <= found / len(record["body"]) <= _MOST_FOUND:
                yield _whole_page("world", record, letters)


def letters_from_body(text: str, body: str, title: str) -> str:
    """Letters for a page's lines of which only the body and the title are known."""
    wanted, runs = {_words(line) for line in body.split("\n")}, _runs(_words(body))
    letters: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for line in text.split("\n"):
        words = _words(line)
        if not line.strip():
            letters.append("-")
        elif words and words == _words(title):
            letters.append("t")
        elif not _is_of_body(words, wanted, runs):
            letters.append("x")
        else:
            letters.append("d" if words in seen and len(words) >= _SHORTEST_COPY else "b")
            seen.add(words)
    return "".join(letters)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _runs(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[start : start + _RUN] for start in range(len(words) - _RUN + 1)}


def _is_of_body(
    words: tuple[str, ...], wanted: set[tuple[str, ...]], runs: set[tuple[str, ...]]
) -> bool:
    if len(words) < _SHORTEST_BY_RUNS:
        return bool(words) and words in wanted
    starts = [i for i in range(len(words) - _RUN + 1) if words[i : i + _RUN] in runs]
    return 2 * len({i + step for i in starts for step in range(_RUN)}) >= len(words)


def rendered_pages(folder: Path) -> list[LabelledPage]:
    """The pages in all renderings; lines without a label get one from the wanted pieces."""
    about = {record["id"]: record for record in records(folder / "pages.jsonl.gz")}
    pages = []
    for rendering in RENDERINGS:
        labels = {r["id"]: r["lab"] for r in records(folder / f"labels/{rendering}.jsonl.gz")}
        for record in records(folder / f"raw/{rendering}.jsonl.gz"):
            name, facts = record["id"], about[record["id"]]
            if facts["excluded"]:
                continue
            wanted = tuple(filter(None, map(_plain, facts["with_segments"] or ())))
            unwanted = tuple(filter(None, map(_plain, facts["without_segments"] or ())))
            letters = labels.get(name) or _weak_letters(record["text"], wanted, unwanted)
            pages.append(
                LabelledPage(
                    facts["dataset"],
                    facts["site"],
                    facts["lang"],
                    rendering,
                    record["text"],
                    letters,
                    facts["gold_body"] if name in labels else None,
                    wanted,
                    unwanted,
                )
            )
    return pages


def _plain(text: str) -> str:
    return " ".join(text.split())


def _weak_letters(text: str, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> str:
    """Letters for the few lines that pieces of text decide on; all others are not known."""
    letters = []
    for line in map(_plain, text.split("\n")):
        long_enough = min(12, 0.3 * len(line))
        keep = any(
            (piece in line and len(piece) >= long_enough) or (len(line) >= 20 and line in piece)
            for piece in wanted
        )
        drop = any(
            (piece in line and len(piece) >= 0.3 * len(line)) or (len(line) >= 12 and line in piece)
            for piece in unwanted
        )
        letters.append("-" if not line else UNKNOWN if keep == drop else "b" if keep else "x")
    return "".join(letters)


_Row = tuple[str, str]
"""A line and its letter, as in `LabelledPage.letters`."""


def _title_and_body(rows: Sequence[_Row]) -> list[_Row]:
    """The title above the body and the body, with a blank line behind each of their lines."""
    first = next(index for index, (_, letter) in enumerate(rows) if letter == "b")
    titles = [row for row in rows[:first] if row[1] == "t"][-1:]
    return [row for kept in (*titles, *_body_alone(rows)) for row in (kept, ("", "-"))]


def _body_alone(rows: Sequence[_Row]) -> list[_Row]:
    return [row for row in rows if row[1] == "b"]


def _without_blank_lines(rows: Sequence[_Row]) -> list[_Row]:
    return [row for row in rows if row[1] != "-"]


def _without_bullets(rows: Sequence[_Row]) -> list[_Row]:
    return [(_BULLET.sub("", line), letter) for line, letter in rows if line.strip()]


# By turns; every fifth page has no variant.
_VARIANTS = (_title_and_body, _body_alone, _without_blank_lines, _without_bullets)


def variants(pages: Iterable[LabelledPage]) -> Iterator[LabelledPage]:
    """Pages as other crawlers leave them, made from fully labelled ones.

    By turns: the headline and the body alone with blank lines between, the body alone without
    them, the page without blank lines, and the page without bullets and margins.
    """
    labelled = (
        page
        for page in pages
        if page.rendering != "crop" and page.body is not None and page.letters.count("b") >= 3
    )
    for number, page in enumerate(labelled, start=1):
        turn = number % (len(_VARIANTS) + 1)
        if turn < len(_VARIANTS):
            rows = list(zip(page.text.split("\n"), page.letters, strict=True))
            yield _variant(page, _VARIANTS[turn](rows))


def _variant(page: LabelledPage, rows: Sequence[_Row]) -> LabelledPage:
    return LabelledPage(
        page.data_set,
        page.site,
        page.language,
        page.rendering,
        "\n".join(line for line, _ in rows),
        "".join(letter if line.strip() else "-" for line, letter in rows),
        None,
        (),
        (),
        variant=True,
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    runs = Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))
    del runs[()]
    return runs


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def score_bodies(pages: list[tuple[LabelledPage, list[bool]]]) -> Scores:
    """Score what is kept of pages with a known body; a flag for each line of each page.

    Shingles are runs of four words, counted; precision and recall are averaged over the pages that
    have any, and F1 is made of the averages (as in Scrapinghub's article extraction benchmark).
    """
    precisions, recalls, line_scores = [], [], []
    for page, keep in pages:
        lines = page.text.split("\n")
        kept = "\n".join(line.strip() for line, flag in zip(lines, keep, strict=False) if flag)
        gold, found = _shingles(page.body or ""), _shingles(kept)
        hits = (gold & found).total()
        if found:
            precisions.append(hits / found.total())
        if gold:
            recalls.append(hits / gold.total())
        pairs = [
            (letter == "b", flag)
            for letter, flag in zip(page.letters, keep, strict=False)
            if letter not in _UNSCORED
        ]
        right = pairs.count((True, True))
        line_scores.append(
            _f1(
                _ratio(right, right + pairs.count((False, True))),
                _ratio(right, right + pairs.count((True, False))),
            )
        )
    precision, recall = fmean(precisions), fmean(recalls)
    return Scores(len(pages), precision, recall, _f1(precision, recall), fmean(line_scores))


def score_pieces(pages: list[tuple[LabelledPage, list[bool]]]) -> tuple[int, float]:
    """Pages, and the F1 over all their wanted and unwanted pieces of text."""
    hits = misses = false = 0
    for page, keep in pages:
        lines = page.text.split("\n")
        kept = _plain(" ".join(line for line, flag in zip(lines, keep, strict=False) if flag))
        found = sum(piece in kept for piece in page.wanted)
        hits, misses = hits + found, misses + len(page.wanted) - found
        false += sum(piece in kept for piece in page.unwanted)
    return len(pages), 2 * hits / max(1, 2 * hits + misses + false)
