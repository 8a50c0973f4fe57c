"""How a column is declared, and what every other form of it is derived from.

A row type is a frozen, slotted dataclass; each field is `Annotated[type, Col(...)]`.
`table_of` reads such a class once; the Arrow schema, the lake's DDL, the basic expectations and
the data dictionary all start from the `Table` it returns.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Col:
    """What a column means and what holds for each of its values.

    `unit` is the unit of a number; `values` is an enum, or some of its members; `minimum` and
    `maximum` are inclusive; `pattern` is a regular expression in RE2 syntax that the whole value
    matches; `references` names the `table.column` that holds every value.
    """

    meaning: str
    unit: str | None = None
    key: bool = False
    values: Iterable[StrEnum] | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    references: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column as declared: its name, Arrow type, whether null is allowed, and its `Col`."""

    name: str
    arrow: pa.DataType
    nullable: bool
    declared: Col


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a row type declares it; its `schema` is `main`, or `ops` for the run ledger."""

    name: str
    schema: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def qualified_name(self) -> str:
        """The name that SQL uses: `articles`, `ops.runs`."""
        return self.name if self.schema == "main" else f"{self.schema}.{self.name}"

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together identify a row."""
        return tuple(column.name for column in self.columns if column.declared.key)

    @property
    def arrow_schema(self) -> pa.Schema:
        """The Arrow schema, column order as declared."""
        return pa.schema(
            [pa.field(column.name, column.arrow, column.nullable) for column in self.columns]
        )


_SCALARS: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    bytes: pa.binary(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}


def _arrow_type(annotation: Any) -> tuple[pa.DataType, bool]:
    """The Arrow type of a Python annotation, and whether it admits None."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType) and NoneType in arguments:
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        arrow = _arrow_type(inner)[0]
        if pa.types.is_struct(arrow):
            # Where a struct is null, so are all of its fields.
            arrow = pa.struct([field.with_nullable(True) for field in arrow])
        return arrow, True
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return pa.list_(_arrow_type(arguments[0])[0]), False
    if isinstance(annotation, type) and is_dataclass(annotation):
        return pa.struct(
            [pa.field(c.name, c.arrow, c.nullable) for c in _columns_of(annotation)]
        ), False
    if annotation in _SCALARS:
        return _SCALARS[annotation], False
    raise TypeError(
        f"no Arrow type for {annotation!r}; declare one in transforms/schema/columns.py"
    )


def _columns_of(row_type: type) -> tuple[Column, ...]:
    hints = get_type_hints(row_type, include_extras=True)
    columns = []
    for field in fields(row_type):
        hint = hints[field.name]
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{row_type.__name__}.{field.name} is declared without a Col(...)")
        annotation, declared = get_args(hint)
        arrow, nullable = _arrow_type(annotation)
        columns.append(Column(field.name, arrow, nullable, declared))
    return tuple(columns)


@cache
def table_of(row_type: type) -> Table:
    """The declared table of a row type.

    The row type names its table with the class variables `table` and `schema`;
    its docstring's first line is the table's meaning.
    """
    meaning = (row_type.__doc__ or "").strip().splitlines()[0].rstrip(".")
    return Table(row_type.table, row_type.schema, meaning, _columns_of(row_type))  # type: ignore[attr-defined]


@cache
def _field_names(row_type: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(row_type))


def _plain(value: Any) -> Any:
    """A value as Arrow's converters take it: structs as dicts, tuples as lists."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _field_names(type(value))}
    return value


def to_arrow(row_type: type, rows: Iterable[object]) -> pa.Table:
    """Rows of one type as an Arrow table with the declared schema."""
    table = table_of(row_type)
    materialised = list(rows)
    arrays = []
    for column in table.columns:
        values = map(attrgetter(column.name), materialised)
        plain = map(_plain, values) if pa.types.is_nested(column.arrow) else values
        arrays.append(pa.array(list(plain), column.arrow))
    return pa.Table.from_arrays(arrays, schema=table.arrow_schema)
