"""The card of the models of lines and stretches: what they are, were made from, and score."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.alphabets import Alphabet
from dateline.transforms.lines.body_choice import STRETCH_FILES, calibrated_by
from dateline.transforms.lines.model import LINE_FILES, choose_lines
from training.line_fitting import Flags, Lesson
from training.line_pages import RENDERINGS, LabelledPage, score_bodies, score_pieces
from training.stretch_fitting import CrossedChoice, calibration

# What is learned is tried on data sets that it was not learned from.
FOLDS = (("aeb",), ("andy",), ("wcxb",), ("trafeval",), ("newspaper", "world"))
# Scores are calibrated on news pages; this set has pages of all types.
MIXED_SETS = ("wcxb",)
# The sets with all renderings, which the means are over.
RENDERED_SETS = ("aeb", "andy", "wcxb")
ROOT = Path(__file__).parent.parent
MODELS = ROOT / "seeds" / "models"
# The card of each pair of models, and the text that it is made of.
CARDS = {
    Alphabet.ENGLISH: ("line-model.md", "line_model_card.md"),
    Alphabet.OTHER: ("line-model-world.md", "line_model_card_world.md"),
}
_STEPS = 10

KeptPages = list[tuple[LabelledPage, list[bool]]]


@dataclass(frozen=True, slots=True)
class Course:
    """All pages to learn from, and what their lines are like; `fold` is the fold of each line."""

    pages: list[LabelledPage]
    lesson: Lesson
    fold: NDArray[np.int64]
    line_count: NDArray[np.int64]


def calibration_rows(course: Course, trust: NDArray[np.float64]) -> Flags:
    """Mark the lines of real news pages whose body is not doubtful."""
    news = np.array([not page.variant and page.data_set not in MIXED_SETS for page in course.pages])
    marked: Flags = news[course.lesson.page] & (trust == 1)
    return marked


def write_card(
    folder: Path,
    alphabet: Alphabet,
    course: Course,
    trust: NDArray[np.float64],
    body: NDArray[np.float32],
    choice: CrossedChoice,
    line_features: Sequence[str],
    stretch_features: Sequence[str],
) -> None:
    """Say in docs/reference what the models are, what they were made from and how they score.

    Args:
        folder: The data.
        alphabet: The letters of the pages that the models are for.
        course: What they were taught.
        trust: How much each line counted.
        body: How likely each line is body, by models that did not see its data set.
        choice: The choice of lines by models that did not see their data set.
        line_features: What the trees of the model of lines see.
        stretch_features: What those of the model of stretches see.
    """
    by_line = choose_lines(body, course.lesson.shapes.columns["length"], course.lesson.page)
    originals = [page for page in course.pages if not page.variant]
    card, text = CARDS[alphabet]
    content = (
        (Path(__file__).parent / text)
        .read_text(encoding="utf-8")
        .format(
            scores="\n".join(
                _score_rows(_pages_of(course, by_line), _pages_of(course, choice.chosen))
            ),
            reliability="\n".join(
                _reliability_rows(course, choice, calibration_rows(course, trust))
            ),
            pages=len(originals),
            sites=len({page.site for page in originals}),
            variants=len(course.pages) - len(originals),
            data_hash=_data_hash(folder),
            files="\n".join(_file_rows(alphabet)),
            features="\n".join(f"- `{name}`" for name in line_features),
            stretch_features="\n".join(f"- `{name}`" for name in stretch_features),
        )
    )
    (ROOT / "docs" / "reference" / card).write_text(content, encoding="utf-8")


def _pages_of(course: Course, kept: Flags) -> KeptPages:
    """Each page that is no variant, with a flag for each of its lines."""
    flags = np.zeros(course.line_count.sum(), dtype=bool)
    flags[course.lesson.shapes.line] = kept
    ends = np.cumsum(course.line_count)
    return [
        (page, flags[end - count : end].tolist())
        for page, end, count in zip(course.pages, ends, course.line_count, strict=True)
        if not page.variant
    ]


def _score_rows(by_line: KeptPages, by_stretch: KeptPages) -> Iterator[str]:
    """Rows of the table of scores: a rendering and a data set each, then their means."""
    for rendering in RENDERINGS:
        before, after = (
            [pair for pair in pages if pair[0].rendering == rendering]
            for pages in (by_line, by_stretch)
        )
        yield from _body_rows(rendering, before, after)
        pieces = [
            [pair for pair in pages if pair[0].wanted and pair[0].language != "en"]
            for pages in (before, after)
        ]
        if pieces[0]:
            (count, first), (_, second) = map(score_pieces, pieces)
            cells = f"other languages, pieces | {count} | {first:.3f} | {second:.3f}"
            yield f"| {rendering} | {cells} | | | |"


def _body_rows(rendering: str, before: KeptPages, after: KeptPages) -> Iterator[str]:
    names = sorted({page.data_set for page, _ in before if page.body is not None})
    scores = {
        name: [
            score_bodies(
                [
                    (page, keep)
                    for page, keep in pages
                    if page.data_set == name and page.body is not None and _is_scored(page)
                ]
            )
            for pages in (before, after)
        ]
        for name in names
    }
    for name, (first, second) in scores.items():
        yield (
            f"| {rendering} | {name} | {second.pages} | {first.shingle_f1:.3f} "
            f"| {second.shingle_f1:.3f} | {second.precision:.3f} | {second.recall:.3f} "
            f"| {second.line_f1:.3f} |"
        )
    rendered = [scores[name] for name in RENDERED_SETS]
    by_line, by_stretch = (fmean(pair[i].shingle_f1 for pair in rendered) for i in (0, 1))
    line = fmean(pair[1].line_f1 for pair in rendered)
    means = f"{by_line:.3f} | **{by_stretch:.3f}** | | | **{line:.3f}**"
    yield f"| {rendering} | mean of {len(rendered)} sets | | {means} |"


def _is_scored(page: LabelledPage) -> bool:
    """Whether a page is in English or of a set that has pages of many languages."""
    return page.language == "en" or page.data_set not in RENDERED_SETS


def _reliability_rows(course: Course, choice: CrossedChoice, rows: Flags) -> Iterator[str]:
    """Rows of what is said of lines chosen and left, calibrated without their data set."""
    lesson = course.lesson
    likely = np.zeros(len(course.fold), dtype=np.float32)
    for number in range(len(FOLDS)):
        own = course.fold == number
        kept, left = calibration(choice, lesson.kind, lesson.page, rows & ~own)
        likely[own] = calibrated_by(kept, left, choice.blend, choice.chosen)[own]
    known = rows & lesson.known
    said = np.where(choice.chosen, likely, 1 - likely)[known]
    right = (choice.chosen == (lesson.kind == 0))[known]
    chosen = choice.chosen[known]
    step = np.minimum((said * _STEPS).astype(int), _STEPS - 1)
    for number in range(_STEPS):
        cells = [f"{number / _STEPS:.1f} to {(number + 1) / _STEPS:.1f}"]
        for side in (chosen, ~chosen):
            own = side & (step == number)
            share = f"{right[own].mean():.2f}" if own.any() else ""
            cells += [f"{own.sum():,}", share]
        yield f"| {' | '.join(cells)} |"
    error = sum(
        abs(said[step == n].mean() - right[step == n].mean()) * (step == n).mean()
        for n in np.unique(step)
    )
    yield f"| mean difference | | | | {error:.3f} |"


def _file_rows(alphabet: Alphabet) -> Iterator[str]:
    for name in (LINE_FILES[alphabet], STRETCH_FILES[alphabet]):
        content = (MODELS / name).read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        yield f"- `seeds/models/{name}`, {len(content)} bytes, SHA-256 `{digest}`"


def _data_hash(folder: Path) -> str:
    """SHA-256 over the data files, by their order of reading."""
    digest = hashlib.sha256()
    rendered = [
        f"pages/{kind}/{name}.jsonl.gz" for name in RENDERINGS for kind in ("labels", "raw")
    ]
    world = ["world/newspaper.jsonl.gz", "world/pages.jsonl.gz"]
    for name in ["pages/pages.jsonl.gz", *rendered, *world]:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
