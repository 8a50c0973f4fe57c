"""A lake of an older version goes on with this one; one of a newer version is left alone.

`first_tables.sql` has the tables of the first lakes there were. It stays as it is: whoever changes
a declaration so that such a lake can't go on hears of it here.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attached_lakes import attached
from made_batches import DAY, load, tables

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.operations import Run
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.errors import LakeVersionError
from dateline.warehouse.catalog.folder import DATA, MARKER
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.migration import FORMER_NAMES
from dateline.warehouse.catalog.views import VIEWS
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.publish.replacing import OF_A_PAGE
from dateline.warehouse.publish.staging import DERIVED
from dateline.warehouse.read.export import export

FIRST = (Path(__file__).parent / "first_tables.sql").read_text(encoding="utf-8")


def old_lake(folder: Path, statements: str = FIRST) -> dict[str, dict[str, str]]:
    """Make a lake with the tables of `statements`; returns their columns' types by name."""
    folder.mkdir()
    (folder / MARKER).write_text('{"format": 1}\n', encoding="utf-8")
    with attached(folder, read_only=False) as connection:
        connection.execute("CREATE SCHEMA ops")
        connection.execute(statements)
        made: dict[str, dict[str, str]] = {}
        for schema, table, column, column_type in connection.execute(
            "SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns() "
            "WHERE database_name = 'lake'"
        ).fetchall():
            name = table if schema == "main" else f"{schema}.{table}"
            made.setdefault(name, {})[column] = column_type
    return made


def fill(folder: Path, made: dict[str, dict[str, str]], batch: dict[str, pa.Table]) -> None:
    """Bring in a batch as an older version did: without the columns it did not know."""
    with attached(folder, read_only=False) as connection:
        for name, rows in batch.items():
            if name in made:
                table = TABLES[name]
                file = folder / DATA / table.schema / table.name / "old.parquet"
                file.parent.mkdir(parents=True)
                pq.write_table(under_former_names(name, rows, made[name]), file)
                connection.execute(
                    "CALL ducklake_add_data_files('lake', ?, ?, schema => ?)",
                    [table.name, str(file), table.schema],
                )


def under_former_names(name: str, rows: pa.Table, columns: Iterable[str]) -> pa.Table:
    """Rows as an older version wrote them: its columns by its names, with what it always wrote."""
    former = [FORMER_NAMES.get(f"{name}.{column}", column) for column in rows.column_names]
    constants = {"severity": "critical", "similarity": 1.0}
    for column in constants.keys() & set(columns) - set(former):
        rows = rows.append_column(column, pa.array([constants[column]] * rows.num_rows))
        former.append(column)
    names = [
        column if column in columns else now
        for column, now in zip(former, rows.column_names, strict=True)
    ]
    return rows.rename_columns(names).select(list(columns))


@pytest.fixture
def first(tmp_path: Path) -> Path:
    folder = tmp_path / "lake"
    batch = tables([0, 1], batch_id="old")
    run = Run("run", DAY, DAY, "completed", "0", (), 1, 3, 2, 0, 1, 0, 0)
    fill(folder, old_lake(folder), {**batch, "ops.runs": to_arrow(Run, [run])})
    return folder


def less(*dropped: str) -> Iterator[str]:
    """Today's tables without some tables or columns, the columns of each in reverse order."""
    for name, table in TABLES.items():
        if name not in dropped:
            columns = [
                ddl._definition(column)
                for column in reversed(table.columns)
                if f"{name}.{column.name}" not in dropped
            ]
            yield f"CREATE TABLE {ddl.qualified(table)} ({', '.join(columns)});"


def test_a_lake_of_the_first_tables_goes_on(first: Path, tmp_path: Path) -> None:
    with Lake.open(first) as lake:
        brought = lake.query("SELECT * FROM articles ORDER BY document_id").to_pylist()
        load(lake, [2, 3])
        compact(lake)
        ids = lake.query("SELECT document_id FROM articles ORDER BY document_id")
        assert lake.query("FROM lines").num_rows == 8
    assert len(brought) == 2
    assert ids.num_rows == 4
    with Lake.open(first, read_only=True) as lake:
        assert {path.stem for path in export(lake, tmp_path / "out")} == set(TABLES)


