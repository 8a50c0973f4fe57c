"""The lake as one DuckDB file, for tools that open such a file and know nothing of a lake."""

from dataclasses import replace
from pathlib import Path

import duckdb

from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.disk_failures import disk_failures_told
from dateline.warehouse.catalog.errors import DiskFailedError, ExportError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.resolved_tables import RESOLVED_TABLES
from dateline.warehouse.catalog.views import VIEWS, as_tables, views_in
from dateline.warehouse.files import complete
from dateline.warehouse.read.row_counts import require_all_rows, row_counts

# All bound memory: rows on their way, rows gathered before they are written, blocks kept after.
_ROWS_IN_FLIGHT = 2_048
_ROW_GROUP_SIZE = 20_480
_MEMORY_LIMIT = "512MB"
_MAGIC = slice(8, 12), b"DUCK"
_WRITABLE = 0o222


def export_database(lake: Lake, out: Path) -> Path:
    """Write tables, views and comments of the lake's snapshot to one DuckDB file.

    The file is written aside and takes its name when it is complete: who has an older one of the
    name open goes on reading that, and who opens it from then on reads the new one. It can't be
    written to, so that many can read it at once.

    Args:
        lake: an open lake.
        out: the file; its folder is made where it is missing, an older export is replaced.

    Returns:
        `out`.

    Raises:
        ExportError: the file can't be written, or is something else than a DuckDB file.
        SnapshotForgottenError: the snapshot was forgotten meanwhile.
    """
    _require_own_file(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with disk_failures_told(out), complete(out) as aside, lake.pinned() as pinned:
            aside.unlink(missing_ok=True)
            log = aside.with_name(f"{aside.name}.wal")
            try:
                with duckdb.connect(config={"memory_limit": _MEMORY_LIMIT}) as target:
                    target.execute(
                        f"ATTACH {ddl.literal(str(aside))} AS made "
                        f"(ROW_GROUP_SIZE {_ROW_GROUP_SIZE}); USE made"
                    )
                    _copy(pinned, target)
                    target.execute("USE memory; DETACH made")
            finally:
                log.unlink(missing_ok=True)
            aside.chmod(aside.stat().st_mode & ~_WRITABLE)
    except (OSError, duckdb.IOException, DiskFailedError) as error:
        raise ExportError(
            f"cannot write the database to {out}: {getattr(error, 'strerror', None) or error}; "
            "make room, or choose another path"
        ) from error
    return out


def _require_own_file(out: Path) -> None:
    try:
        with out.open("rb") as file:
            start = file.read(12)
    except FileNotFoundError:
        return
    except OSError as error:
        raise ExportError(f"cannot replace {out}: {error.strerror}; choose another name") from error
    stretch, magic = _MAGIC
    if start[stretch] != magic:
        raise ExportError(f"{out} exists and is not a DuckDB file; choose another name")


def _copy(lake: Lake, target: duckdb.DuckDBPyConnection) -> None:
    counts = row_counts(lake)
    for schema in sorted({table.schema for table in lake.tables.values()} - {"main"}):
        target.execute(f"CREATE SCHEMA {ddl.identifier(schema)}")
    for table in lake.tables.values():
        for statement in ddl.table_statements(table):
            target.execute(statement)
        rows = lake.connection.execute(
            f"SELECT {ddl.column_list(table)} FROM {ddl.stored(table)}"
        ).to_arrow_reader(_ROWS_IN_FLIGHT)
        target.register("rows", rows)
        ((count,),) = target.execute(
            f"INSERT INTO {ddl.stored(table)} BY NAME FROM rows"
        ).fetchall()
        target.unregister("rows")
        require_all_rows(table, count, counts)
    found = views_in(lake.connection)
    for name in (*RESOLVED_TABLES, *VIEWS):
        if name in found:
            statement, comment = found[name]
            target.execute(statement)
            if comment:
                target.execute(f"COMMENT ON VIEW {ddl.identifier(name)} IS {ddl.literal(comment)}")
    for name in RESOLVED_TABLES:
        if name in found:
            _comment_on_columns(target, replace(lake.tables[name], stored_as=None))
    for view in as_tables(target, found).values():
        _comment_on_columns(target, view)


def _comment_on_columns(target: duckdb.DuckDBPyConnection, view: Table) -> None:
    for column in view.columns:
        if column.declared.meaning:
            target.execute(ddl.comment_on_column(view, column))
