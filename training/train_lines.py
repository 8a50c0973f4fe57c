"""Train the model of lines: `python -m training.train_lines DATA`.

DATA is a folder with `pages.jsonl.gz`, `raw/<rendering>.jsonl.gz` and
`labels/<rendering>.jsonl.gz`. Writes `seeds/models/lines.npz` and docs/reference/line-model.md.
Needs torch beside the project's own dependencies. On one machine, the same data give the same
model.
"""

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.features import Columns, line_shapes, matrix, topic_columns
from dateline.transforms.lines.model import CLASSES, TOPICS, choose_lines, first_look, tree_features
from dateline.transforms.lines.network import LineNetwork
from dateline.transforms.lines.splitting import split_lines
from training.line_fitting import (
    Flags,
    Lesson,
    fit_network,
    fit_trees,
    fit_words,
    trusted,
)
from training.line_pages import (
    RENDERINGS,
    LabelledPage,
    load,
    score_bodies,
    score_pieces,
    variants,
)

FOLDS = 5
LETTERS = {"b": 0, "x": 1, "t": 2, "m": 3, "d": 4}  # places in CLASSES
ROOT = Path(__file__).parent.parent
MODEL = ROOT / "seeds" / "models" / "lines.npz"
CARD = ROOT / "docs" / "reference" / "line-model.md"
CARD_TEXT = Path(__file__).parent / "line_model_card.md"


@dataclass(frozen=True, slots=True)
class Course:
    """All pages to learn from, and what their lines are like; `fold` is the fold of each line."""

    pages: list[LabelledPage]
    lesson: Lesson
    fold: NDArray[np.int64]
    line_count: NDArray[np.int64]


def course_of(pages: list[LabelledPage]) -> Course:
    """Cut pages into lines; whole sites, with all renderings, go into one fold."""
    lines = split_lines([page.text for page in pages])
    shapes = line_shapes(lines)
    line_count = np.diff(lines.offsets)
    letters = "".join(
        page.letters[:count] for page, count in zip(pages, line_count.tolist(), strict=True)
    )
    kind = np.array([LETTERS.get(letter, -1) for letter in letters])[shapes.line]
    page_of_line = lines.document[shapes.line].astype(np.int64)
    whole = np.array(["?" not in page.letters for page in pages])[page_of_line]
    sites = sorted({page.site for page in pages})
    shuffled = np.random.RandomState(0).permutation(len(sites)) % FOLDS
    fold_of_site = dict(zip(sites, shuffled.tolist(), strict=True))
    fold = np.array([fold_of_site[page.site] for page in pages])[page_of_line]
    return Course(pages, Lesson(shapes, kind, page_of_line, whole), fold, line_count)


def crossed_topics(course: Course) -> Columns:
    """What each line's words speak for, by weights learned without the line's site."""
    shapes = course.lesson.shapes
    topics: Columns = {name: np.zeros(len(shapes), dtype=np.int64) for name in TOPICS}
    for number in range(FOLDS):
        held_out = course.fold == number
        words = fit_words(course.lesson, ~held_out)
        for name, values in topic_columns(shapes, words, TOPICS).items():
            topics[name][held_out] = values[held_out]
    return topics


def crossed_first_look(course: Course, topics: Columns) -> NDArray[np.float32]:
    """Probabilities of the classes of each line, by networks that did not see the line's site."""
    shapes = course.lesson.shapes
    probabilities = np.zeros((len(shapes), len(CLASSES)), dtype=np.float32)
    for number in range(FOLDS):
        held_out = course.fold == number
        network = fit_network(course.lesson, topics, ~held_out, classes=len(CLASSES))
        probabilities[held_out] = first_look(shapes, topics, network)[held_out]
        print(f"network {number + 1} of {FOLDS}", flush=True)
    return probabilities


def crossed_body(
    course: Course, features: Columns, trust: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Probability of body of each line, by trees that did not see the line's site."""
    body = np.zeros(len(course.fold), dtype=np.float32)
    for number in range(FOLDS):
        held_out = course.fold == number
        trees = fit_trees(course.lesson, features, ~held_out, trust)
        body[held_out] = trees.predict(matrix(features)[held_out], num_threads=1)
        print(f"trees {number + 1} of {FOLDS}", flush=True)
    return body


def save(words: NDArray[np.int16], network: LineNetwork, trees: lightgbm.Booster) -> None:
    """Write the model in one file; the same parts give the same bytes."""
    MODEL.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        MODEL,
        words=words,
        trees=np.frombuffer(trees.model_to_string().encode(), np.uint8),
        **{name: getattr(network, name) for name in LineNetwork.__slots__},
    )


