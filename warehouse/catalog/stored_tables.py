"""The tables and views as the catalog of a lake has them, whatever is declared.

They are read from the tables in which DuckLake's specification says that a catalog keeps them:
`duckdb_columns()` and `duckdb_tables()` would bind every view and read every table's statistics.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import duckdb

from dateline.warehouse.catalog import ddl

# Where DuckLake attaches the catalog of the lake that is attached as `lake`.
STORED_CATALOG = "__ducklake_metadata_lake"
# A lake's own names of types; the others are shown as they are.
_SCALAR_TYPES = {
    "boolean": "BOOLEAN",
    "int8": "TINYINT",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "int128": "HUGEINT",
    "float32": "FLOAT",
    "float64": "DOUBLE",
    "timestamptz": "TIMESTAMP WITH TIME ZONE",
}


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """A column as the catalog has it."""

    duckdb_type: str
    nullable: bool
    comment: str | None


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table as the catalog has it, its columns by name."""

    comment: str | None
    columns: Mapping[str, StoredColumn]


@dataclass(frozen=True, slots=True)
class StoredSchemas:
    """What Dateline's schemas hold: tables by qualified name, and names of views beside them."""

    tables: Mapping[str, StoredTable]
    views: frozenset[str]


class _Row(NamedTuple):
    """A column of a table, a member of a column, or a view, which has no columns here."""

    schema: str
    table: str
    column_id: int | None
    parent_id: int | None
    name: str
    type: str
    nullable: bool
    table_comment: str | None
    comment: str | None


def stored_in(
    connection: duckdb.DuckDBPyConnection, snapshot_id: int | None = None
) -> StoredSchemas:
    """What Dateline's schemas in the attached catalog hold.

    Args:
        connection: where the lake is attached.
        snapshot_id: the snapshot that is asked about; None for the last one.
    """
    rows = connection.execute(f"""
        SELECT schema_name, table_name, c.column_id, parent_column, column_name, column_type,
            nulls_allowed::BOOLEAN, t_comment.value, c_comment.value, t.table_id, column_order
        FROM {_stored("table", snapshot_id)} t
        JOIN {_stored("schema", snapshot_id)} USING (schema_id)
        JOIN {_stored("column", snapshot_id)} c USING (table_id)
        LEFT JOIN {_stored("tag", snapshot_id)} t_comment
            ON t_comment.object_id = t.table_id AND t_comment.key = 'comment'
        LEFT JOIN {_stored("column_tag", snapshot_id)} c_comment
            ON c_comment.table_id = t.table_id AND c_comment.column_id = c.column_id
            AND c_comment.key = 'comment'
        WHERE schema_name IN ('main', 'ops')
        UNION ALL
        SELECT schema_name, view_name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM {_stored("view", snapshot_id)} JOIN {_stored("schema", snapshot_id)} USING (schema_id)
        WHERE schema_name = 'main'
        ORDER BY table_id, column_order, column_id
    """).fetchall()
    by_table: dict[str, list[_Row]] = defaultdict(list)
    views = set()
    for row in (_Row(*values) for *values, _, _ in rows):
        if row.column_id is None:
            views.add(row.table)
        else:
            by_table[row.table if row.schema == "main" else f"{row.schema}.{row.table}"].append(row)
    tables = {name: _table(members) for name, members in by_table.items()}
    return StoredSchemas(tables, frozenset(views))


def _stored(kind: str, snapshot_id: int | None) -> str:
    """What FROM takes for the rows of a kind that a snapshot has."""
    is_there = "end_snapshot IS NULL"
    if snapshot_id is not None:
        is_there = (
            f"begin_snapshot <= {snapshot_id} AND ({is_there} OR end_snapshot > {snapshot_id})"
        )
    return f"(FROM {STORED_CATALOG}.ducklake_{kind} WHERE {is_there})"


def _table(rows: Sequence[_Row]) -> StoredTable:
    members: dict[int | None, list[_Row]] = defaultdict(list)
    for row in rows:
        members[row.parent_id].append(row)
    columns = {
        row.name: StoredColumn(_duckdb_type(row, members), row.nullable, row.comment)
        for row in members[None]
    }
    return StoredTable(rows[0].table_comment, columns)


def _duckdb_type(row: _Row, members: Mapping[int | None, Sequence[_Row]]) -> str:
    """A column's type as DuckDB writes it."""
    if row.type in _SCALAR_TYPES:
        return _SCALAR_TYPES[row.type]
    parts = [
        (member.name, _duckdb_type(member, members)) for member in members.get(row.column_id, ())
    ]
    if row.type == "list":
        ((_, item),) = parts
        return f"{item}[]"
    if row.type == "struct":
        named = ", ".join(f"{ddl.identifier(name)} {part}" for name, part in parts)
        return str(duckdb.sqltype(f"STRUCT({named})"))
    if row.type == "map":
        return f"MAP({', '.join(part for _, part in parts)})"
    return row.type.upper()


def tables_without_files(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The names of tables of `main` that have no rows at any snapshot that is kept.

    DuckLake reads all statistics of the catalog again for each query of such a table.
    """
    rows = connection.execute(
        f"SELECT t.table_name FROM {STORED_CATALOG}.ducklake_table AS t "
        f"JOIN {STORED_CATALOG}.ducklake_schema AS s USING (schema_id) "
        f"ANTI JOIN {STORED_CATALOG}.ducklake_data_file AS f ON f.table_id = t.table_id "
        "WHERE s.schema_name = 'main' AND t.end_snapshot IS NULL AND s.end_snapshot IS NULL"
    ).fetchall()
    return frozenset(str(name) for (name,) in rows)
