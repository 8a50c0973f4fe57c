"""Whole tables under the names that rules use: a lake's last snapshot, or Parquet files."""

import glob
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Column, Table
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.errors import LakeDamagedError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.resolved_tables import RESOLVED_TABLES, forms_joined, resolved
from dateline.warehouse.catalog.snapshots import registered
from dateline.warehouse.errors import UsageError
from dateline.warehouse.read.page_parts import located

# Types of files that hold no value which the declared type could not.
_NARROWER = {
    "BIGINT": {"TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER"},
    "DOUBLE": {"FLOAT"},
}


class UnusableFileError(UsageError):
    """Files that can't be taken for tables; the message names them and what is wrong."""


@dataclass(frozen=True, slots=True)
class WholeTables:
    """Tables of any size: a view in `connection` for each, of its qualified name.

    `origins` has what a person's query takes FROM for each of them, by qualified name, in the order
    of `transforms.schema.TABLES`. `located` has what FROM takes for the rows as they are stored, as
    `page_parts` takes it, and `forms` for what all pages together tell of names, where the rows do
    not say it.
    """

    connection: duckdb.DuckDBPyConnection
    origins: Mapping[str, str]
    located: Mapping[str, str]
    forms: str | None = None

    def shown(self, name: str, rows: str) -> str:
        """The query for stored rows of a table as its view has them, and maybe more columns."""
        if self.forms is None or name not in RESOLVED_TABLES:
            return f"FROM {rows}"
        return resolved(TABLES[name], rows, self.forms)


@contextmanager
def tables_of_lake(lake: Lake) -> Iterator[WholeTables]:
    """Every table of a lake's last snapshot, whatever is published meanwhile.

    Raises:
        LakeDamagedError: in the body, too: a data file can't be read.
    """
    snapshot_id = lake.snapshot_id
    with damage_told(lake), lake.connection.cursor() as connection:
        connection.execute("USE memory")
        origins = {name: f"lake.{ddl.qualified(table)}" for name, table in TABLES.items()}
        for name, origin in origins.items():
            rows = f"SELECT * FROM {origin} AT (VERSION => {snapshot_id})"
            _make_view(connection, TABLES[name], rows)
        at = f"AT (VERSION => {snapshot_id})"
        located_rows = {
            name: located(f"lake.{ddl.stored(table)} {at}") for name, table in TABLES.items()
        }
        forms = f"(FROM lake.name_forms {at})"
        told = connection.execute(forms_joined(forms)).to_arrow_table()
        with registered(connection, told_forms=told):
            yield WholeTables(
                connection, {name: name for name in origins}, located_rows, "told_forms"
            )


@contextmanager
def damage_told(lake: Lake) -> Iterator[None]:
    """Take what DuckDB can't read for a broken data file.

    Raises:
        LakeDamagedError: something can't be read.
    """
    try:
        yield
    except duckdb.Error as error:
        raise LakeDamagedError(
            f"cannot read the tables in {lake.address}: {_first_line(error)}; restore the data "
            "files from a backup (docs/how-to/recover.md)"
        ) from error


@contextmanager
def tables_in_files(files: Mapping[str, Path]) -> Iterator[WholeTables]:
    """Parquet files as tables; columns that aren't declared are left out.

    Args:
        files: a file for each table that is there, by qualified name.

    Raises:
        UnusableFileError: a file is no Parquet, or lacks a column, or has one twice or of another
            type; in the body, too: what a file holds can't be read.
    """
    connection = duckdb.connect(config={"python_enable_replacements": False})
    try:
        connection.execute("SET TimeZone = 'UTC'")
        origins, located_rows = {}, {}
        for name in (name for name in TABLES if name in files):
            path = files[name].resolve()
            # What is a pattern to DuckDB may be the name of a file.
            escaped = ddl.literal(glob.escape(str(path)))
            origins[name] = f"read_parquet({escaped}, hive_partitioning => false)"
            columns = _declared_columns(connection, TABLES[name], path, origins[name])
            _make_view(connection, TABLES[name], f"SELECT {columns} FROM {origins[name]}")
            located_rows[name] = located(origins[name], columns)
        yield WholeTables(connection, origins, located_rows)
    except duckdb.Error as error:
        first, *others = files.values()
        what = f"a file in {first.parent}" if others else str(first)
        raise UnusableFileError(
            f"cannot read {what}: {_first_line(error)}; export it again"
        ) from error
    finally:
        connection.close()


def _make_view(connection: duckdb.DuckDBPyConnection, table: Table, rows: str) -> None:
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {ddl.identifier(table.schema)}")
    connection.execute(f"CREATE OR REPLACE VIEW {ddl.qualified(table)} AS {rows}")


def _declared_columns(
    connection: duckdb.DuckDBPyConnection, table: Table, path: Path, origin: str
) -> str:
    """The declared columns, each cast to its type, as SELECT takes them."""
    try:
        schema = pq.read_schema(path)
        described = connection.execute(f"DESCRIBE SELECT * FROM {origin}").fetchall()
    except (pa.ArrowException, duckdb.Error) as error:
        raise UnusableFileError(
            f"cannot read {path} as Parquet: {_first_line(error)}; export it again"
        ) from error
    twice = [name for name, count in Counter(schema.names).items() if count > 1]
    if twice:
        raise UnusableFileError(f"{path} has {_listed(twice)} more than once; remove one of them")
    # A column of nothing but nulls has no type of its own.
    found = {
        name: None if pa.types.is_null(schema.field(name).type) else kind
        for name, kind, *_ in described
    }
    missing = [column.name for column in table.columns if column.name not in found]
    if missing:
        raise UnusableFileError(
            f"{path} lacks {_listed(missing)}; `dateline tables {table.qualified_name}` lists the "
            "columns of such a file"
        )
    wrong = [
        f"{column.name} is {found[column.name]}, not {_type(column)}"
        for column in table.columns
        if found[column.name] not in {None, _type(column), *_NARROWER.get(_type(column), ())}
    ]
    if wrong:
        raise UnusableFileError(
            f"{path} has columns of a wrong type: {', '.join(wrong)}; cast them"
        )
    return ", ".join(
        f"CAST({name} AS {_type(column)}) AS {name}"
        for column in table.columns
        for name in (ddl.identifier(column.name),)
    )


def _type(column: Column) -> str:
    return str(duckdb.sqltype(ddl.duckdb_type(column.annotation)))


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _listed(names: Sequence[str]) -> str:
    return f"the column {names[0]}" if len(names) == 1 else f"the columns {', '.join(names)}"
