"""A lake that version 0.1.0 made gets today's names, keeps its rows, and survives a kill."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from attached_lakes import attached
from old_lakes import LAST_SNAPSHOT, lake_of_0_1_0

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.errors import LakeVersionError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.migration import FORMER_NAMES
from dateline.warehouse.read.export import export

# By table: what the old version had there, under the names of today.
ROW_COUNTS = {
    "documents": 4, "lines": 50, "fingerprints": 4, "repeated_lines": 6, "stories": 4,
    "story_members": 4,
    "ops.runs": 3, "ops.batches": 2, "ops.quarantine": 4, "ops.waivers": 1, "ops.sightings": 5,
}  # fmt: skip


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return lake_of_0_1_0(tmp_path)


def column_names(folder: Path, **at: Any) -> set[str]:
    """The columns of Dateline's tables as the catalog has them."""
    with attached(folder, read_only=True, **at) as connection:
        rows = connection.execute(
            "SELECT concat_ws('.', nullif(schema_name, 'main'), table_name, column_name) "
            "FROM duckdb_columns() WHERE database_name = 'lake' AND table_name IN "
            "(SELECT table_name FROM duckdb_tables() WHERE database_name = 'lake')"
        ).fetchall()
    return {name for (name,) in rows}


TODAY = {
    f"{table.stored_as or name}.{column.name}"
    for name, table in TABLES.items()
    for column in table.columns
}
SHOWN_BY_VIEWS = {name: table for name, table in TABLES.items() if table.stored_as}


def test_a_reader_is_told_to_migrate(old: Path) -> None:
    message = (
        r"articles.page_kind_confidence added.* more since.; migrate it with `dateline migrate"
    )
    with pytest.raises(LakeVersionError, match=message):
        Lake.open(old, read_only=True)


def test_columns_are_renamed_and_dropped_in_one_snapshot(old: Path) -> None:
    before = column_names(old)
    declared = {f"{n}.{c.name}" for n, table in SHOWN_BY_VIEWS.items() for c in table.columns}
    assert before - TODAY - declared == {
        f"{name.rpartition('.')[0]}.{former}" for name, former in FORMER_NAMES.items()
    } | {"ops.quarantine.severity", "stories.similarity", "stories.role"}
    with Lake.open(old) as lake:
        assert "ops.sightings.source renamed to file_path" in lake.migrated
        assert "stories.similarity dropped" in lake.migrated
        assert "mentions renamed to page_mentions" in lake.migrated
        assert lake.snapshot_id == LAST_SNAPSHOT + 1
    assert column_names(old) == TODAY
    with Lake.open(old) as lake:
        assert lake.migrated == ()
        assert lake.snapshot_id == LAST_SNAPSHOT + 1
    assert column_names(old, snapshot_id=LAST_SNAPSHOT) == before


def test_rows_keep_their_values_under_the_new_names(old: Path) -> None:
    with Lake.open(old) as lake:
        counts = {name: lake.query(f"FROM {name}").num_rows for name in ROW_COUNTS}
        for name in FORMER_NAMES:
            table, _, column = name.rpartition(".")
            before = f"{table} AT (VERSION => {LAST_SNAPSHOT})"
            differing = lake.query(
                f"(SELECT {column} AS value FROM {table} EXCEPT ALL "
                f"SELECT {FORMER_NAMES[name]} FROM {before})"
            )
            assert differing.num_rows == 0, name
            assert lake.query(f"SELECT 1 FROM {table} WHERE {column} IS NOT NULL").num_rows, name
        outcomes = lake.query("SELECT outcome, count(*) AS n FROM ops.sightings GROUP BY ALL")
    assert counts == ROW_COUNTS
    assert {row["outcome"]: row["n"] for row in outcomes.to_pylist()} == {
        "loaded": 4,
        "already_known": 1,
    }


def test_older_snapshots_are_read_under_the_old_names(old: Path, tmp_path: Path) -> None:
    Lake.open(old).close()
    with Lake.open(old, read_only=True, at=LAST_SNAPSHOT) as lake:
        assert lake.query("SELECT source FROM ops.sightings WHERE outcome = 'known'").num_rows == 1
        files = {path.stem: path for path in export(lake, tmp_path / "out", "jsonl")}
    assert '"source":"/tmp/news/pages/bridge.txt"' in files["ops.sightings"].read_text()


_KILLED = """
import os, signal, sys
from pathlib import Path
from dateline.warehouse.catalog import migration, snapshots
from dateline.warehouse.catalog.lake import Lake
from contextlib import contextmanager

folder, left = Path(sys.argv[1]), int(sys.argv[2])
WRITING = tuple("ALTER UPDATE INSERT DELETE COMMENT CREATE COMMIT".split())

class Killed:
    def __init__(self, connection):
        self.connection = connection
    def __getattr__(self, name):
        return getattr(self.connection, name)
    def execute(self, statements, *rest):
        global left
        if isinstance(statements, str):
            statements = self.connection.extract_statements(statements)
        else:
            statements = [statements]
        for statement in statements:
            if statement.query.strip().startswith(WRITING):
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1
            result = self.connection.execute(statement, *rest)
        return result

really = migration.transaction

@contextmanager
def transaction(connection, message):
    with really(Killed(connection), message):
        yield

migrate = migration.migrate
import dateline.warehouse.catalog.lake as lakes
migration.transaction = transaction
lakes.migrate = lambda connection, found, folder: migrate(Killed(connection), found, folder)
Lake.open(folder)
"""


@pytest.mark.parametrize("statement_count", [0, 5, 12, -1])
def test_a_migration_that_is_killed_leaves_the_old_lake(old: Path, statement_count: int) -> None:
    before = column_names(old)
    if statement_count < 0:
        statement_count = len(statements_of_a_migration(old))
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(old), str(statement_count)], check=False
    )
    assert killed.returncode == -9
    assert column_names(old) == before
    with Lake.open(old) as lake:
        assert lake.migrated
        assert lake.query("SELECT file_path FROM ops.sightings").num_rows == 5
    assert column_names(old) == TODAY


def statements_of_a_migration(folder: Path) -> list[str]:
    """The statements between the start of the transaction and its end."""
    from dateline.warehouse.catalog import migration
    from dateline.warehouse.catalog.stored_tables import stored_in
    from dateline.warehouse.catalog.views import outdated, statements, views_in

    with attached(folder, read_only=True) as connection:
        found = stored_in(connection).tables
        renamed = migration._as_renamed(found)
        views = statements(outdated(views_in(connection)))
        made = [*migration._renaming(found), *migration._statements(renamed), *views]
    return made
