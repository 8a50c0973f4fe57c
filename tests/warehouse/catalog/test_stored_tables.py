"""What the catalog is read to hold is what DuckDB's own functions say that it holds."""

from pathlib import Path

import duckdb
import pytest
from attached_lakes import attached
from made_batches import load
from old_lakes import LAST_SNAPSHOT, lake_of_0_1_0

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.stored_tables import (
    StoredColumn,
    StoredSchemas,
    StoredTable,
    stored_in,
    tables_without_files,
)


def by_duckdb(connection: duckdb.DuckDBPyConnection) -> StoredSchemas:
    where = "WHERE database_name = 'lake' AND schema_name IN ('main', 'ops')"
    columns: dict[tuple[str, str], dict[str, StoredColumn]] = {}
    for schema, table, column, *rest in connection.execute(
        "SELECT schema_name, table_name, column_name, data_type, is_nullable, comment "
        f"FROM duckdb_columns() {where}"
    ).fetchall():
        columns.setdefault((schema, table), {})[column] = StoredColumn(*rest)
    tables = connection.execute(
        f"SELECT schema_name, table_name, comment FROM duckdb_tables() {where} ORDER BY table_oid"
    ).fetchall()
    views = connection.execute(f"SELECT view_name FROM duckdb_views() {where}").fetchall()
    return StoredSchemas(
        {
            table if schema == "main" else f"{schema}.{table}": StoredTable(
                comment, columns[schema, table]
            )
            for schema, table, comment in tables
        },
        frozenset(name for (name,) in views),
    )


def test_a_lake_of_today(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        assert stored_in(lake.connection) == by_duckdb(lake.connection)
        assert list(stored_in(lake.connection).tables) == list(by_duckdb(lake.connection).tables)


@pytest.mark.parametrize("snapshot_id", [None, LAST_SNAPSHOT, 1])
def test_an_old_lake_before_and_after_its_migration(
    tmp_path: Path, snapshot_id: int | None
) -> None:
    folder = lake_of_0_1_0(tmp_path)
    for _ in range(2):
        with attached(folder, read_only=True, snapshot_id=snapshot_id) as connection:
            assert stored_in(connection, snapshot_id) == by_duckdb(connection)
        Lake.open(folder).close()


def test_what_others_put_beside_it(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        lake.connection.execute(
            'CREATE TABLE own (a TINYINT, b FLOAT[], c STRUCT("end" INTEGER, d VARCHAR[]), '
            "e HUGEINT, f BOOLEAN, g SMALLINT, h BLOB, i DATE, j MAP(VARCHAR, INTEGER))"
        )
        lake.connection.execute("COMMENT ON COLUMN own.a IS 'its own'")
        lake.connection.execute("CREATE SCHEMA other; CREATE VIEW other.articles AS SELECT 1")
        lake.connection.execute("ALTER TABLE own RENAME COLUMN g TO k; DROP VIEW coverage")
        found = stored_in(lake.connection)
        assert found == by_duckdb(lake.connection)
        assert found.tables["own"].columns["j"].duckdb_type == "MAP(VARCHAR, INTEGER)"
        assert "coverage" not in found.views


def test_an_empty_catalog_holds_nothing(tmp_path: Path) -> None:
    with attached(tmp_path, read_only=False) as connection:
        assert stored_in(connection) == StoredSchemas({}, frozenset())


def test_tables_without_files_have_no_rows(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        assert "documents" in tables_without_files(lake.connection)
        load(lake, range(2))
        empty = tables_without_files(lake.connection)
        assert "documents" not in empty
        counts = {
            name: lake.connection.execute(f"SELECT count(*) FROM {name}").fetchone()
            for name in empty
        }
    assert set(counts.values()) == {(0,)}
