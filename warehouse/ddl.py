"""The tables of the lake as SQL, derived from the declarations in `transforms.records`.

DuckLake has no PRIMARY KEY, UNIQUE, CHECK or ENUM: keys and closed sets are held by
`warehouse.publish` and by the expectations, not by the catalog.
"""

from collections.abc import Iterator

import pyarrow as pa

from transforms.columns import Column, Table
from transforms.records import TABLES

_SCALARS: dict[pa.DataType, str] = {
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
    if arrow in _SCALARS:
        return _SCALARS[arrow]
    raise TypeError(f"no DuckDB type for {arrow}; add one in warehouse/ddl.py")


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


def table_statements(table: Table) -> Iterator[str]:
    """The statements that make one table with its comments."""
    name = qualified(table)
    yield f"CREATE TABLE {name} ({', '.join(map(_definition, table.columns))})"
    yield f"COMMENT ON TABLE {name} IS {literal(table.meaning)}"
    for column in table.columns:
        comment = literal(column_comment(column))
        yield f"COMMENT ON COLUMN {name}.{identifier(column.name)} IS {comment}"


def statements() -> Iterator[str]:
    """The statements that make every declared table in an empty catalog."""
    for schema in sorted({table.schema for table in TABLES.values()} - {"main"}):
        yield f"CREATE SCHEMA {identifier(schema)}"
    for table in TABLES.values():
        yield from table_statements(table)
