"""The tables of the lake as SQL, derived from the declarations in `transforms.schema`.

DuckLake has no PRIMARY KEY, UNIQUE, CHECK or ENUM: keys and closed sets are held by
`warehouse.publish.publishing` and by the expectations, not by the catalog.
"""

from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import Any

from dateline.transforms.schema.columns import Column, Table, columns_of, item_type

_DUCKDB_TYPES: dict[Any, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    bytes: "BLOB",
    date: "DATE",
    datetime: "TIMESTAMP WITH TIME ZONE",
}
_ANNOTATIONS: dict[str, Any] = {name: scalar for scalar, name in _DUCKDB_TYPES.items()}
_ANNOTATIONS["JSON"] = str


def literal(text: str) -> str:
    """`text` as an SQL string, for the few statements that take no bound parameters."""
    return "'" + text.replace("'", "''") + "'"


def list_literal(texts: Iterable[str]) -> str:
    """Texts as an SQL list, which may be empty."""
    return f"[{', '.join(map(literal, texts))}]::VARCHAR[]"


def identifier(name: str) -> str:
    """`name` as a quoted SQL identifier: `end` is a column here and a word of SQL."""
    return '"' + name.replace('"', '""') + '"'


def qualified(table: Table) -> str:
    """The table's quoted name with its schema."""
    return f"{identifier(table.schema)}.{identifier(table.name)}"


def stored(table: Table) -> str:
    """The quoted name under which the table's own rows are stored, with its schema."""
    return f"{identifier(table.schema)}.{identifier(table.stored_as or table.name)}"


def column_list(table: Table) -> str:
    """The table's quoted columns, as declared, with commas between."""
    return ", ".join(identifier(column.name) for column in table.columns)


def duckdb_type(annotation: Any) -> str:
    """The DuckDB type that holds what a column's annotation describes.

    Raises:
        TypeError: for a type that no declaration uses.
    """
    if item := item_type(annotation):
        return f"{duckdb_type(item)}[]"
    if is_dataclass(annotation) and isinstance(annotation, type):
        members = ", ".join(
            f"{identifier(member.name)} {duckdb_type(member.annotation)}"
            for member in columns_of(annotation)
        )
        return f"STRUCT({members})"
    if annotation in _DUCKDB_TYPES:
        return _DUCKDB_TYPES[annotation]
    raise TypeError(f"no DuckDB type for {annotation}; add one in warehouse/catalog/ddl.py")


def annotation_of(duckdb_type: str) -> Any:
    """The annotation of a type of DuckDB, as `duckdb_type` takes it; `object` where none fits."""
    if duckdb_type.endswith("[]"):
        item: Any = annotation_of(duckdb_type.removesuffix("[]"))
        return tuple.__class_getitem__((item, ...))
    return _ANNOTATIONS.get(duckdb_type, object)


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
    return f"{identifier(column.name)} {duckdb_type(column.annotation)}{null}"


def comment_on_table(table: Table) -> str:
    """The statement that says in the catalog what the table's rows are."""
    return f"COMMENT ON TABLE {stored(table)} IS {literal(table.meaning)}"


def comment_on_column(table: Table, column: Column) -> str:
    """The statement that says in the catalog what the column means."""
    comment = literal(column_comment(column))
    return f"COMMENT ON COLUMN {stored(table)}.{identifier(column.name)} IS {comment}"


def create_table(table: Table) -> str:
    """The statement that makes one table."""
    return f"CREATE TABLE {stored(table)} ({', '.join(map(_definition, table.columns))})"


def table_statements(table: Table) -> Iterator[str]:
    """The statements that make one table with its comments."""
    yield create_table(table)
    yield comment_on_table(table)
    for column in table.columns:
        yield comment_on_column(table, column)
