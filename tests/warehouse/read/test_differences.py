"""What differs is told by row and field, whatever order the rows are in."""

from collections.abc import Iterator, Mapping

import duckdb
import pyarrow as pa
import pytest
from made_batches import document_id, tables, with_column

from dateline.transforms.schema import TABLES
from dateline.warehouse.read.differences import (
    Example,
    TableDifference,
    _example,
    compare,
    differing,
)

ROWS = tables(range(4))


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def changed(name: str, column: str, values: Mapping[int, object]) -> pa.Table:
    """The rows of a table, with other values in a column for some of them, by index."""
    old = dict(enumerate(ROWS[name][column].to_pylist()))
    return with_column(ROWS[name], column, list((old | dict(values)).values()))


def between(
    connection: duckdb.DuckDBPyConnection, name: str, old: pa.Table, new: pa.Table
) -> TableDifference | None:
    connection.register("old", old)
    connection.register("new", new)
    return compare(connection, TABLES[name], "old", "new")


@pytest.mark.parametrize("name", sorted(set(ROWS) - {"ops.quarantine"}))
def test_the_same_rows_in_another_order_are_no_difference(
    connection: duckdb.DuckDBPyConnection, name: str
) -> None:
    rows = ROWS[name]
    backwards = rows.take(list(range(rows.num_rows))[::-1])
    assert between(connection, name, rows, backwards) is None
    assert between(connection, name, rows.slice(0, 0), rows.slice(0, 0)) is None


def test_a_field_is_shown_with_its_values_and_null_is_a_value(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    new = changed("quotes", "speaker", {2: None, 3: "Ana Lima Sr"})
    new = with_column(new, "confidence", [0.9, 0.9, 0.5, 0.9])
    found = between(connection, "quotes", ROWS["quotes"], new)
    assert found is not None
    assert (found.added.row_count, found.removed.row_count, found.changed_count) == (0, 0, 2)
    assert {name: field.row_count for name, field in found.fields.items()} == {
        "speaker": 2,
        "confidence": 1,
    }
    shown = {example.row["document_id"]: example for example in found.fields["speaker"].examples}
    assert shown[document_id(2)].old == "Cy O'Hara"
    assert shown[document_id(2)].new is None
    assert shown[document_id(3)].new == "Ana Lima Sr"


def test_a_row_of_one_state_shows_its_text(connection: duckdb.DuckDBPyConnection) -> None:
    found = between(connection, "mentions", ROWS["mentions"].slice(1), ROWS["mentions"].slice(0, 3))
    assert found is not None
    assert (found.added.row_count, found.removed.row_count, found.changed_count) == (1, 1, 0)
    (added,), (removed,) = found.added.examples, found.removed.examples
    assert (added.row["document_id"], added.old, added.new) == (document_id(0), None, "Ana Lima")
    assert (removed.row["document_id"], removed.old, removed.new) == (
        document_id(3),
        "Ana Lima",
        None,
    )


def test_a_row_that_moves_down_is_the_same_row(connection: duckdb.DuckDBPyConnection) -> None:
    first = with_column(ROWS["quotes"].slice(0, 1), "start", [0])
    moved = changed("quotes", "quote_number", {0: 1})
    found = between(connection, "quotes", ROWS["quotes"], pa.concat_tables([first, moved]))
    assert found is not None
    assert (found.added.row_count, found.removed.row_count) == (1, 0)
    assert list(found.fields) == ["quote_number"]


def test_of_rows_that_begin_together_each_has_its_own_pair(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    longer = with_column(
        changed("quotes", "quote_number", dict.fromkeys(range(4), 1)), "end", 4 * [99]
    )
    both = pa.concat_tables([ROWS["quotes"], longer])
    assert between(connection, "quotes", both, both) is None
    found = between(connection, "quotes", ROWS["quotes"], both)
    assert found is not None
    assert (found.added.row_count, found.changed_count) == (4, 0)


def test_a_few_examples_stand_for_all(connection: duckdb.DuckDBPyConnection) -> None:
    new = changed("articles", "headline", {n: f"New {n}" for n in range(4)})
    found = between(connection, "articles", ROWS["articles"], new)
    assert found is not None
    field = found.fields["headline"]
    assert (field.row_count, len(field.examples)) == (4, 3)
    keys = [str(example.row["document_id"]) for example in field.examples]
    assert keys == sorted(document_id(page) for page in range(4))[:3]


def test_a_long_value_is_cut_to_where_it_differs(connection: duckdb.DuckDBPyConnection) -> None:
    start = "word " * 1000
    old = changed("articles", "article_body", {0: f"{start}old{start}"})
    new = changed("articles", "article_body", {0: f"{start}new{start}"})
    found = between(connection, "articles", old, new)
    assert found is not None
    (example,) = found.fields["article_body"].examples
    for value, said in ((example.old, "old"), (example.new, "new")):
        assert value is not None
        assert len(value) < 130
        assert value.startswith("…")
        assert value.endswith("…")
        assert said in value


def test_a_list_is_shown_as_json(connection: duckdb.DuckDBPyConnection) -> None:
    new = changed("articles", "author", {0: ["Ana"]})
    found = between(connection, "articles", ROWS["articles"], new)
    assert found is not None
    assert found.fields["author"].examples == (
        Example({"document_id": document_id(0)}, '["Ana Lima","Bo “B” Ek"]', '["Ana"]'),
    )


def test_bytes_are_shown_in_base64() -> None:
    shown = _example({"quarantine_id": "a"}, b"\x00\xff", None)
    assert shown == Example({"quarantine_id": "a"}, "AP8=", None)


def test_the_pages_with_a_difference_are_found_by_the_key(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.register("old", ROWS["lines"].slice(1))
    connection.register("new", changed("lines", "label", {7: "date"}))
    query = differing(TABLES["lines"], "document_id", "old", "new")
    assert set(connection.execute(query).fetchall()) == {(document_id(0),), (document_id(3),)}
