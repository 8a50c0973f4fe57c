"""A lake of an older version goes on: what is declared by now and missing in it is added.

Only what loses nothing is done, and all of it in one transaction: tables and columns are added,
a column that may be null by now may be null there, views and comments follow their declarations.
DuckLake
can't add a column that may not be null, so that an added one may be null in the catalog; new rows
are held to the declaration when they are staged. Rows from before are null there until a replay
makes them anew, or get what `_FILLED` says, where a replay makes nothing.

The schemas `main` and `ops` are Dateline's. A table or a column in them that is not declared was
made by a newer version: to write on without it would leave holes there.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from transforms.schema import TABLES
from transforms.schema.columns import Table
from warehouse.catalog import ddl
from warehouse.catalog.errors import LakeVersionError
from warehouse.catalog.measures import MEASURED, measures_of
from warehouse.catalog.snapshots import transaction
from warehouse.catalog.views import VIEWS, outdated, views_in
from warehouse.catalog.views import statements as view_statements

_NAMED = 4
# What rows from before a column have in it, in SQL on their other columns.
_FILLED = {
    "ops.runs.waived_count": "0",
    "ops.quarantine.repairs": "[]",
    "ops.quarantine.state": "'open'",
    "ops.quarantine.state_at": "set_aside_at",
    "ops.quarantine.retries": "[]",
}


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column as the catalog has it."""

    duckdb_type: str
    nullable: bool
    comment: str | None


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table as the catalog has it, its columns by name."""

    comment: str | None
    columns: Mapping[str, FoundColumn]


def tables_in(connection: duckdb.DuckDBPyConnection) -> dict[str, FoundTable]:
    """The tables in Dateline's schemas of the attached catalog, by qualified name."""
    columns: dict[tuple[str, str], dict[str, FoundColumn]] = {}
    for schema, table, column, *rest in connection.execute(
        "SELECT schema_name, table_name, column_name, data_type, is_nullable, comment "
        "FROM duckdb_columns() WHERE database_name = 'lake'"
    ).fetchall():
        columns.setdefault((schema, table), {})[column] = FoundColumn(*rest)
    tables = connection.execute(
        "SELECT schema_name, table_name, comment FROM duckdb_tables() "
        "WHERE database_name = 'lake' AND schema_name IN ('main', 'ops') ORDER BY table_oid"
    ).fetchall()
    return {
        table if schema == "main" else f"{schema}.{table}": FoundTable(
            comment, columns[schema, table]
        )
        for schema, table, comment in tables
    }


def tables_as_found(found: Mapping[str, FoundTable]) -> dict[str, Table]:
    """The declared tables as a lake has them, by qualified name.

    Those that it lacks are left out, and so are columns; a column is nullable where the catalog
    lets it be.
    """
    return {
        name: replace(
            table,
            columns=tuple(
                replace(column, nullable=found[name].columns[column.name].nullable)
                for column in table.columns
                if column.name in found[name].columns
            ),
        )
        for name, table in TABLES.items()
        if name in found
    }


def additions(
    found: Mapping[str, FoundTable], found_views: Collection[str], folder: Path
) -> tuple[str, ...]:
    """The tables, columns and views that are declared and missing in a lake, by qualified name.

    Raises:
        LakeVersionError: the lake has what is not declared, or a column of another type.
    """
    _refuse_what_is_newer(found, folder)
    missing = []
    for name, table in TABLES.items():
        if name not in found:
            missing.append(name)
            continue
        for column in table.columns:
            there = found[name].columns.get(column.name)
            declared = str(duckdb.sqltype(ddl.duckdb_type(column.arrow)))
            if there is None:
                missing.append(f"{name}.{column.name}")
            elif there.duckdb_type != declared:
                raise LakeVersionError(
                    f"The column {name}.{column.name} of the lake {folder} holds "
                    f"{there.duckdb_type}; this version of Dateline declares {declared}, and the "
                    "one can't become the other. Use the version that made the lake, or take the "
                    "pages' texts out with it and run them into a new folder "
                    "(docs/how-to/upgrade.md)."
                )
    return (*missing, *(name for name in VIEWS if name not in found_views))


def refuse_older(missing: tuple[str, ...], folder: Path) -> None:
    """A reader can't add what is missing: say what can.

    Raises:
        LakeVersionError: something is missing.
    """
    if missing:
        raise LakeVersionError(
            f"The lake {folder} was made by an older version of Dateline: it lacks "
            f"{_listed(missing)}. `dateline upgrade --lake {folder}` adds that, as the next run "
            "does; nothing that is there is lost."
        )


def bring_up_to_date(
    connection: duckdb.DuckDBPyConnection, found: Mapping[str, FoundTable], folder: Path
) -> tuple[str, ...]:
    """Add to a lake what is declared and missing; returns its names, none in a new lake.

    Args:
        connection: where the lake is attached for writing.
        found: what the lake has; nothing in a new one.
        folder: the lake's folder, to name it.

    Raises:
        LakeVersionError: the lake has what is not declared, or a column of another type.
    """
    there = views_in(connection)
    missing = additions(found, there, folder)
    statements = [*_statements(found), *view_statements(outdated(there))]
    if statements:
        with transaction(connection, "tables brought up to date" if found else "tables made"):
            for statement in statements:
                connection.execute(statement)
    return missing if found else ()


def _refuse_what_is_newer(found: Mapping[str, FoundTable], folder: Path) -> None:
    unknown = [name for name in found if name not in TABLES]
    for name, table in TABLES.items():
        declared = {column.name for column in table.columns}
        there = found[name].columns if name in found else {}
        unknown += [f"{name}.{column}" for column in there if column not in declared]
    if unknown:
        raise LakeVersionError(
            f"The lake {folder} has {_listed(tuple(unknown))}, which this version of Dateline "
            "does not know: a newer one made it. Use that version, or another folder. "
            "(A table of your own belongs in a schema of its own.)"
        )


def _statements(found: Mapping[str, FoundTable]) -> Iterator[str]:
    schemas = {"main", *(TABLES[name].schema for name in found)}
    for schema in sorted({table.schema for table in TABLES.values()} - schemas):
        yield f"CREATE SCHEMA {ddl.identifier(schema)}"
    for name, table in TABLES.items():
        if name in found:
            yield from _alterations(table, found[name])
        else:
            yield from ddl.table_statements(table)
    if found and "ops.measures" not in found:
        tables = {name: ddl.qualified(TABLES[name]) for name in MEASURED}
        yield f"INSERT INTO ops.measures BY NAME {measures_of(tables)}"


def _alterations(table: Table, found: FoundTable) -> Iterator[str]:
    name = ddl.qualified(table)
    if found.comment != table.meaning:
        yield ddl.comment_on_table(table)
    for column in table.columns:
        there = found.columns.get(column.name)
        quoted = ddl.identifier(column.name)
        if there is None:
            yield f"ALTER TABLE {name} ADD COLUMN {quoted} {ddl.duckdb_type(column.arrow)}"
        elif column.nullable and not there.nullable:
            yield f"ALTER TABLE {name} ALTER COLUMN {quoted} DROP NOT NULL"
        if there is None or there.comment != ddl.column_comment(column):
            yield ddl.comment_on_column(table, column)
    filled = [
        f"{ddl.identifier(column.name)} = {_FILLED[f'{table.qualified_name}.{column.name}']}"
        for column in table.columns
        if column.name not in found.columns and f"{table.qualified_name}.{column.name}" in _FILLED
    ]
    if filled:
        yield f"UPDATE {name} SET {', '.join(filled)}"


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
