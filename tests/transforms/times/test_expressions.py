import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline import seeds
from dateline.transforms.times.expressions import find_expressions


def found(text: str) -> list[tuple[str, str | None]]:
    return [(text[e.start : e.end], e.meaning.unresolved) for e in find_expressions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opened on May 3, 2024.", [("May 3, 2024", "2024-05-03")]),
        ("It ran 5–7 June 2019.", [("5–7 June 2019", "2019-06-05/2019-06-07")]),
        ("Fair days: June 5-7.", [("June 5-7", "XXXX-06-05")]),
        ("They met on the 12th of October.", [("the 12th of October", "XXXX-10-12")]),
        ("Sales fell in early March 2020.", [("early March 2020", "2020-03")]),
        ("It closed in July.", [("July", "XXXX-07")]),
        ("Built in 1871–72, sold in 1999.",
         [("1871", "1871"), ("72", "1872"), ("1999", "1999")]),
        ("The law of the 1990s", [("the 1990s", "1990-01-01/1999-12-31")]),
        ("back in the 1990’s", [("the 1990’s", "1990-01-01/1999-12-31")]),
        ("back in the ’90s", [("the ’90s", "1990-01-01/1999-12-31")]),
        ("a 19th century mill", [("19th century", "1800-01-01/1899-12-31")]),
        ("Athens, 776 BC", [("776 BC", "-0775")]),
        ("He came yesterday evening.", [("yesterday evening", "-P1D")]),
        ("They vote next Friday.", [("next Friday", "XXXX-WXX-5")]),
        ("Two weeks ago it rained.", [("Two weeks ago", "-P2W")]),
        ("over the past three years", [("the past three years", "-P3Y")]),
        ("It closed one and a half years ago.", [("one and a half years ago", "-P18M")]),
        ("They met over the weekend.", [("the weekend", "XXXX-WXX-WE")]),
        ("It took several months.", [("several months", "PXM")]),
        ("a 21-day tour", [("21-day", "P21D")]),
        ("It runs every Monday, and daily in May.",
         [("every Monday", "XXXX-WXX-1"), ("daily", "P1D"), ("May", "XXXX-05")]),
        ("since the summer of 2010", [("the summer of 2010", "2010-06-01/2010-08-31")]),
        ("in the third quarter of 2023", [("the third quarter of 2023", "2023-07-01/2023-09-30")]),
        ("before Christmas 2021", [("Christmas 2021", "2021-12-25")]),
        ("seized on 11/03/2017", [("11/03/2017", "[2017-03-11,2017-11-03]")]),
    ],
)  # fmt: skip
def test_expressions_are_found_with_what_they_mean(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "She may march on, he said.",
        "The 34-year-old won.",
        "Some 2,000 people and 1900 soldiers came.",
        "It cost $2015.",
        "Water will spring and fall.",
        "May Bloom and April Woods sang.",
    ],
)
def test_what_speaks_of_no_time_is_none(text: str) -> None:
    assert found(text) == []


words = st.sampled_from(
    [row["phrase"] for row in seeds.lexicon("time_words")]
    + ["Monday", "May", "May 3", "2019", "the", "-", ",", "12", "1990s", "3/4/2020", "\n"]
)


@given(st.lists(words | st.text(max_size=6), max_size=30).map(" ".join))
@example("the the last last May May 99999 years ago 0 BC")
def test_expressions_come_in_order_and_never_overlap(text: str) -> None:
    end = 0
    for expression in find_expressions(text):
        assert end <= expression.start < expression.end <= len(text)
        end = expression.end
