"""A rule's two forms agree: the result by Great Expectations, and the query for failing rows."""

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_rows import BARE, DOCUMENT, UNKNOWN, as_tables, edge_rows, good_rows, nearly_equal_rows

from dateline.expectations import ALL_RULES
from dateline.expectations.candidates import candidates, evaluated_rows_query, failing_rows_query
from dateline.expectations.rules import RowCondition, TableCondition, UniqueKey
from dateline.expectations.validation import validate
from dateline.transforms.parsing import parse_batch
from dateline.transforms.schema import ROW_TYPES, TABLES
from dateline.transforms.schema.closed_sets import LABELS
from dateline.transforms.schema.columns import table_of, to_arrow
from dateline.transforms.schema.pages import Document
from dateline.transforms.text.page import Page

ROOT = Path(__file__).parents[2]
PAGES = [*(ROOT / "seeds/sample").glob("*.txt"), *(ROOT / "tests/golden").glob("*/page.txt")]


def assert_verdict_and_query_agree(tables: dict[str, pa.Table]) -> dict[str, bool]:
    """Also gives back the results."""
    with candidates(tables) as connection:
        by_query = {}
        for rule in ALL_RULES:
            if rule.scope == "table":
                ((holds,),) = connection.execute(evaluated_rows_query(rule)).fetchall()
                by_query[rule.name] = holds is not False
            else:
                failing = connection.execute(failing_rows_query(rule))
                by_query[rule.name] = failing.fetchone() is None
        judged = dict(validate(connection, ALL_RULES))
    assert judged == by_query
    return judged


def test_on_the_golden_pages() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(PAGES)]
    rows = [_document(text) for text in texts]
    parsed = parse_batch([Page(row.document_id, row.text) for row in rows])
    empty = {name: table.arrow_schema.empty_table() for name, table in TABLES.items()}
    made = {field.name: getattr(parsed, field.name) for field in fields(parsed)}
    judged = assert_verdict_and_query_agree(empty | made | {"documents": to_arrow(Document, rows)})
    assert len(texts) > 10
    critical = {rule.name for rule in ALL_RULES if rule.severity == "critical"}
    failed = {name for name, passed in judged.items() if not passed}
    assert failed & critical == set()


def _document(text: str) -> Document:
    return Document(
        document_id=sha256(text.encode()).hexdigest(),
        source_id=str(hash(text)),
        url=None,
        encoding="utf-8",
        repairs=(),
        text=text,
        byte_count=len(text.encode()),
        fetched_at=None,
        metadata=None,
        page_metadata=None,
        ingested_at=datetime(2026, 3, 5, tzinfo=UTC),
        run_id="run-1",
    )


def test_where_each_rule_of_a_column_fails() -> None:
    judged = assert_verdict_and_query_agree(as_tables(edge_rows()))
    written = RowCondition | TableCondition | UniqueKey
    of_columns = [rule.name for rule in ALL_RULES if not isinstance(rule.check, written)]
    assert [name for name in of_columns if judged[name]] == []


@pytest.mark.parametrize("make", [good_rows, nearly_equal_rows])
def test_on_made_up_rows(make: Callable[[], dict[type, list[object]]]) -> None:
    assert_verdict_and_query_agree(as_tables(make()))


_TEXTS = st.sampled_from(
    [
        "",
        " ",
        "direct",
        "'; DROP TABLE lines; --",
        '"',
        "\x00",
        "\n",
        "nan",
        "<b>",
        "{x}",
        "%s",
        "é🙂",
    ]
)
_VALUES: dict[pa.DataType, st.SearchStrategy[object]] = {
    pa.string(): _TEXTS | st.sampled_from(LABELS) | st.text(max_size=5),
    pa.int64(): st.integers(-2, 70) | st.sampled_from([2**63 - 1, -(2**63)]),
    pa.float64(): st.floats(-1, 2) | st.sampled_from([float("nan"), float("inf")]),
    pa.bool_(): st.booleans(),
    pa.binary(): st.binary(max_size=3),
    pa.date32(): st.dates(),
    pa.timestamp("us", tz="UTC"): st.datetimes(
        min_value=datetime(1900, 1, 1), timezones=st.just(UTC)
    ),
}


def _values(name: str, arrow: pa.DataType) -> st.SearchStrategy[object]:
    if name == "document_id":
        return st.sampled_from([DOCUMENT, BARE, UNKNOWN, "no hash"]) | st.none()
    if pa.types.is_list(arrow):
        return st.lists(_values(name, arrow.value_type), max_size=2) | st.none()
    if pa.types.is_struct(arrow):
        return st.fixed_dictionaries(
            {field.name: _values(field.name, field.type) for field in arrow}
        )
    return _VALUES[arrow] | st.none()


@st.composite
def _made_tables(draw: st.DrawFn) -> dict[str, pa.Table]:
    tables = as_tables(good_rows())
    for row_type in ROW_TYPES:
        table = table_of(row_type)
        row = st.fixed_dictionaries(
            {column.name: _values(column.name, column.arrow) for column in table.columns}
        )
        rows = draw(st.lists(row, max_size=3))
        made = pa.Table.from_pylist(
            rows,
            schema=pa.schema([pa.field(column.name, column.arrow) for column in table.columns]),
        )
        if draw(st.booleans()):
            made = pa.concat_tables([tables[table.qualified_name].cast(made.schema), made])
        tables[table.qualified_name] = made
    return tables


@settings(max_examples=3, deadline=None)
@given(_made_tables())
def test_on_any_rows(tables: dict[str, pa.Table]) -> None:
    assert_verdict_and_query_agree(tables)


@pytest.mark.soak
@settings(max_examples=100, deadline=None)
@given(_made_tables())
def test_on_many_more_rows(tables: dict[str, pa.Table]) -> None:
    assert_verdict_and_query_agree(tables)