def kept_flags(course: Course, kept: Flags) -> list[tuple[LabelledPage, list[bool]]]:
    """Each page that is no variant, with a flag for each of its lines."""
    flags = np.zeros(course.line_count.sum(), dtype=bool)
    flags[course.lesson.shapes.line] = kept
    ends = np.cumsum(course.line_count)
    return [
        (page, flags[end - count : end].tolist())
        for page, end, count in zip(course.pages, ends, course.line_count, strict=True)
        if not page.variant
    ]


def score_rows(course: Course, kept: Flags) -> Iterator[str]:
    """Rows of the card's table of scores: a rendering and a data set each, then their means."""
    pages = kept_flags(course, kept)
    for rendering in RENDERINGS:
        own = [pair for pair in pages if pair[0].rendering == rendering]
        yield from _english_score_rows(rendering, own)
        other = [pair for pair in own if pair[0].wanted and pair[0].language != "en"]
        if other:
            count, f1 = score_pieces(other)
            yield f"| {rendering} | other languages, pieces | {count} | | | {f1:.3f} | |"


def _english_score_rows(
    rendering: str, own: Sequence[tuple[LabelledPage, list[bool]]]
) -> Iterator[str]:
    english = [pair for pair in own if pair[0].body is not None and pair[0].language == "en"]
    scores = {
        name: score_bodies([pair for pair in english if pair[0].data_set == name])
        for name in sorted({page.data_set for page, _ in english})
    }
    for name, s in scores.items():
        yield (
            f"| {rendering} | {name} | {s.pages} | {s.precision:.3f} | {s.recall:.3f} "
            f"| {s.shingle_f1:.3f} | {s.line_f1:.3f} |"
        )
    shingle = np.mean([s.shingle_f1 for s in scores.values()])
    line = np.mean([s.line_f1 for s in scores.values()])
    yield f"| {rendering} | mean of the sets | | | | **{shingle:.3f}** | **{line:.3f}** |"


def data_hash(folder: Path) -> str:
    """SHA-256 over the data files, by their order of reading."""
    digest = hashlib.sha256()
    names = [f"{kind}/{name}.jsonl.gz" for name in RENDERINGS for kind in ("labels", "raw")]
    for name in ["pages.jsonl.gz", *names]:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def write_card(folder: Path, course: Course, features: Columns, kept: Flags) -> None:
    """Say in docs/reference what the model is, what it was made from and how it scores."""
    originals = [page for page in course.pages if not page.variant]
    card = CARD_TEXT.read_text(encoding="utf-8").format(
        scores="\n".join(score_rows(course, kept)),
        pages=len(originals),
        sites=len({page.site for page in originals}),
        variants=len(course.pages) - len(originals),
        data_hash=data_hash(folder),
        model_hash=hashlib.sha256(MODEL.read_bytes()).hexdigest(),
        model_bytes=MODEL.stat().st_size,
        folds=FOLDS,
        features="\n".join(f"- `{name}`" for name in features),
    )
    CARD.write_text(card, encoding="utf-8")


def main() -> None:
    """Train on all pages, write the model, then score models that did not see the page's site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    pages = load(folder)
    course = course_of([*pages, *variants(pages)])
    everything = np.ones(len(course.fold), dtype=bool)
    topics = crossed_topics(course)
    probabilities = crossed_first_look(course, topics)
    features = tree_features(course.lesson.shapes, topics, probabilities)
    trust = trusted(course.lesson, probabilities[:, 0])
    save(
        fit_words(course.lesson, everything),
        fit_network(course.lesson, topics, everything, classes=len(CLASSES)),
        fit_trees(course.lesson, features, everything, trust),
    )
    print(f"wrote {MODEL}", flush=True)
    body = crossed_body(course, features, trust)
    kept = choose_lines(body, course.lesson.shapes.columns["length"], course.lesson.page)
    write_card(folder, course, features, kept)


if __name__ == "__main__":
    main()
