"""A mistyped name gets the nearest ones, beyond what DuckDB itself suggests."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from transforms.schema.columns import Table
from warehouse.catalog.lake import Lake
from warehouse.catalog.views import as_tables, views_in

_NO_COLUMN = re.compile(r'(?:Referenced column|does not have a column named) "([^"]+)"')
_NO_TABLE = re.compile(r"Table with name (\S+) does not exist")


def tables_of(lake: Lake) -> dict[str, Table]:
    """The tables and views that can be asked, by the name that SQL uses."""
    return {**lake.tables, **as_tables(lake.connection, views_in(lake.connection))}


def with_hint(message: str, tables: Mapping[str, Table]) -> str:
    """An error of DuckDB's, and where a name that is missing in it, or one like it, is to be found.

    Args:
        message: what DuckDB says; it names columns of the query's own tables already.
        tables: the tables and views that can be asked, by the name that SQL uses.
    """
    if match := _NO_COLUMN.search(message):
        columns = {column.name for table in tables.values() for column in table.columns}
        typed = match[1].lower()
        near = get_close_matches(typed, sorted(columns), n=3, cutoff=0.75)
        nearest = [typed] if typed in columns else near
        places = [f"{name} is a column of {_having(name, tables)}" for name in nearest]
        return "\n".join([message, *places])
    if match := _NO_TABLE.search(message):
        nearest = get_close_matches(match[1].lower().rsplit(".", 1)[-1], _bare(tables), n=3)
        names = [name for name in tables if name.rsplit(".", 1)[-1] in nearest]
        return "\n".join([message, f"The nearest names: {', '.join(names)}"]) if names else message
    return message


def _having(column: str, tables: Mapping[str, Table]) -> str:
    names = [n for n, table in tables.items() if any(c.name == column for c in table.columns)]
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    return ", ".join(names[:4]) + more


def _bare(tables: Mapping[str, Table]) -> list[str]:
    return [name.rsplit(".", 1)[-1] for name in tables]
