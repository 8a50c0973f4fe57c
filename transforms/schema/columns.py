"""How a column is declared, and what every other form of it is derived from.

A row type is a frozen, slotted dataclass; each field is `Annotated[type, Col(...)]`.
`table_of` reads such a class once; the Arrow schema, the lake's DDL, the basic expectations and
the data dictionary all start from the `Table` it returns. Arrow is imported where its types are
asked for: a question to the lake needs none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

if TYPE_CHECKING:
    import pyarrow as pa

_Row = TypeVar("_Row")


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
    """A column as declared: its name, its type, whether null is allowed, and its `Col`.

    `annotation` is the Python type of a value that is not null: a scalar, a row type for a struct,
    or a tuple of either, of any length, for a list.
    """

    name: str
    annotation: Any
    nullable: bool
    declared: Col

    @property
    def arrow(self) -> "pa.DataType":
        """The Arrow type; where a struct is null, so are all of its fields."""
        arrow = arrow_type(self.annotation)
        if self.nullable and is_dataclass(self.annotation):
            import pyarrow as pa

            return pa.struct([field.with_nullable(True) for field in arrow])
        return arrow


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a row type declares it; its `schema` is `main`, or `ops` for the run ledger.

    `stored_as` is the name under which its rows are stored, where a view of the table's own name
    shows them with what only all pages together tell.
    """

    name: str
    schema: str
    meaning: str
    columns: tuple[Column, ...]
    stored_as: str | None = None

    @property
    def qualified_name(self) -> str:
        """The name that SQL uses: `articles`, `ops.runs`."""
        return self.name if self.schema == "main" else f"{self.schema}.{self.name}"

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together identify a row."""
        return tuple(column.name for column in self.columns if column.declared.key)

    @property
    def arrow_schema(self) -> "pa.Schema":
        """The Arrow schema, column order as declared."""
        import pyarrow as pa

        return pa.schema(
            [pa.field(column.name, column.arrow, column.nullable) for column in self.columns]
        )


@cache
def arrow_type(annotation: Any) -> "pa.DataType":
    """The Arrow type of a column's annotation.

    Raises:
        TypeError: for a type that no declaration uses.
    """
    import pyarrow as pa

    if item := item_type(annotation):
        return pa.list_(arrow_type(item))
    if isinstance(annotation, type) and is_dataclass(annotation):
        members = columns_of(annotation)
        return pa.struct([pa.field(c.name, c.arrow, c.nullable) for c in members])
    scalars: dict[Any, pa.DataType] = {
        str: pa.string(),
        int: pa.int64(),
        float: pa.float64(),
        bool: pa.bool_(),
        bytes: pa.binary(),
        date: pa.date32(),
        datetime: pa.timestamp("us", tz="UTC"),
    }
    if annotation in scalars:
        return scalars[annotation]
    raise TypeError(
        f"no Arrow type for {annotation!r}; declare one in transforms/schema/columns.py"
    )


def item_type(annotation: Any) -> Any:
    """The annotation of a list's items, without None; None for what is no list."""
    arguments = get_args(annotation)
    is_list = get_origin(annotation) is tuple and arguments[1:] == (Ellipsis,)
    return _without_none(arguments[0])[0] if is_list else None


def _without_none(annotation: Any) -> tuple[Any, bool]:
    """An annotation without None, and whether it admits None."""
    arguments = get_args(annotation)
    if get_origin(annotation) in (Union, UnionType) and NoneType in arguments:
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        return inner, True
    return annotation, False


@cache
def columns_of(row_type: type) -> tuple[Column, ...]:
    """The columns that a row type declares, or the members of a struct."""
    hints = get_type_hints(row_type, include_extras=True)
    columns = []
    for field in fields(row_type):
        hint = hints[field.name]
        if get_origin(hint) is not Annotated:
            raise TypeError(f"{row_type.__name__}.{field.name} is declared without a Col(...)")
        annotation, declared = get_args(hint)
        columns.append(Column(field.name, *_without_none(annotation), declared))
    return tuple(columns)


@cache
def table_of(row_type: type) -> Table:
    """The declared table of a row type.

    The row type names its table with the class variables `table` and `schema`;
    its docstring's first line is the table's meaning. `stored_as` may be a third.
    """
    meaning = (row_type.__doc__ or "").strip().splitlines()[0].rstrip(".")
    return Table(
        row_type.table,  # type: ignore[attr-defined]
        row_type.schema,  # type: ignore[attr-defined]
        meaning,
        columns_of(row_type),
        getattr(row_type, "stored_as", None),
    )


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


def _has_rows_inside(annotation: Any) -> bool:
    """Whether values are structs or lists of them, which Arrow takes as dicts only."""
    return is_dataclass(item_type(annotation) or annotation)


@cache
def _values_of(row_type: type) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*_field_names(row_type))


def altered(row: _Row, **values: object) -> _Row:
    """A row with other values in some columns: `dataclasses.replace`, in half the time."""
    row_type: Callable[..., _Row] = type(row)
    now = zip(_field_names(row_type), _values_of(row_type)(row), strict=True)
    return row_type(**{**dict(now), **values})


def to_arrow(row_type: type, rows: Iterable[object]) -> "pa.Table":
    """Rows of one type as an Arrow table with the declared schema."""
    import pyarrow as pa

    table = table_of(row_type)
    materialised = list(rows)
    arrays = []
    for column in table.columns:
        values = map(attrgetter(column.name), materialised)
        plain = map(_plain, values) if _has_rows_inside(column.annotation) else values
        arrays.append(pa.array(list(plain), column.arrow))
    return pa.Table.from_arrays(arrays, schema=table.arrow_schema)
