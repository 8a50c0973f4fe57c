"""The tables of the lake as SQL, derived from the declarations in `transforms.schema`.

DuckLake has no PRIMARY KEY, UNIQUE, CHECK or ENUM: keys and closed sets are held by
`warehouse.publish.publishing` and by the expectations, not by the catalog.
"""

from collections.abc import Iterator

import pyarrow as pa

from dateline.transforms.schema.columns import Column, Table

_DUCKDB_TYPES: dict[pa.DataType, str] = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.binary(): "BLOB",
    pa.date32(): "DATE",
    pa.timestamp("us", tz="UTC"): "TIMESTAMP WITH TIME ZONE",
}


def literal(text: str) -> str:
    """`text` as an SQL string, for the few statements that take no bound parameters."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """`name` as a quoted SQL identifier: `end` is a column here and a word of SQL."""
    return '"' + name.replace('"', '""') + '"'


def qualified(table: Table) -> str:
    """The table's quoted name with its schema."""
    return f"{identifier(table.schema)}.{identifier(table.name)}"


def column_list(table: Table) -> str:
    """The table's quoted columns, as declared, with commas between."""
    return ", ".join(identifier(column.name) for column in table.columns)


def duckdb_type(arrow: pa.DataType) -> str:
    """The DuckDB type that holds an Arrow type.

    Raises:
        TypeError: for an Arrow type that no declaration uses.
    """
    if pa.types.is_list(arrow):
        return f"{duckdb_type(arrow.value_type)}[]"
    if pa.types.is_struct(arrow):
        members = ", ".join(
            f"{identifier(field.name)} {duckdb_type(field.type)}" for field in arrow
        )
        return f"STRUCT({members})"
    if arrow in _DUCKDB_TYPES:
        return _DUCKDB_TYPES[arrow]
    raise TypeError(f"no DuckDB type for {arrow}; add one in warehouse/catalog/ddl.py")


def column_comment(column: Column) -> str:
    """What the column means, with its unit and closed set."""
    declared = column.declared
    comment = declared.meaning
    if declared.unit:
        comment += f" [{declared.unit}]"
    if declared.values:
        comment += f" (one of: {', '.join(declared.values)})"
    return comment


def _definition(column: Column) -> str:
    null = "" if column.nullable else " NOT NULL"
    return f"{identifier(column.name)} {duckdb_type(column.arrow)}{null}"


def comment_on_table(table: Table) -> str:
    """The statement that says in the catalog what the table's rows are."""
    return f"COMMENT ON TABLE {qualified(table)} IS {literal(table.meaning)}"


def comment_on_column(table: Table, column: Column) -> str:
    """The statement that says in the catalog what the column means."""
    comment = literal(column_comment(column))
    return f"COMMENT ON COLUMN {qualified(table)}.{identifier(column.name)} IS {comment}"


def table_statements(table: Table) -> Iterator[str]:
    """The statements that make one table with its comments."""
    yield f"CREATE TABLE {qualified(table)} ({', '.join(map(_definition, table.columns))})"
    yield comment_on_table(table)
    for column in table.columns:
        yield comment_on_column(table, column)
