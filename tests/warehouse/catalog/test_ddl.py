"""Names and types as SQL."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

import pytest

from dateline.transforms.schema.columns import Col
from dateline.warehouse.catalog import ddl


@dataclass(frozen=True, slots=True)
class Part:
    """What a list may hold."""

    start: Annotated[int, Col("first")]
    end: Annotated[date | None, Col("last")]


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        (str, "VARCHAR"),
        (tuple[str, ...], "VARCHAR[]"),
        (datetime, "TIMESTAMP WITH TIME ZONE"),
        (tuple[tuple[int, ...], ...], "BIGINT[][]"),
    ],
)
def test_types(annotation: Any, expected: str) -> None:
    assert ddl.duckdb_type(annotation) == expected
    assert ddl.annotation_of(expected) == annotation


def test_a_row_type_is_a_struct() -> None:
    assert ddl.duckdb_type(tuple[Part, ...]) == 'STRUCT("start" BIGINT, "end" DATE)[]'


def test_an_undeclared_type_is_refused() -> None:
    with pytest.raises(TypeError, match="no DuckDB type for <class 'complex'>"):
        ddl.duckdb_type(complex)
    assert ddl.annotation_of("HUGEINT") is object


def test_quotes_are_doubled() -> None:
    assert ddl.literal("O'Brien") == "'O''Brien'"
    assert ddl.identifier('a"b') == '"a""b"'
