"""Suggestions for a mistyped table or column, beyond those that DuckDB gives."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.views import as_tables, views_in

_UNKNOWN_COLUMN = re.compile(r'(?:Referenced column|does not have a column named) "([^"]+)"')
_UNKNOWN_TABLE = re.compile(r"Table with name (.+?) does not exist")
# DuckDB suggests one table by its name alone, wherever it is.
_SUGGESTED_TABLE = re.compile(r'\nDid you mean "[^"\n]+"\?')
_AT_A_DOT = 'syntax error at or near "."'
_PROMPT_COMMANDS = (
    "Commands such as .tables are for the prompt, which `dateline sql` without a query starts."
)
_QUOTING = "A text stands in single quotation marks, a name in double ones."
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
        found = _column_suggestions(match[1].lower(), tables)
        return "\n".join([message, *(found or [_QUOTING])])
    if _AT_A_DOT in message:
        return f"{message}\n{_PROMPT_COMMANDS}"
    if match := _UNKNOWN_TABLE.search(message):
        message = _SUGGESTED_TABLE.sub("", message)
        bare_names = [_bare(name) for name in tables]
        nearest = get_close_matches(_bare(match[1].lower()), bare_names, n=3)
        names = [name for name in tables if _bare(name) in nearest]
        if names:
            return f"{message}\nDid you mean {', '.join(names)}?"
        return f"{message}\n`dateline tables` lists the tables and views."
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
