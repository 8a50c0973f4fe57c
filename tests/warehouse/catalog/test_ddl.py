"""Names and types as SQL."""

import pyarrow as pa
import pytest

from dateline.warehouse.catalog import ddl


@pytest.mark.parametrize(
    ("arrow", "expected"),
    [
        (pa.string(), "VARCHAR"),
        (pa.list_(pa.string()), "VARCHAR[]"),
        (pa.timestamp("us", tz="UTC"), "TIMESTAMP WITH TIME ZONE"),
        (
            pa.list_(pa.struct([("start", pa.int64()), ('a"b', pa.date32())])),
            'STRUCT("start" BIGINT, "a""b" DATE)[]',
        ),
    ],
)
def test_types(arrow: pa.DataType, expected: str) -> None:
    assert ddl.duckdb_type(arrow) == expected


def test_an_undeclared_type_is_refused() -> None:
    with pytest.raises(TypeError, match="no DuckDB type for float"):
        ddl.duckdb_type(pa.float32())


def test_quotes_are_doubled() -> None:
    assert ddl.literal("O'Brien") == "'O''Brien'"
    assert ddl.identifier('a"b') == '"a""b"'
