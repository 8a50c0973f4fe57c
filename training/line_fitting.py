"""Fit the three parts of the model of lines: what words speak for, the network, the trees."""

from collections.abc import Iterator
from dataclasses import dataclass

import lightgbm
import numpy as np
import torch
from numpy.typing import NDArray
from scipy.optimize import fmin_l_bfgs_b
from scipy.sparse import csr_matrix
from torch import nn
from torch.nn import functional

from dateline.transforms.lines.features import Columns, Floats, LineShapes, matrix
from dateline.transforms.lines.network import (
    DILATIONS,
    FURTHEST,
    POOLED_AFTER,
    LineNetwork,
    positions,
)
from dateline.transforms.text.characters import BUCKETS

Flags = NDArray[np.bool_]

WIDTH = 48
EPOCHS = 8
BATCH_LINES = 6_000
LEARNING_RATE = 2e-3
DROPOUT = 0.3
TREE_COUNT = 140
TREES = {
    "objective": "binary",
    "learning_rate": 0.07,
    "num_leaves": 40,
    "min_data_in_leaf": 60,
    "max_bin": 127,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "num_threads": 1,
    "verbose": -1,
    "seed": 1,
    "deterministic": True,
    "force_col_wise": True,
}


@dataclass(frozen=True, slots=True)
class Lesson:
    """Lines to learn from: their shapes, their class (-1: not known), their page and its weight.

    `whole` marks the lines of pages of which every line's class is known, `worded` those of pages
    that are written in words of a language.
    """

    shapes: LineShapes
    kind: NDArray[np.int64]
    page: NDArray[np.int64]
    whole: Flags
    worded: Flags

    @property
    def known(self) -> Flags:
        """Mark the lines whose class is known."""
        return self.kind >= 0

    def per_page(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """The sum of values over each line's page."""
        return np.bincount(self.page, values).astype(np.float64)[self.page]


def fit_words(lesson: Lesson, rows: Flags) -> NDArray[np.int16]:
    """The weight of each term for each topic, learned from the marked lines."""
    shapes, kind = lesson.shapes, lesson.kind
    terms = terms_matrix(shapes)
    is_body = kind == 0
    short = shapes.columns["words"] < 12
    targets = (
        (is_body, lesson.known & ~short),
        (is_body, lesson.known & short),
        (_after_body(shapes, is_body) & (kind == 1), lesson.whole),
        (kind == 3, lesson.whole),
    )
    weight = np.minimum(1, 60 / np.maximum(lesson.per_page(lesson.known.astype(float)), 1))
    columns = []
    for target, taught in targets:
        chosen = rows & taught & lesson.worded
        columns.append(_logistic(terms[chosen], target[chosen], weight[chosen]))
    return np.clip(np.rint(np.stack(columns, axis=1) * 64), -32_000, 32_000).astype(np.int16)


def terms_matrix(shapes: LineShapes) -> csr_matrix:
    """Lines by buckets: how often a term stands in a line, by the root of the line's terms."""
    line = np.concatenate([terms.line for terms in shapes.terms])
    column = np.concatenate([terms.bucket for terms in shapes.terms])
    count = np.bincount(line, minlength=len(shapes))
    values = (1 / np.sqrt(np.maximum(count, 1)))[line].astype(np.float32)
    return csr_matrix((values, (line, column)), (len(shapes), BUCKETS))


def _after_body(shapes: LineShapes, is_body: Flags) -> Flags:
    """Mark the two lines that follow the last body line of each page."""
    index = np.arange(len(shapes))
    heads = np.unique(shapes.first)
    last = np.maximum.reduceat(np.where(is_body, index, -10), heads)
    last = last[np.searchsorted(heads, shapes.first)]
    return (last >= 0) & (index > last) & (index <= last + 2)


def _logistic(terms: csr_matrix, target: Flags, weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Logistic regression with a penalty on the square of the weights; one weight a bucket."""
    transposed = terms.T.tocsr()
    weight = weight / weight.mean()

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = terms @ weights[:-1].astype(np.float32) + weights[-1]
        error = (weight * (1 / (1 + np.exp(-odds)) - target)).astype(np.float32)
        value = np.sum(weight * (np.logaddexp(0, odds) - target * odds))
        slope = transposed @ error + weights[:-1]
        return value + weights[:-1] @ weights[:-1] / 2, np.append(slope, error.sum())

    fitted: NDArray[np.float64] = fmin_l_bfgs_b(loss, np.zeros(BUCKETS + 1), maxiter=30, m=6)[0]
    return fitted[:-1]


class _Network(nn.Module):
    """`LineNetwork` as torch trains it: padded pages x lines x inputs in, odds of classes out."""

    def __init__(self, inputs: int, classes: int) -> None:
        super().__init__()
        self.enter = nn.Linear(inputs + 4, WIDTH)
        self.layers = nn.ModuleList(
            nn.Conv1d(WIDTH, WIDTH, 3, dilation=distance, padding=distance)
            for distance in DILATIONS
        )
        self.pool = nn.Linear(2 * WIDTH, WIDTH)
        self.hidden = nn.Linear(WIDTH, WIDTH)
        self.leave = nn.Linear(WIDTH, classes)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, values: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
        mask = inside.unsqueeze(1).float()
        state = functional.relu(self.enter(values)).transpose(1, 2) * mask
        for number, layer in enumerate(self.layers):
            state = state + self.drop(functional.relu(layer(state))) * mask
            if number == POOLED_AFTER:
                mean = state.sum(2) / mask.sum(2)
                top = (state - 1e4 * (1 - mask)).max(2)[0]
                pooled = functional.relu(self.pool(torch.cat([mean, top], 1)))
                state = state + pooled.unsqueeze(2) * mask
        lines = state.transpose(1, 2)
        odds: torch.Tensor = self.leave(lines + functional.relu(self.hidden(self.drop(lines))))
        return odds


def network_weights(lesson: Lesson) -> Floats:
    """How much each line counts: pages alike, and within a page half by the line's length."""
    known = lesson.known.astype(float)
    length = np.sqrt(lesson.shapes.columns["words"] + 1.0) * known
    count = np.maximum(lesson.per_page(known), 1)
    share = length / np.maximum(lesson.per_page(length), 1e-9) + known / count
    weights: Floats = (share / 2 * np.minimum(count, 30) / 30).astype(np.float32)
    return weights


def fit_network(lesson: Lesson, topics: Columns, rows: Flags, *, classes: int) -> LineNetwork:
    """Train the network on the pages of the marked lines."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    chance = np.random.RandomState(0)
    raw = matrix({**lesson.shapes.columns, **topics})
    scale = np.abs(raw[rows]).mean(axis=0) + np.float32(1e-6)
    squeezed = raw / (np.abs(raw) + scale)
    mean, spread = squeezed[rows].mean(axis=0), squeezed[rows].std(axis=0) + np.float32(1e-6)
    values = np.clip((squeezed - mean) / spread, -FURTHEST, FURTHEST)
    weight = network_weights(lesson)
    usable = rows & (lesson.per_page(lesson.known.astype(float)) > 0)
    pages = [
        (int(start), int(lesson.shapes.last[start]) + 1)
        for start in np.unique(lesson.shapes.first)
        if usable[start]
    ]
    network = _Network(values.shape[1], classes)
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=0.02)
    steps = EPOCHS * len(list(_batches(pages, chance)))
    step = 0
    for _ in range(EPOCHS):
        for batch in _batches(pages, chance):
            pace = min(1.0, step / 100) * (0.5 + 0.5 * np.cos(np.pi * min(1, step / steps))) + 0.005
            for group in optimizer.param_groups:
                group["lr"] = LEARNING_RATE * pace
            step += 1
            cut = [_window(lesson, page, chance) for page in batch]
            inside = np.arange(max(map(len, cut))) < np.array([len(c) for c in cut])[:, None]
            lines = np.concatenate(cut)
            padded = np.zeros((*inside.shape, values.shape[1] + 4), dtype=np.float32)
            padded[inside] = np.concatenate(
                [values[lines], np.concatenate([positions(len(c)) for c in cut])], axis=1
            )
            mask = torch.from_numpy(inside)
            odds = network(torch.from_numpy(padded), mask)[mask]
            loss = functional.cross_entropy(
                odds, torch.from_numpy(lesson.kind[lines]), reduction="none", ignore_index=-1
            )
            shares = torch.from_numpy(weight[lines])
            total = (loss * shares).sum() / shares.sum().clamp(min=1e-6)
            optimizer.zero_grad()
            total.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
    return _exported(network, scale, mean, spread)


def _batches(
    pages: list[tuple[int, int]], chance: np.random.RandomState
) -> Iterator[list[tuple[int, int]]]:
    """Pages of like length together, in a new order each time."""
    length = np.array([end - start for start, end in pages])
    batches: list[list[tuple[int, int]]] = [[]]
    for i in np.argsort(length * np.exp(chance.randn(len(length)) * 0.15)).tolist():
        widest = max([length[i], *(end - start for start, end in batches[-1])])
        if batches[-1] and widest * (len(batches[-1]) + 1) > BATCH_LINES:
            batches.append([])
        batches[-1].append(pages[i])
    order = chance.permutation(len(batches))
    return (batches[i] for i in order)


def _window(
    lesson: Lesson, page: tuple[int, int], chance: np.random.RandomState
) -> NDArray[np.int64]:
    """The lines of a page; at times only a stretch around its body, at times only the body."""
    lines = np.arange(*page)
    draw = chance.rand()
    body = np.flatnonzero(lesson.kind[page[0] : page[1]] == 0)
    if len(lines) > 3 and len(body) and lesson.whole[page[0]]:
        if draw < 0.07:
            lines = lines[body]
        elif draw < 0.4:
            start = chance.randint(0, body[0] + 1)
            lines = lines[start : chance.randint(body[-1], len(lines)) + 1]
    if len(lines) > 1500:
        start = chance.randint(0, len(lines) - 1500)
        lines = lines[start : start + 1500]
    return lines


def _exported(network: _Network, scale: Floats, mean: Floats, spread: Floats) -> LineNetwork:
    def plain(tensor: torch.Tensor) -> Floats:
        return np.ascontiguousarray(tensor.detach().numpy(), dtype=np.float32)

    return LineNetwork(
        scale=scale,
        mean=mean,
        spread=spread,
        enter=plain(network.enter.weight.T),
        enter_bias=plain(network.enter.bias),
        layers=np.stack([plain(layer.weight.permute(2, 1, 0)) for layer in network.layers]),
        layer_biases=np.stack([plain(layer.bias) for layer in network.layers]),
        pool=plain(network.pool.weight.T),
        pool_bias=plain(network.pool.bias),
        hidden=plain(network.hidden.weight.T),
        hidden_bias=plain(network.hidden.bias),
        leave=plain(network.leave.weight.T),
        leave_bias=plain(network.leave.bias),
    )


def trusted(lesson: Lesson, likely: Floats) -> NDArray[np.float64]:
    """How far to trust each line's class, judged by probabilities from models that did not see it.

    A page that a model gets wrong by more than a third mostly has a body that ends in the middle of
    the article, or another text than the page; it counts little.
    """
    length = np.sqrt(lesson.shapes.columns["words"] + 1.0) * lesson.known
    error = lesson.per_page(np.abs(likely - (lesson.kind == 0)) * length)
    doubtful = lesson.whole & (error > 0.35 * lesson.per_page(length))
    return np.where(doubtful, 0.15, 1.0)


def fit_trees(
    lesson: Lesson, features: Columns, rows: Flags, trust: NDArray[np.float64]
) -> lightgbm.Booster:
    """Boosted trees that tell the body from all else, learned from the marked lines."""
    chosen = rows & lesson.known
    length = np.sqrt(lesson.shapes.columns["words"] + 1.0) * lesson.known
    share = length / np.maximum(lesson.per_page(length), 1e-9)
    data = lightgbm.Dataset(
        matrix(features)[chosen],
        (lesson.kind[chosen] == 0).astype(float),
        weight=(share[chosen] / share[chosen].mean() + 1) * trust[chosen],
        feature_name=list(features),
    )
    return lightgbm.train(TREES, data, TREE_COUNT)
