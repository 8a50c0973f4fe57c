"""Rows of the lexicon of joins: which of them speaks of a form."""

from collections.abc import Iterator

import pytest

from dateline.transforms.identity.forms import Form
from dateline.transforms.identity.offices import Office
from dateline.transforms.identity.own_joins import own_join
from dateline.transforms.own_lexicons import OwnLexicons, use_lexicons

ROWS = (
    ("Vrana", "", "", "Ludek Vrana"),
    ("Vrana", "coach", "", "Karel Vrana"),
    ("Vrana", "coach", "pol", "Jan Vrana"),
    ("Vrana", "", "Poland", "Wanda Vrana"),
    ("Vrana", "", "", "Milena Vrana"),
)


@pytest.fixture(autouse=True)
def _rows() -> Iterator[None]:
    columns = ("name", "office", "country", "joined_to")
    rows = tuple(
        {"kind": "person", "source": "own", **dict(zip(columns, row, strict=True))} for row in ROWS
    )
    use_lexicons(OwnLexicons({"entity_joins": rows}))
    yield
    use_lexicons(OwnLexicons())


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (Form(""), "Milena Vrana"),
        (Form("", (Office("coach"),)), "Karel Vrana"),
        (Form("", (Office("coach"),), ("POL",)), "Jan Vrana"),
        (Form("", page_countries=("POL", "SVK")), "Wanda Vrana"),
    ],
)
def test_the_row_with_most_conditions_counts_and_of_these_the_last(form: Form, name: str) -> None:
    assert own_join("person", "VRANA", form) == name


def test_rows_are_of_one_kind_and_name() -> None:
    assert own_join("organisation", "Vrana", Form("")) is None
    assert own_join("person", "Ludek Vrana", Form("")) is None
