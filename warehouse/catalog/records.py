"""Rows that come back from the lake, as the records that they are declared to be."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
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

Record = TypeVar("Record")
_Read = Callable[[Any], Any]


def records(row_type: type[Record], rows: "pa.Table | pa.RecordBatch") -> list[Record]:
    """The rows of an Arrow table as records; see `records_of`."""
    return records_of(row_type, rows.to_pylist())


def records_of(row_type: type[Record], rows: Iterable[Mapping[str, Any]]) -> list[Record]:
    """The rows as records of their type.

    A column that is not there is None, or empty where it is a list: a lake of an older version, or
    an older snapshot, may lack some. Columns that are not declared are left out.

    Args:
        row_type: a row type of `transforms.schema`.
        rows: what a query gave, each by the names of its columns.
    """
    declared: type = row_type
    readers = _readers(declared)
    return [
        row_type(**{name: read(row.get(name)) for name, read in readers.items()}) for row in rows
    ]


@cache
def _readers(row_type: type) -> dict[str, _Read]:
    """By field, what makes its value of a value of a row."""
    hints = get_type_hints(row_type, include_extras=True)
    return {field.name: _reader(hints[field.name]) for field in fields(row_type)}


def _reader(annotation: Any) -> _Read:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _reader(arguments[0])
    if origin in (Union, UnionType):
        (inner,) = (_reader(argument) for argument in arguments if argument is not NoneType)
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        item = _reader(arguments[0])
        return lambda values: tuple(map(item, values or ()))
    if is_dataclass(annotation) and isinstance(annotation, type):
        readers = _readers(annotation)
        return lambda value: annotation(**{n: read(value[n]) for n, read in readers.items()})
    return lambda value: value
