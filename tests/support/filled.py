"""Values of declared types, filled with texts of one's choice wherever they hold one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints


def filled(wanted: Any, text: Callable[[], str]) -> Any:
    """A value of a type with a text of `text` wherever it holds one, lists with four members."""
    origin, arguments = get_origin(wanted), get_args(wanted)
    if isinstance(wanted, type) and is_dataclass(wanted):
        hints = get_type_hints(wanted)
        values = {field.name: filled(hints[field.name], text) for field in fields(wanted)}
        return wanted(**values)
    if origin is Annotated:
        return filled(arguments[0], text)
    if origin in (Union, UnionType):
        return filled(next(one for one in arguments if one is not NoneType), text)
    if origin is tuple and arguments[-1] is not Ellipsis:
        return tuple(filled(one, text) for one in arguments)
    if origin is Literal:
        return arguments[0]
    if origin is Mapping:
        return {text(): filled(arguments[1], text) for _ in range(4)}
    if origin in (Sequence, tuple):
        return tuple(filled(arguments[0], text) for _ in range(4))
    made: dict[Any, Callable[[], Any]] = {
        str: text,
        int: lambda: 3,
        float: lambda: 0.5,
        bool: lambda: True,
        date: lambda: date(2026, 5, 4),
        datetime: lambda: datetime(2026, 5, 4, tzinfo=UTC),
    }
    return made.get(wanted, text)()
