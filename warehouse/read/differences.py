"""What differs between two states of the lake's tables, by table and field, with examples.

A row is known by its key. Rows that are numbered in order of appearance are known by their index in
the text instead: one more quotation at the top of a page is one row more, not a change of all that
follow.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import orjson

from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog.ddl import identifier

_NUMBERED = frozenset({"related_posts", "quotes"})
# What shows a row that only one state has, by the first of these columns that the table has.
_TELLING_COLUMNS = ("text", "headline", "value", "name", "label", "role", "rule", "status")
_EXAMPLES_SHOWN = 3
_LONGEST_SHOWN = 120
_SHOWN_BEFORE = 30


@dataclass(frozen=True, slots=True)
class Example:
    """One row: what it is known by, and a field's two values, cut to where they differ.

    A row that only one state has shows its text there, where it has one, and None on the other
    side. What is no string is written as JSON; null is None.
    """

    row: Mapping[str, object]
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """How many rows differ in one way, and the first few of them."""

    row_count: int
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class TableDifference:
    """How two states of a table differ.

    `fields` has the fields that differ in rows of both states; `changed_count` counts such a row
    once, however many of its fields differ.
    """

    table: str
    added: Difference
    removed: Difference
    changed_count: int
    fields: Mapping[str, Difference]


def compare(
    connection: duckdb.DuckDBPyConnection, table: Table, old: str, new: str
) -> TableDifference | None:
    """Compare two states of a table; None where they have the same rows.

    Args:
        connection: where both can be read.
        table: the table as declared; both states have its columns.
        old: what FROM takes for the earlier state.
        new: the same for the later one.

    Raises:
        duckdb.Error: a state can't be read.
    """
    known_by = _known_by(table)
    fields = [column.name for column in table.columns if column.name not in known_by]
    differs = {name: _pair(name, " IS DISTINCT FROM ") for name in fields}
    telling = next((name for name in _TELLING_COLUMNS if name in fields), None)
    in_both = "o.present AND n.present"
    any_differs = " OR ".join(differs.values()) or "false"
    measured = [
        _measure("o.present IS NULL", known_by, None, telling),
        _measure("n.present IS NULL", known_by, telling, None),
        f"count(*) FILTER ({in_both} AND ({any_differs}))",
        *(
            _measure(f"{in_both} AND {condition}", known_by, name, name)
            for name, condition in differs.items()
        ),
    ]
    result = connection.execute(
        f"SELECT {', '.join(measured)} FROM ({_rows(table, old)}) AS o "
        f"FULL JOIN ({_rows(table, new)}) AS n ON {_same([*known_by, 'nth'])}"
    ).to_arrow_table()
    added, removed, changed_count, *by_field = (column[0].as_py() for column in result.columns)
    if not (added["row_count"] or removed["row_count"] or changed_count):
        return None
    return TableDifference(
        table.qualified_name,
        _difference(added),
        _difference(removed),
        changed_count,
        {
            name: _difference(found)
            for name, found in zip(fields, by_field, strict=True)
            if found["row_count"]
        },
    )


def differing(table: Table, column: str, old: str, new: str) -> str:
    """The query for the values of a key's column that have differing rows in two states."""
    columns = _names([column.name for column in table.columns])
    return (
        f"SELECT DISTINCT {_either(column)} AS {identifier(column)} "
        f"FROM (SELECT {columns} FROM {old}) AS o FULL JOIN (SELECT {columns} FROM {new}) AS n "
        f"ON {_same(table.key)} WHERE o IS DISTINCT FROM n"
    )


def _known_by(table: Table) -> Sequence[str]:
    return ("document_id", "start") if table.name in _NUMBERED else table.key


def _names(columns: Sequence[str]) -> str:
    return ", ".join(map(identifier, columns))


def _pair(name: str, between: str) -> str:
    return f"o.{identifier(name)}{between}n.{identifier(name)}"


def _same(columns: Sequence[str]) -> str:
    # A part of a key may be null, which USING takes for different from itself.
    return " AND ".join(_pair(name, " IS NOT DISTINCT FROM ") for name in columns)


def _rows(table: Table, state: str) -> str:
    # Two may start at one offset: a quotation, and a longer one that begins with it.
    nth = (
        f"row_number() OVER (PARTITION BY {_names(_known_by(table))} ORDER BY {_names(table.key)})"
        if table.name in _NUMBERED
        else "1"
    )
    columns = _names([column.name for column in table.columns])
    return f"SELECT {columns}, {nth} AS nth, true AS present FROM {state}"


def _measure(condition: str, known_by: Sequence[str], old: str | None, new: str | None) -> str:
    """The rows that meet a condition, counted, and the first few by what they are known by."""
    row = ", ".join(f"{identifier(name)} := {_either(name)}" for name in known_by)
    example = (
        f'struct_pack("row" := struct_pack({row}), '
        f"old := {'NULL' if old is None else f'o.{identifier(old)}'}, "
        f"new := {'NULL' if new is None else f'n.{identifier(new)}'})"
    )
    key = ", ".join(map(_either, [*known_by, "nth"]))
    return (
        f"struct_pack(row_count := count(*) FILTER ({condition}), "
        f"examples := arg_min({example}, row({key}), {_EXAMPLES_SHOWN}) FILTER ({condition}))"
    )


def _either(name: str) -> str:
    return f"coalesce({_pair(name, ', ')})"


def _difference(found: Mapping[str, Any]) -> Difference:
    return Difference(
        found["row_count"], tuple(_example(**example) for example in found["examples"] or ())
    )


def _example(row: Mapping[str, object], old: object = None, new: object = None) -> Example:
    before, after = _as_text(old), _as_text(new)
    index = next(
        (index for index, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    start = 0 if max(len(before), len(after)) <= _LONGEST_SHOWN else max(0, index - _SHOWN_BEFORE)
    return Example(
        row,
        None if old is None else _cut(before, start),
        None if new is None else _cut(after, start),
    )


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str | date):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return orjson.dumps(value, default=str).decode()


def _cut(text: str, start: int) -> str:
    end = start + _LONGEST_SHOWN
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
