import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import seeds
from dateline.transforms.lines.features import line_shapes, topic_columns
from dateline.transforms.lines.model import (
    TOPICS,
    LineScores,
    _shipped_model,
    choose_body,
    choose_lines,
    first_look,
    score_lines,
    tree_features,
)
from dateline.transforms.lines.splitting import split_lines

SAMPLE = sorted(files(seeds).joinpath("sample").iterdir(), key=lambda page: page.name)
TEXTS = [page.read_text(encoding="utf-8") for page in SAMPLE]
PARAGRAPH = (
    "The council said on Monday that the bridge would stay closed until the spring, "
    "after engineers found that two of its piers had moved."
)
CLASSES = LineScores.__slots__

pages = st.lists(
    st.sampled_from(
        ["", "Home", "Share", "By Ann Lee", "© 2024", PARAGRAPH, "12", "Ünïcode —", "\x0b"]
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


def test_no_lines_have_no_scores() -> None:
    for texts in ([], [""]):
        lines = split_lines(texts)
        assert len(choose_body(lines, score_lines(lines))) == 0


def test_a_page_without_an_article_has_no_body() -> None:
    menu = ["Home", "News", "Sport", "Weather", "Contact us", "© 2024 The Example Times"]
    lines = split_lines(["\n".join(menu), "\n\n\n"])
    assert not choose_body(lines, score_lines(lines)).any()


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n\r\n"])
def test_an_article_without_boilerplate_is_kept_whole(between: str) -> None:
    paragraphs = [f"{PARAGRAPH} {number} people were asked." for number in range(12)]
    lines = split_lines([between.join(paragraphs)])
    body = choose_body(lines, score_lines(lines))
    assert body.tolist() == [bool(text) for text in lines.texts]


@pytest.mark.parametrize(
    ("number", "first", "last", "count"),
    [
        (0, "WASHINGTON, DC — The", "said Secretary Blinken.", 11),
        (1, "In a diplomatic effort", "to Armenia’s dismay.", 7),
        (2, "At a news conference", "everyone concerned,” Blinken said.", 6),
        (3, "U.S. Secretary of State", "has undertaken,\" O'Brien concluded.", 13),
        (4, "Secretary of State Antony", "during the 2020 war?", 11),
    ],
)
def test_the_body_of_a_sample_page(number: int, first: str, last: str, count: int) -> None:
    lines = split_lines([TEXTS[number]])
    body = choose_body(lines, score_lines(lines))
    kept = [text for text, is_body in zip(lines.texts, body, strict=True) if is_body]
    assert kept[0].startswith(first)
    assert kept[-1].endswith(last)
    assert len(kept) == count


def test_the_shipped_model_was_taught_the_features_it_gets() -> None:
    model = _shipped_model()
    shapes = line_shapes(split_lines([PARAGRAPH]))
    topics = topic_columns(shapes, model.words, TOPICS)
    features = tree_features(shapes, topics, first_look(shapes, topics, model.network))
    assert model.trees.feature_name() == list(features)
    assert len(model.network.scale) == len(shapes.columns) + len(TOPICS)


def test_a_page_of_one_sentence_is_an_article() -> None:
    lines = split_lines(["The new bridge is paid for by the state.", "Page not found"])
    assert choose_body(lines, score_lines(lines)).tolist() == [True, False]


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
