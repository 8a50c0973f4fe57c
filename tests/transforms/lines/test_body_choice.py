from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline import seeds
from dateline.transforms.lines.alphabets import Alphabet
from dateline.transforms.lines.body_choice import (
    BodyChoice,
    _shipped_model,
    choose_body,
    look_at,
)
from dateline.transforms.lines.model import score_lines
from dateline.transforms.lines.splitting import split_lines
from dateline.transforms.lines.stretches import find_stretches, stretch_columns

SAMPLE = sorted(files(seeds).joinpath("sample").iterdir(), key=lambda page: page.name)
TEXTS = [page.read_text(encoding="utf-8") for page in SAMPLE]
PARAGRAPH = (
    "The council said on Monday that the bridge would stay closed until the spring, "
    "after engineers found that two of its piers had moved."
)

pages = st.lists(
    st.sampled_from(
        ["", "Home", "Share", "By Ann Lee", "© 2024", PARAGRAPH, "12", "Comments (2)", "So true!"]
    )
    | st.text(max_size=40).filter(lambda text: "\n" not in text and "\r" not in text),
    max_size=30,
).map("\n".join)


def chosen(*texts: str) -> BodyChoice:
    lines = split_lines(texts)
    return choose_body(lines, score_lines(lines))


@settings(deadline=None, max_examples=25)
@given(st.lists(pages, min_size=1, max_size=5))
def test_a_page_has_the_same_body_in_every_batch(batch: list[str]) -> None:
    together = chosen(*batch)
    alone = [chosen(page) for page in batch]
    for name in BodyChoice.__slots__:
        separate = np.concatenate([getattr(choice, name) for choice in alone])
        np.testing.assert_array_equal(getattr(together, name), separate)


@settings(deadline=None, max_examples=25)
@given(pages)
def test_a_page_has_a_body_where_the_line_model_found_one(page: str) -> None:
    lines = split_lines([page])
    scores = score_lines(lines)
    choice = choose_body(lines, scores)
    by_line = choice.is_body ^ choice.by_stretch
    # A line of nothing but marks makes no body.
    has_words = any(map(str.isalpha, "".join(np.array(lines.texts)[by_line])))
    assert by_line.any() or not choice.is_body.any()
    assert choice.is_body.any() or not has_words
    assert ((choice.likely >= 0) & (choice.likely <= 1)).all()


def test_no_lines_have_no_scores() -> None:
    for texts in ([], [""]):
        lines = split_lines(texts)
        assert len(choose_body(lines, score_lines(lines)).is_body) == 0


def test_a_page_without_an_article_has_no_body() -> None:
    menu = ["Home", "News", "Sport", "Weather", "Contact us", "© 2024 The Example Times"]
    lines = split_lines(["\n".join(menu), "\n\n\n"])
    assert not choose_body(lines, score_lines(lines)).is_body.any()


@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n\r\n"])
def test_an_article_without_boilerplate_is_kept_whole(between: str) -> None:
    paragraphs = [f"{PARAGRAPH} {number} people were asked." for number in range(12)]
    lines = split_lines([between.join(paragraphs)])
    body = choose_body(lines, score_lines(lines)).is_body
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
    body = choose_body(lines, score_lines(lines)).is_body
    kept = [text for text, is_body in zip(lines.texts, body, strict=True) if is_body]
    assert kept[0].startswith(first)
    assert kept[-1].endswith(last)
    assert len(kept) == count


def test_a_page_of_one_sentence_is_an_article() -> None:
    lines = split_lines(["The new bridge is paid for by the state.", "Page not found"])
    assert choose_body(lines, score_lines(lines)).is_body.tolist() == [True, False]


@pytest.mark.parametrize("alphabet", Alphabet)
def test_each_shipped_model_was_taught_the_features_it_gets(alphabet: Alphabet) -> None:
    lines = split_lines([PARAGRAPH])
    scores = score_lines(lines)
    looked_at = look_at(scores.seen[0], scores.body, np.zeros(1, np.int64))
    model = _shipped_model(alphabet)
    columns = stretch_columns(looked_at, find_stretches(looked_at), model.rarity)
    assert model.trees.feature_name() == list(columns)


@pytest.mark.parametrize("alphabet", Alphabet)
def test_what_is_said_more_often_is_right_more_often(alphabet: Alphabet) -> None:
    model = _shipped_model(alphabet)
    for points in (model.kept, model.left):
        assert (np.diff(points, axis=0) >= 0).all()
