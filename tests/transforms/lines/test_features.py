import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.lines.features import CERTAIN, LineShapes, line_shapes, second_look
from dateline.transforms.lines.splitting import split_lines
from dateline.transforms.text.characters import characters_of, words_of


def shapes_of(*pages: str) -> LineShapes:
    return line_shapes(split_lines(pages))


def column(name: str, *pages: str) -> list[float]:
    return [round(float(value), 3) for value in shapes_of(*pages).columns[name]]


@pytest.mark.parametrize(
    ("name", "line", "value"),
    [
        ("words", "Don't stop, Él said: 3 times", 7),
        ("sentences", "He left. She stayed! Version 1.2 came", 2),
        ("ends_sentence", "“It is over.”", True),
        ("ends_sentence", "Read more", False),
        ("digit_share", "ab12", 0.5),
        ("capital_share", "ABcd", 0.5),
        ("capitalised_share", "Ana Silva disse", 0.667),
        ("short_lower_share", "the end of it", 1.0),
        ("opens_bullet", "• Home", True),
        ("opens_quote", "«Да»", True),
        ("ends_colon", "Related:", True),
        ("symbols", "Home | News > World", 2),
        ("length", "x" * 5_000, 5_000),
        ("words", "港の壁が崩れる", 4),
        ("words", "GDP增长3%", 3),
        ("sentences", "壁が崩れた。けが人はいない。", 2),
        ("ends_sentence", "「壁が崩れた。」", True),
        ("ends_sentence", "دیوار بندر فرو ریخت۔", True),
        ("ends_sentence", "Նավահանգստի պատը փլուզվեց։", True),
        ("ends_sentence", "«Պատը փլուզվեց»:", True),
        ("ends_sentence", "The wall fell:", False),
        ("ends_sentence", "Πού έπεσε ο τοίχος;", True),
        ("ends_sentence", "The wall fell;", False),
        ("ends_colon", "Պատը փլուզվեց:", False),
        ("ends_colon", "関連記事：", True),
        ("opens_upper", "جدار الميناء ينهار", True),
        ("opens_lower", "კედელი ჩამოინგრა", False),
        ("capitalised_share", "กำแพง Harbour Wall", 1.0),
        ("opens_bullet", "・港のニュース", True),
    ],
)
def test_the_shape_of_a_line(name: str, line: str, value: float) -> None:
    assert column(name, line) == [value]


def test_blank_lines_count_as_space_around_the_others() -> None:
    page = "\n\none\n \ntwo\nthree\n\n\n\n\n\n\n"
    assert column("blank_before", page) == [2, 1, 0]
    assert column("blank_after", page) == [1, 0, 4]


def test_repeats_are_counted_within_a_page_only() -> None:
    pages = ("Share\nNews\nSHARE\nOther", "Share")
    assert column("same_lines", *pages) == [2, 1, 2, 1, 1]
    assert column("same_before", *pages) == [0, 0, 1, 0, 0]


def test_a_word_has_one_hash_wherever_it_stands() -> None:
    words = words_of(characters_of(["Page 12 of", "x page 97", "PAGE, gape"]))
    page, number, of, x, page_again, other_number, upper_page, gape = words.hash.tolist()
    assert page == page_again == upper_page
    assert number == other_number
    assert len({page, number, of, x, gape}) == 5
    assert words.line.tolist() == [0, 0, 0, 1, 1, 1, 2, 2]


def test_one_endless_line_is_measured_in_a_moment() -> None:
    shapes = shapes_of("a" * 16_000_000)
    assert shapes.columns["length"].tolist() == [16_000_000]
    assert shapes.columns["words"].tolist() == [1]


def test_no_lines_have_no_shapes() -> None:
    assert len(shapes_of()) == len(shapes_of("", "\n \n")) == 0


def test_the_second_look_sees_runs_and_the_core() -> None:
    text = "one two three four five six seven eight"
    likely = np.array([0, 1, 1, 0, 0, 1, 0]) * CERTAIN
    shapes = shapes_of("\n".join([text] * 7))
    columns = second_look(shapes, likely)
    assert columns["run_size"].tolist() == [1, 2, 2, 2, 2, 1, 1]
    assert columns["run_before"].tolist() == [0, 0, 1, 0, 1, 0, 0]
    assert columns["run_size-1"].tolist() == [-1, 1, 1, 2, 2, 2, 1]
    assert columns["likely+1"].tolist() == [CERTAIN, CERTAIN, 0, 0, CERTAIN, 0, -1]
    assert columns["likely_above"].tolist() == [i * CERTAIN for i in (0, 0, 1, 2, 2, 2, 3)]
    assert columns["core_distance"].tolist() == list(range(7))
    assert columns["core_widest_gap"].tolist() == [0, 0, 0, 2, 2, 2, 2]
    assert columns["from_top_likely"].tolist() == [-1, 0, 1, 2, 3, 4, 5]


lines = st.sampled_from(
    ["", "Home", "A longer line, with words in it.", "\x0b", "—", "12 May 2024"]
)
pages = st.lists(lines, max_size=12).map("\n".join)


@given(st.lists(pages, min_size=1, max_size=4))
def test_a_page_has_the_same_features_in_every_batch(batch: list[str]) -> None:
    def features(*texts: str) -> dict[str, list[float]]:
        shapes = shapes_of(*texts)
        likely = (shapes.columns["length"] * 97 % CERTAIN).astype(np.int64)
        columns = {**shapes.columns, **(second_look(shapes, likely) if len(shapes) else {})}
        return {name: values.tolist() for name, values in columns.items()}

    together, alone = features(*batch), [features(page) for page in batch]
    for name, values in together.items():
        assert values == [value for columns in alone for value in columns.get(name, [])]
