"""Suggestions for a mistyped table or column, beyond those that DuckDB gives."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.views import as_tables, views_in

_UNKNOWN_COLUMN = re.compile(r'(?:Referenced column|does not have a column named) "([^"]+)"')
_UNKNOWN_TABLE = re.compile(r"Table with name (\S+) does not exist")
_TABLES_NAMED = 4


def queryable_tables(lake: Lake) -> dict[str, Table]:
    """The tables and views that a query can name, by their names in SQL."""
    return {**lake.tables, **as_tables(lake.connection, views_in(lake.connection))}


def with_suggestions(message: str, tables: Mapping[str, Table]) -> str:
    """An error message of DuckDB, followed by where the unknown name, or a similar one, exists.

    Args:
        message: DuckDB's message, which already suggests columns of the query's own tables.
        tables: the tables and views that a query can name, by their names in SQL.
    """
    if match := _UNKNOWN_COLUMN.search(message):
        return "\n".join([message, *_column_suggestions(match[1].lower(), tables)])
    if match := _UNKNOWN_TABLE.search(message):
        bare_names = [_bare(name) for name in tables]
        nearest = get_close_matches(_bare(match[1].lower()), bare_names, n=3)
        names = [name for name in tables if _bare(name) in nearest]
        return f"{message}\nDid you mean {', '.join(names)}?" if names else message
    return message


def _column_suggestions(typed: str, tables: Mapping[str, Table]) -> list[str]:
    columns = {column.name for table in tables.values() for column in table.columns}
    similar = get_close_matches(typed, sorted(columns), n=3, cutoff=0.75)
    nearest = [typed] if typed in columns else similar
    return [f"{name} is a column of {_tables_with(name, tables)}" for name in nearest]


def _tables_with(column_name: str, tables: Mapping[str, Table]) -> str:
    names = [
        name
        for name, table in tables.items()
        if any(column.name == column_name for column in table.columns)
    ]
    left_out = len(names) - _TABLES_NAMED
    more = f" and {left_out} more" if left_out > 0 else ""
    return ", ".join(names[:_TABLES_NAMED]) + more


def _bare(name: str) -> str:
    """A table's name without its schema."""
    return name.rsplit(".", 1)[-1]
