import io

import duckdb
import pytest
from rich.console import Console

from dateline.flows.show.layout import Layout
from dateline.flows.show.query_results import print_table
from dateline.warehouse.catalog.results import QueryResult


def result(sql: str) -> QueryResult:
    return QueryResult(duckdb.connect().execute(sql))


def shown(sql: str, *, width: int, layout: Layout = Layout.AUTO) -> str:
    file = io.StringIO()
    print_table(Console(file=file, width=width), result(sql), limit=10, layout=layout)
    return file.getvalue()


def test_columns_of_one_name_keep_their_values() -> None:
    sql = "SELECT 1 AS a, 2 AS a, 3 AS a_1, 4 AS b"
    (row,) = result(sql).dicts()
    assert list(row.values()) == [1, 2, 3, 4]
    assert (row["a"], row["b"]) == (1, 4)
    cells = shown(sql, width=60).splitlines()[2].split("│")
    assert [cell.strip() for cell in cells] == list("1234")


WIDE = "SELECT 'x' AS a_long_name, 'y' AS another_long_name, repeat('z', 30) AS long_values"


def test_rows_stand_upright_when_a_column_would_be_narrower_than_its_name() -> None:
    assert "│" in shown(WIDE, width=70)
    narrow = shown(WIDE, width=30)
    assert "│" not in narrow
    assert [line.split() for line in narrow.splitlines()[:2]] == [
        ["row", "1"],
        ["a_long_name", "x"],
    ]
    assert narrow.rstrip().endswith("1 row")
    # A wide value is cut, not its row turned.
    assert "│" in shown("SELECT 1 AS a, repeat('word ', 30) AS b", width=30)


@pytest.mark.parametrize("width", range(5, 80, 3))
def test_no_column_of_a_table_is_narrower_than_its_name(width: int) -> None:
    header = shown(WIDE, width=width).splitlines()[0]
    if "┃" in header:
        names = [name.strip() for name in header.split("┃")]
        assert names == ["a_long_name", "another_long_name", "long_values"]


def test_a_layout_can_be_chosen() -> None:
    assert "row 1" in shown("SELECT 1 AS a", width=80, layout=Layout.LINE)
    assert "│" in shown(WIDE, width=30, layout=Layout.TABLE)
    assert "row 1" not in shown("SELECT 1 AS a LIMIT 0", width=80, layout=Layout.LINE)


def test_upright_values_are_escaped() -> None:
    assert "\x1b" not in shown("SELECT chr(27) || '[2J' AS a", width=80, layout=Layout.LINE)
