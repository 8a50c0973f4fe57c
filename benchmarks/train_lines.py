"""Train the model of lines: `python -m benchmarks.train_lines DATA`.

DATA is a folder with `pages/pages.jsonl.gz`, `pages/raw/<rendering>.jsonl.gz` and
`pages/labels/<rendering>.jsonl.gz`. The result is `seeds/models/lines.npz`.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import fmin_l_bfgs_b
from scipy.sparse import csr_matrix

from transforms.characters import BUCKETS
from transforms.line_features import LineShapes, feature_columns, line_shapes, matrix
from transforms.line_model import KINDS, TOPICS, topics_of
from transforms.lines import split_lines

RENDERINGS = ("resiliparse", "lite", "crop")
FOLDS = 5
BODY, UNKNOWN = "b", "?"
KIND_LETTERS = {"x": 0, "t": 1, "m": 2, "d": 3}
MODEL = Path(__file__).parent.parent / "seeds" / "models" / "lines.npz"
TREES = {
    "learning_rate": 0.06,
    "num_leaves": 31,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "num_threads": 1,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
}


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page in one rendering: its site, its text, and a letter for each of its lines."""

    site: str
    text: str
    letters: str


def records(path: Path) -> Iterator[dict[str, str]]:
    """The records of a compressed JSON-lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def load(data: Path) -> list[LabelledPage]:
    """The pages whose lines are labelled, in every rendering."""
    about = {record["id"]: record for record in records(data / "pages/pages.jsonl.gz")}
    pages = []
    for rendering in RENDERINGS:
        letters = {r["id"]: r["lab"] for r in records(data / f"pages/labels/{rendering}.jsonl.gz")}
        for record in records(data / f"pages/raw/{rendering}.jsonl.gz"):
            name = record["id"]
            if name in letters and not about[name]["excluded"]:
                pages.append(LabelledPage(about[name]["site"], record["text"], letters[name]))
    return pages


def folds_of(sites: list[str]) -> NDArray[np.int64]:
    """A fold for each page, whole sites together, the same on every machine."""
    names = sorted(set(sites))
    shuffled = np.random.RandomState(0).permutation(len(names)) % FOLDS
    fold = dict(zip(names, shuffled.tolist(), strict=True))
    return np.array([fold[site] for site in sites])


def fit_words(
    terms: csr_matrix, target: NDArray[np.bool_], penalty: float = 1.0
) -> NDArray[np.float64]:
    """Logistic regression of a target on the terms of lines; one weight a bucket."""
    transposed = terms.T.tocsr()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = terms @ weights[:-1] + weights[-1]
        error = 1 / (1 + np.exp(-odds)) - target
        value = np.sum(np.logaddexp(0, odds) - target * odds)
        slope = transposed @ error + penalty * weights[:-1]
        return value + penalty / 2 * weights[:-1] @ weights[:-1], np.append(slope, error.sum())

    return fmin_l_bfgs_b(loss, np.zeros(BUCKETS + 1), maxiter=40, m=6)[0][:-1]


def terms_matrix(shapes: LineShapes) -> csr_matrix:
    """Lines by buckets: how often a term stands in a line, by the root of the line's terms."""
    count = np.bincount(shapes.term_line, minlength=len(shapes))
    values = 1 / np.sqrt(np.maximum(count, 1))[shapes.term_line]
    return csr_matrix((values, (shapes.term_line, shapes.term_bucket)), (len(shapes), BUCKETS))


def ends_of_bodies(shapes: LineShapes, is_body: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the two lines that follow the last body line of each page."""
    index = np.arange(len(shapes))
    heads = np.unique(shapes.first)
    last = np.maximum.reduceat(np.where(is_body, index, -10), heads)
    last_of_line = last[np.searchsorted(heads, shapes.first)]
    return (index > last_of_line) & (index <= last_of_line + 2) & (last_of_line >= 0)


def fit_topics(
    terms: csr_matrix, targets: list[NDArray[np.bool_]], rows: NDArray[np.bool_]
) -> NDArray[np.int16]:
    """The weight of each term for each topic, as whole numbers."""
    weights = [fit_words(terms[rows], target[rows]) for target in targets]
    return np.clip(np.rint(np.stack(weights, axis=1) * 64), -32000, 32000).astype(np.int16)


def main() -> None:
    """Train on all pages and write the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    pages = load(parser.parse_args().data)
    lines = split_lines([page.text for page in pages])
    shapes = line_shapes(lines)
    letters = np.array(
        list(
            "".join(
                page.letters.ljust(n, "-")[:n]
                for page, n in zip(pages, np.diff(lines.offsets).tolist(), strict=True)
            )
        )
    )[shapes.place]
    fold = folds_of([page.site for page in pages])[lines.document[shapes.place]]
    is_body = letters == BODY
    targets = [is_body, ends_of_bodies(shapes, is_body), letters == "m"]
    terms = terms_matrix(shapes)
    topics = {name: np.zeros(len(shapes), np.int64) for name in TOPICS}
    for k in range(FOLDS):
        words = fit_topics(terms, targets, fold != k)
        for name, values in topics_of(shapes, words).items():
            topics[name][fold == k] = values[fold == k]
    columns = feature_columns(shapes, topics)
    features, names = matrix(columns), list(columns)
    body = lightgbm.train(
        {**TREES, "objective": "binary"},
        lightgbm.Dataset(features, is_body.astype(float), feature_name=names),
        200,
    )
    kinds = np.array([KIND_LETTERS.get(letter, 0) for letter in letters])[~is_body]
    kind = lightgbm.train(
        {**TREES, "objective": "multiclass", "num_class": len(KINDS)},
        lightgbm.Dataset(features[~is_body], kinds, feature_name=names),
        40,
    )
    MODEL.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        MODEL,
        words=fit_topics(terms, targets, np.ones(len(shapes), dtype=bool)),
        body=np.frombuffer(body.model_to_string().encode(), np.uint8),
        kind=np.frombuffer(kind.model_to_string().encode(), np.uint8),
    )


if __name__ == "__main__":
    main()
