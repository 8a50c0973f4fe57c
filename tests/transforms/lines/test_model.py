import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.transforms.lines.alphabets import Alphabet
from dateline.transforms.lines.features import line_shapes, topic_columns
from dateline.transforms.lines.model import (
    CLASSES,
    TOPICS,
    choose_lines,
    first_look,
    score_lines,
    shipped_model,
    tree_features,
)
from dateline.transforms.lines.splitting import split_lines

PARAGRAPH = (
    "The council said on Monday that the bridge would stay closed until the spring, "
    "after engineers found that two of its piers had moved."
)

RUSSIAN = (
    "Совет сообщил в понедельник, что мост останется закрытым до весны, потому что инженеры нашли "
    "трещины в двух опорах."
)

pages = st.lists(
    st.sampled_from(
        ["", "Home", "Share", "By Ann Lee", "© 2024", PARAGRAPH, "12", "Ünïcode —", "\x0b", RUSSIAN]
    )
    | st.text(max_size=40).filter(lambda text: "\n" not in text and "\r" not in text),
    max_size=30,
).map("\n".join)


@settings(deadline=None, max_examples=25)
@given(st.lists(pages, min_size=1, max_size=5))
def test_a_page_scores_the_same_in_every_batch(batch: list[str]) -> None:
    together = score_lines(split_lines(batch))
    alone = [score_lines(split_lines([page])) for page in batch]
    for name in CLASSES:
        separate = np.concatenate([getattr(scores, name) for scores in alone])
        np.testing.assert_array_equal(getattr(together, name), separate)


@settings(deadline=None, max_examples=25)
@given(pages)
def test_every_line_with_text_has_probabilities_that_add_up_to_one(page: str) -> None:
    lines = split_lines([page])
    scores = score_lines(lines)
    total = sum(getattr(scores, name).astype(float) for name in CLASSES)
    np.testing.assert_allclose(total, [1.0 if text else 0.0 for text in lines.texts], atol=1e-5)


@pytest.mark.parametrize("alphabet", Alphabet)
def test_each_shipped_model_was_taught_the_features_it_gets(alphabet: Alphabet) -> None:
    model = shipped_model(alphabet)
    shapes = line_shapes(split_lines([PARAGRAPH]), model.columns)
    topics = topic_columns(shapes, model.words, TOPICS)
    features = tree_features(shapes, topics, first_look(shapes, topics, model.network))
    assert model.trees.feature_name() == list(features)
    assert len(model.network.scale) == len(shapes.columns) + len(TOPICS)


@given(st.lists(st.tuples(st.floats(0, 1, width=32), st.integers(1, 500)), min_size=1, max_size=30))
def test_no_other_threshold_lets_expect_a_better_page(page: list[tuple[float, int]]) -> None:
    body = np.array([likely for likely, _ in page], dtype=np.float32)
    length = np.array([size for _, size in page])
    weight = np.sqrt(length)

    def expected_f1(kept: np.ndarray) -> float:
        hits = (weight * body)[kept].sum()
        return float(2 * hits / max(weight[kept].sum() + (weight * body).sum(), 1e-9))

    chosen = choose_lines(body, length, np.zeros(len(page), dtype=np.int64))
    others = [body > threshold for threshold in body[body >= 0.25]]
    assert all(expected_f1(chosen) >= expected_f1(other) - 1e-6 for other in others)


def test_commands_that_read_no_page_do_not_wait_for_the_model() -> None:
    loaded = "import sys, transforms; print(*{'lightgbm', 'pandas'} & sys.modules.keys())"
    shown = subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True)
    assert not shown.stdout.strip()