def test_the_books_of_the_first_lakes_hold_what_today_s_must(first: Path) -> None:
    with Lake.open(first) as lake:
        for name, table in TABLES.items():
            if name not in {*OF_A_PAGE, *DERIVED}:
                for column in table.columns:
                    quoted = ddl.identifier(column.name)
                    query = f"FROM {ddl.qualified(table)} WHERE {quoted} IS NULL"
                    assert column.nullable or not lake.query(query).num_rows, (
                        f"{name}.{column.name} may not be null, and no replay fills it: say in "
                        "warehouse/catalog/migration.py what rows from before have there"
                    )


def test_what_is_missing_is_added_in_one_snapshot(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    dropped = ("fingerprints", "ops.checks", "articles.dateline", "quotes.via", "documents.url")
    made = old_lake(folder, "".join(less(*dropped)))
    fill(folder, made, tables([0, 1], batch_id="old"))
    with pytest.raises(
        LakeVersionError,
        match=r"\(documents\.url added, articles\.dateline added, .* and \d+ more since\)",
    ):
        Lake.open(folder, read_only=True)
    with Lake.open(folder) as lake:
        assert set(lake.migrated) == {f"{name} added" for name in (*dropped, *VIEWS)} | {
            "quotes renamed to page_quotes",
            "mentions renamed to page_mentions",
        }
        (last,) = lake.query("FROM lake.snapshots() ORDER BY snapshot_id DESC LIMIT 1").to_pylist()
        assert last["commit_message"] == "tables migrated"
        load(lake, [2])
        assert lake.query("SELECT via FROM quotes ORDER BY ALL").to_pylist() == [
            {"via": []},
            {"via": None},
            {"via": None},
        ]
        comments = dict(
            lake.connection.execute(
                "SELECT concat_ws('.', nullif(schema_name, 'main'), table_name, column_name), "
                "comment FROM duckdb_columns() WHERE database_name = 'lake'"
            ).fetchall()
        )
        for name, table in TABLES.items():
            for column in table.columns:
                assert comments[f"{table.stored_as or name}.{column.name}"] == ddl.column_comment(
                    column
                )
    with Lake.open(folder) as lake:
        assert lake.migrated == ()
        assert lake.snapshot_id == last["snapshot_id"] + 1
        rows = lake.query("SELECT headline, text_id FROM articles ORDER BY document_id")
    expected = tables([0, 1, 2])["articles"].sort_by("document_id")
    assert rows.to_pylist() == expected.select(["headline", "text_id"]).to_pylist()


def test_a_column_that_must_not_be_null_no_more_may_be_null(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    strict = "".join(less()).replace('"dateline" VARCHAR', '"dateline" VARCHAR NOT NULL')
    old_lake(folder, strict)
    with Lake.open(folder) as lake:
        load(lake, [0])
        assert lake.query("SELECT dateline FROM articles").to_pylist() == [{"dateline": None}]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("ALTER TABLE articles ADD COLUMN mood VARCHAR", "which has articles.mood"),
        ("CREATE TABLE ops.moods (mood VARCHAR)", "which has ops.moods"),
        (
            "ALTER TABLE articles DROP COLUMN word_count; "
            "ALTER TABLE articles ADD COLUMN word_count VARCHAR",
            "articles.word_count of the lake .* holds VARCHAR, which .* into BIGINT",
        ),
    ],
)
def test_a_lake_that_cant_go_on_is_left_alone(tmp_path: Path, statement: str, message: str) -> None:
    with Lake.open(tmp_path) as lake:
        lake.connection.execute(statement)
        snapshot_id = lake.snapshot_id
    for read_only in (False, True):
        with pytest.raises(LakeVersionError, match=message):
            Lake.open(tmp_path, read_only=read_only)
    with attached(tmp_path, read_only=True) as connection:
        assert connection.execute("FROM lake.current_snapshot()").fetchall() == [(snapshot_id,)]


def test_tables_of_ones_own_are_left_alone(tmp_path: Path) -> None:
    with Lake.open(tmp_path) as lake:
        lake.connection.execute("CREATE SCHEMA mine; CREATE TABLE mine.notes AS SELECT 1 AS note")
    with Lake.open(tmp_path) as lake:
        assert lake.migrated == ()
    with Lake.open(tmp_path, read_only=True) as lake:
        assert lake.query("FROM mine.notes").to_pylist() == [{"note": 1}]
