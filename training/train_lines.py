"""Train the model of lines and that of stretches: `python -m training.train_lines DATA`.

DATA is a folder with `pages/`, which has `pages.jsonl.gz`, `raw/<rendering>.jsonl.gz` and
`labels/<rendering>.jsonl.gz`, and `world/`, which has `newspaper.jsonl.gz` and `pages.jsonl.gz`.
Writes two models to `seeds/models/` and a card to `docs/reference/` twice: `lines.npz`,
`stretches.npz` and `line-model.md` for pages in English letters, `lines_world.npz`,
`stretches_world.npz` and `line-model-world.md` for others.
Needs torch beside the project's own dependencies. On one machine, the same data give the same
model.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.alphabets import Alphabet
from dateline.transforms.lines.body_choice import STRETCH_FILES, StretchModel, look_at
from dateline.transforms.lines.features import Columns, line_shapes, matrix, topic_columns
from dateline.transforms.lines.model import (
    CLASSES,
    LINE_FILES,
    TOPICS,
    SeenLines,
    first_look,
    tree_features,
)
from dateline.transforms.lines.network import LineNetwork
from dateline.transforms.lines.phrases import line_keys, match_phrases
from dateline.transforms.lines.splitting import split_lines
from training.line_card import FOLDS, Course, calibration_rows, write_card
from training.line_fitting import Flags, Lesson, fit_network, fit_trees, fit_words, trusted
from training.line_pages import LabelledPage, load, rendered_pages, variants
from training.line_scripts import in_other_scripts
from training.stretch_fitting import (
    CrossedChoice,
    calibration,
    crossed_choice,
    fit_stretches,
    rarity_of,
    stretch_lesson,
)

LETTERS = {"b": 0, "x": 1, "t": 2, "m": 3, "d": 4}  # places in CLASSES
MODELS = Path(__file__).parent.parent / "seeds" / "models"
# Features that mean nothing on pages in English letters.
_OF_OTHER_LETTERS = frozenset({"caseless_share"})


def course_of(
    pages: list[LabelledPage], fold_of_page: NDArray[np.int64], alphabet: Alphabet
) -> Course:
    """Cut pages into lines, which are of the folds of their pages."""
    lines = split_lines([page.text for page in pages])
    shapes = line_shapes(lines)
    if alphabet is Alphabet.ENGLISH:
        columns = {name: of for name, of in shapes.columns.items() if name not in _OF_OTHER_LETTERS}
        shapes = replace(shapes, columns=columns)
    wordings = split_lines([page.wording or page.text for page in pages])
    phrases = match_phrases(line_keys(wordings.texts))[shapes.line]
    shapes = replace(shapes, phrases=phrases)
    line_count = np.diff(lines.offsets)
    letters = "".join(
        page.letters[:count] for page, count in zip(pages, line_count.tolist(), strict=True)
    )
    kind = np.array([LETTERS.get(letter, -1) for letter in letters])[shapes.line]
    page_of_line = lines.document[shapes.line].astype(np.int64)
    whole = np.array(["?" not in page.letters for page in pages])[page_of_line]
    worded = np.array([page.wording is None for page in pages])[page_of_line]
    lesson = Lesson(shapes, kind, page_of_line, whole, worded)
    return Course(pages, lesson, fold_of_page[page_of_line], line_count)


def folds_by_site(pages: list[LabelledPage]) -> NDArray[np.int64]:
    """The fold of each page; whole sites, with all renderings, go into one."""
    sites = sorted({page.site for page in pages})
    shuffled = np.random.RandomState(0).permutation(len(sites)) % len(FOLDS)
    fold_of_site = dict(zip(sites, shuffled.tolist(), strict=True))
    return np.array([fold_of_site[page.site] for page in pages])


def folds_by_set(pages: list[LabelledPage]) -> NDArray[np.int64]:
    """The fold of each page; whole data sets go into one."""
    fold_of_set = {name: number for number, names in enumerate(FOLDS) for name in names}
    return np.array([fold_of_set[page.data_set] for page in pages])


def crossed_topics(course: Course) -> Columns:
    """What each line's words speak for, by weights learned without the line's fold."""
    shapes = course.lesson.shapes
    topics: Columns = {name: np.zeros(len(shapes), dtype=np.int64) for name in TOPICS}
    for number in range(len(FOLDS)):
        held_out = course.fold == number
        words = fit_words(course.lesson, ~held_out)
        for name, values in topic_columns(shapes, words, TOPICS).items():
            topics[name][held_out] = values[held_out]
    return topics


def crossed_first_look(course: Course, topics: Columns) -> NDArray[np.float32]:
    """Probabilities of the classes of each line, by networks that did not see its fold."""
    shapes = course.lesson.shapes
    probabilities = np.zeros((len(shapes), len(CLASSES)), dtype=np.float32)
    for number in range(len(FOLDS)):
        held_out = course.fold == number
        network = fit_network(course.lesson, topics, ~held_out, classes=len(CLASSES))
        probabilities[held_out] = first_look(shapes, topics, network)[held_out]
        print(f"network {number + 1} of {len(FOLDS)}", flush=True)
    return probabilities


def crossed_body(
    course: Course, features: Columns, trust: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Probability of body of each line, by trees that did not see its fold."""
    body = np.zeros(len(course.fold), dtype=np.float32)
    for number in range(len(FOLDS)):
        held_out = course.fold == number
        trees = fit_trees(course.lesson, features, ~held_out, trust)
        body[held_out] = trees.predict(matrix(features)[held_out], num_threads=1)
        print(f"trees {number + 1} of {len(FOLDS)}", flush=True)
    return body


