"""Train the model of lines and that of stretches: `python -m training.train_lines DATA`.

DATA is a folder with `pages/`, which has `pages.jsonl.gz`, `raw/<rendering>.jsonl.gz` and
`labels/<rendering>.jsonl.gz`, and `world/`, which has `newspaper.jsonl.gz` and `pages.jsonl.gz`.
Writes `seeds/models/lines.npz`, `seeds/models/stretches.npz` and docs/reference/line-model.md.
Needs torch beside the project's own dependencies. On one machine, the same data give the same
model.
"""

import argparse
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray

from dateline.transforms.lines.body_choice import StretchModel, look_at
from dateline.transforms.lines.features import Columns, line_shapes, matrix, topic_columns
from dateline.transforms.lines.model import CLASSES, TOPICS, SeenLines, first_look, tree_features
from dateline.transforms.lines.network import LineNetwork
from dateline.transforms.lines.splitting import split_lines
from training.line_card import FOLDS, Course, write_card
from training.line_fitting import Lesson, fit_network, fit_trees, fit_words, trusted
from training.line_pages import LabelledPage, load, variants
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


def course_of(pages: list[LabelledPage]) -> Course:
    """Cut pages into lines; whole data sets, with all renderings, go into one fold."""
    lines = split_lines([page.text for page in pages])
    shapes = line_shapes(lines)
    line_count = np.diff(lines.offsets)
    letters = "".join(
        page.letters[:count] for page, count in zip(pages, line_count.tolist(), strict=True)
    )
    kind = np.array([LETTERS.get(letter, -1) for letter in letters])[shapes.line]
    page_of_line = lines.document[shapes.line].astype(np.int64)
    whole = np.array(["?" not in page.letters for page in pages])[page_of_line]
    fold_of_set = {name: number for number, names in enumerate(FOLDS) for name in names}
    fold = np.array([fold_of_set[page.data_set] for page in pages])[page_of_line]
    return Course(pages, Lesson(shapes, kind, page_of_line, whole), fold, line_count)


def crossed_topics(course: Course) -> Columns:
    """What each line's words speak for, by weights learned without the line's data set."""
    shapes = course.lesson.shapes
    topics: Columns = {name: np.zeros(len(shapes), dtype=np.int64) for name in TOPICS}
    for number in range(len(FOLDS)):
        held_out = course.fold == number
        words = fit_words(course.lesson, ~held_out)
        for name, values in topic_columns(shapes, words, TOPICS).items():
            topics[name][held_out] = values[held_out]
    return topics


def crossed_first_look(course: Course, topics: Columns) -> NDArray[np.float32]:
    """Probabilities of the classes of each line, by networks that did not see its data set."""
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
    """Probability of body of each line, by trees that did not see its data set."""
    body = np.zeros(len(course.fold), dtype=np.float32)
    for number in range(len(FOLDS)):
        held_out = course.fold == number
        trees = fit_trees(course.lesson, features, ~held_out, trust)
        body[held_out] = trees.predict(matrix(features)[held_out], num_threads=1)
        print(f"trees {number + 1} of {len(FOLDS)}", flush=True)
    return body


def save_lines(words: NDArray[np.int16], network: LineNetwork, trees: lightgbm.Booster) -> None:
    """Write the model of lines in one file; the same parts give the same bytes."""
    np.savez_compressed(
        MODELS / "lines.npz",
        words=words,
        trees=_bytes_of(trees),
        **{name: getattr(network, name) for name in LineNetwork.__slots__},
    )


def save_stretches(model: StretchModel) -> None:
    """Write the model of stretches in one file; the same parts give the same bytes."""
    np.savez_compressed(
        MODELS / "stretches.npz",
        rarity=model.rarity,
        trees=_bytes_of(model.trees),
        kept=model.kept,
        left=model.left,
    )


def _bytes_of(trees: lightgbm.Booster) -> NDArray[np.uint8]:
    return np.frombuffer(trees.model_to_string().encode(), np.uint8)


def train_stretches(
    course: Course, topics: Columns, probabilities: NDArray[np.float32], body: NDArray[np.float32]
) -> tuple[StretchModel, CrossedChoice]:
    """Teach the look at stretches on what line models say of data sets that they did not see."""
    lesson, page = course.lesson, course.lesson.page
    whole = np.array([not p.variant and p.rendering != "crop" for p in course.pages])
    rarity = rarity_of(lesson.shapes, page, whole)
    seen = SeenLines(lesson.shapes, topics, probabilities)
    stretches = stretch_lesson(look_at(seen, body, page), lesson.kind, page, rarity)
    choice = crossed_choice(stretches, course.fold, rarity)
    is_real = ~np.array([p.variant for p in course.pages])[page]
    kept, left = calibration(choice, lesson.kind, page, is_real)
    everything = np.ones(len(stretches.stretches), dtype=bool)
    trees = fit_stretches(stretches, everything)
    return StretchModel(rarity, trees, kept, left), choice


def main() -> None:
    """Train on all pages and write the models; score those that did not see a page's data set."""
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
    save_lines(
        fit_words(course.lesson, everything),
        fit_network(course.lesson, topics, everything, classes=len(CLASSES)),
        fit_trees(course.lesson, features, everything, trust),
    )
    body = crossed_body(course, features, trust)
    stretch_model, choice = train_stretches(course, topics, probabilities, body)
    save_stretches(stretch_model)
    write_card(folder, course, body, choice, [*features], stretch_model.trees.feature_name())


if __name__ == "__main__":
    main()
