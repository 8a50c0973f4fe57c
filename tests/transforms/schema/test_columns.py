"""How a declaration is read, and what every declared column keeps to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, ClassVar

import pyarrow as pa
import pytest

from dateline.transforms.schema import ROW_TYPES, TABLES
from dateline.transforms.schema.columns import Col, Column, Table, altered, table_of, to_arrow

TIMESTAMP = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True, slots=True)
class Part:
    start: Annotated[int, Col("First character")]
    note: Annotated[str | None, Col("Anything else")]


@dataclass(frozen=True, slots=True)
class Made:
    """A row that is made up. Nothing but the first line's meaning counts.

    This is not a part of it.
    """

    table: ClassVar[str] = "made"
    schema: ClassVar[str] = "ops"

    name: Annotated[str, Col("The name", key=True)]
    day: Annotated[date | None, Col("The day", key=True)]
    seen_at: Annotated[datetime, Col("When")]
    parts: Annotated[tuple[Part, ...], Col("The parts")]
    size: Annotated[float, Col("The size", unit="share")]


def test_a_row_type_becomes_a_table() -> None:
    table = table_of(Made)
    assert (table.qualified_name, table.key) == ("ops.made", ("name", "day"))
    assert table.meaning == "A row that is made up. Nothing but the first line's meaning counts"
    part = pa.struct([pa.field("start", pa.int64(), False), pa.field("note", pa.string(), True)])
    assert table.arrow_schema == pa.schema(
        [
            pa.field("name", pa.string(), False),
            pa.field("day", pa.date32(), True),
            pa.field("seen_at", TIMESTAMP, False),
            pa.field("parts", pa.list_(part), False),
            pa.field("size", pa.float64(), False),
        ]
    )


def test_the_main_schema_is_not_named() -> None:
    assert Table("made", "main", "", ()).qualified_name == "made"


def test_rows_become_arrow_whatever_they_nest() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        Made("a", None, at, (Part(1, None), Part(2, "x")), 0.5),
        Made("b", at.date(), at, (), 1),
    ]
    found = to_arrow(Made, rows)
    assert found.schema == table_of(Made).arrow_schema
    assert found["parts"].to_pylist() == [
        [{"start": 1, "note": None}, {"start": 2, "note": "x"}],
        [],
    ]
    assert found["day"].to_pylist() == [None, at.date()]
    assert to_arrow(Made, []).equals(table_of(Made).arrow_schema.empty_table())


def test_a_row_is_altered_in_some_columns_and_stays_as_it_was() -> None:
    row = Made("a", None, datetime(2026, 1, 1, tzinfo=UTC), (Part(1, None),), 0.5)
    changed = altered(row, name="b", size=1.0)
    assert changed == Made("b", None, row.seen_at, row.parts, 1.0)
    assert row.name == "a"


@dataclass(frozen=True, slots=True)
class Bare:
    """A row with a field of which nothing is said."""

    table: ClassVar[str] = "bare"
    schema: ClassVar[str] = "main"

    name: str


@dataclass(frozen=True, slots=True)
class Strange:
    """A row with a type that no table has."""

    table: ClassVar[str] = "strange"
    schema: ClassVar[str] = "main"

    number: Annotated[complex, Col("A number")]


@pytest.mark.parametrize(
    ("row_type", "message"),
    [(Bare, r"Bare\.name is declared without a Col"), (Strange, "no Arrow type for .*complex")],
)
def test_a_field_that_cannot_be_a_column_is_an_error(row_type: type, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        _ = table_of(row_type).arrow_schema


def declared() -> Iterator[tuple[str, Column]]:
    """Every column with its full name."""
    for name, table in TABLES.items():
        for column in table.columns:
            yield f"{name}.{column.name}", column


def test_every_table_has_a_key_a_plural_name_and_a_class_of_its_own() -> None:
    assert len(TABLES) == len(ROW_TYPES)
    for name, table in TABLES.items():
        assert table.key, name
        assert table.name.endswith("s") or table.name == "quarantine"
        assert len(table.columns) == len({column.name for column in table.columns})


def test_every_meaning_is_a_phrase_without_a_full_stop() -> None:
    meanings = {name: column.declared.meaning for name, column in declared()}
    meanings |= {name: table.meaning for name, table in TABLES.items()}
    assert [
        name
        for name, meaning in meanings.items()
        if meaning != meaning.strip() or not meaning or meaning.endswith(".") or "\n" in meaning
    ] == []


@pytest.mark.parametrize(
    ("ending", "arrow", "unit_is_needed"),
    [
        ("_at", TIMESTAMP, False),
        ("_date", pa.date32(), False),
        ("_count", pa.int64(), True),
        ("_number", pa.int64(), False),
        ("_share_total", pa.float64(), True),
        ("_id", pa.string(), False),
    ],
)
def test_an_ending_says_what_type_a_column_has(
    ending: str, arrow: pa.DataType, unit_is_needed: bool
) -> None:
    found = {name: column for name, column in declared() if name.endswith(ending)}
    assert found
    assert [name for name, column in found.items() if column.arrow != arrow] == []
    if unit_is_needed:
        assert [name for name, column in found.items() if not column.declared.unit] == []


def test_a_point_in_time_and_a_truth_are_known_by_their_names() -> None:
    for name, column in declared():
        assert (column.arrow == TIMESTAMP) == name.endswith("_at"), name
        if column.name.startswith(("is_", "has_")):
            assert column.arrow == pa.bool_(), name


def test_numbers_of_things_are_not_negative_and_shares_go_from_0_to_1() -> None:
    for name, column in declared():
        bounds = (column.declared.minimum, column.declared.maximum)
        if column.declared.unit == "share":
            assert bounds == (0, 1), name
        elif column.declared.unit and not column.declared.unit.startswith("degrees"):
            assert bounds[0] is not None, name
            assert bounds[0] >= 0, name


def test_what_identifies_a_row_is_never_null() -> None:
    assert [name for name, column in declared() if column.declared.key and column.nullable] == []


def test_a_reference_names_a_column_of_the_same_type() -> None:
    columns = dict(declared())
    references = {name: column.declared.references for name, column in columns.items()}
    assert any(references.values())
    for name, target in references.items():
        if target is not None:
            assert columns[target].arrow == columns[name].arrow, name
            assert columns[target].declared.key, name


def test_limits_and_patterns_are_of_the_type_that_they_limit() -> None:
    for name, column in declared():
        if column.declared.values is not None or column.declared.pattern is not None:
            assert column.arrow == pa.string(), name
        if column.declared.minimum is not None or column.declared.maximum is not None:
            assert column.arrow in (pa.int64(), pa.float64()), name
        if column.declared.pattern is not None:
            re.compile(column.declared.pattern)