def save_lines(
    alphabet: Alphabet,
    columns: list[str],
    words: NDArray[np.int16],
    network: LineNetwork,
    trees: lightgbm.Booster,
) -> None:
    """Write a model of lines in one file; the same parts give the same bytes."""
    np.savez_compressed(
        MODELS / LINE_FILES[alphabet],
        columns=np.array(columns),
        words=words,
        trees=_bytes_of(trees),
        **{name: getattr(network, name) for name in LineNetwork.__slots__},
    )


def save_stretches(alphabet: Alphabet, model: StretchModel) -> None:
    """Write a model of stretches in one file; the same parts give the same bytes."""
    np.savez_compressed(
        MODELS / STRETCH_FILES[alphabet],
        rarity=model.rarity,
        trees=_bytes_of(model.trees),
        kept=model.kept,
        left=model.left,
    )


def _bytes_of(trees: lightgbm.Booster) -> NDArray[np.uint8]:
    return np.frombuffer(trees.model_to_string().encode(), np.uint8)


def train_stretches(
    course: Course,
    topics: Columns,
    probabilities: NDArray[np.float32],
    body: NDArray[np.float32],
    taught: Flags,
) -> tuple[StretchModel, CrossedChoice]:
    """Teach the look at stretches on what line models say of data sets that they did not see.

    `taught` marks the lines that its scores are calibrated on.
    """
    lesson, page = course.lesson, course.lesson.page
    whole = np.array([not p.variant and p.rendering != "crop" for p in course.pages])
    rarity = rarity_of(lesson.shapes, page, whole)
    index = np.arange(len(lesson.shapes))
    seen = SeenLines(Alphabet.OTHER, index, lesson.shapes, topics, probabilities)
    stretches = stretch_lesson(look_at(seen, body, page), lesson.kind, page, rarity)
    choice = crossed_choice(stretches, course.fold, rarity)
    kept, left = calibration(choice, lesson.kind, page, taught)
    everything = np.ones(len(stretches.stretches), dtype=bool)
    trees = fit_stretches(stretches, everything)
    return StretchModel(rarity, trees, kept, left), choice


@dataclass(frozen=True, slots=True)
class Crossed:
    """What is said of the lines of a course by models that did not see their fold."""

    topics: Columns
    first_look: NDArray[np.float32]
    features: Columns
    trust: NDArray[np.float64]


def crossed(course: Course) -> Crossed:
    """Have each fold's words and first look told by models of the others."""
    topics = crossed_topics(course)
    probabilities = crossed_first_look(course, topics)
    features = tree_features(course.lesson.shapes, topics, probabilities)
    return Crossed(topics, probabilities, features, trusted(course.lesson, probabilities[:, 0]))


def train_lines(course: Course, said: Crossed, alphabet: Alphabet) -> None:
    """Train a model of lines on all pages of a course and write it."""
    everything = np.ones(len(course.fold), dtype=bool)
    save_lines(
        alphabet,
        [*course.lesson.shapes.columns],
        fit_words(course.lesson, everything),
        fit_network(course.lesson, said.topics, everything, classes=len(CLASSES)),
        fit_trees(course.lesson, said.features, everything, said.trust),
    )


def train_choice(folder: Path, course: Course, said: Crossed, alphabet: Alphabet) -> None:
    """Train a model of stretches, write it, and score models that did not see a data set."""
    body = crossed_body(course, said.features, said.trust)
    rows = calibration_rows(course, said.trust)
    model, choice = train_stretches(course, said.topics, said.first_look, body, rows)
    save_stretches(alphabet, model)
    features, names = [*said.features], model.trees.feature_name()
    write_card(folder, alphabet, course, said.trust, body, choice, features, names)


def train_for_english_letters(folder: Path) -> None:
    """Train the models of pages in English letters.

    That of lines learns from the pages in three renderings, crossed by site.
    """
    rendered = rendered_pages(folder / "pages")
    rendered = [*rendered, *variants(rendered)]
    course = course_of(rendered, folds_by_site(rendered), Alphabet.ENGLISH)
    train_lines(course, crossed(course), Alphabet.ENGLISH)
    pages = load(folder)
    pages = [*pages, *variants(pages)]
    course = course_of(pages, folds_by_set(pages), Alphabet.ENGLISH)
    train_choice(folder, course, crossed(course), Alphabet.ENGLISH)


def train_for_other_letters(folder: Path) -> None:
    """Train the models of pages in other letters, on all pages and on pages in drawn letters."""
    pages = load(folder)
    pages = [*pages, *variants(pages), *in_other_scripts(pages)]
    course = course_of(pages, folds_by_set(pages), Alphabet.OTHER)
    said = crossed(course)
    train_lines(course, said, Alphabet.OTHER)
    train_choice(folder, course, said, Alphabet.OTHER)


def main() -> None:
    """Train both pairs of models on all pages, and write them with their cards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    folder = parser.parse_args().data
    train_for_english_letters(folder)
    train_for_other_letters(folder)


if __name__ == "__main__":
    main()
