"""Publish a staged batch: all of its tables in one transaction, or nothing.

The files are put beside the lake's other data files and are named in the catalog by one DuckLake
transaction, which also brings `name_forms`, `entities`, `stories` and `repeated_lines` up to date
and takes the batch's measures. A crash or a failed upload before the commit leaves the last
snapshot, and files that no snapshot names; the next writer removes them.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.errors import BatchRejectedError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.measures import MEASURED, measures_of
from dateline.warehouse.catalog.snapshots import batch_message, insert, transaction
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG
from dateline.warehouse.lookup.index import keep_pages_known, known_pages
from dateline.warehouse.lookup.pages import KnownPages
from dateline.warehouse.publish.accounts import check_batch
from dateline.warehouse.publish.compaction import merge_small_files
from dateline.warehouse.publish.identity import renew_identity
from dateline.warehouse.publish.quarantine import make_room, resolve
from dateline.warehouse.publish.staging import StagedBatch
from dateline.warehouse.publish.stories import renew_stories
from dateline.warehouse.read.repetition import renew_repeated_lines
from dateline.warehouse.search.index import keep_up

# Whose rows name pages that the lake has once it has the rows.
_OF_SIGHTED_PAGES = ("documents", "ops.sightings")


def publish(lake: Lake, staged: StagedBatch) -> int:
    """Publish a staged batch in one transaction, after others where these left many small files.

    Args:
        lake: a lake open for writing.
        staged: what `warehouse.publish.staging.stage` made of the batch.

    Returns:
        The snapshot that holds the batch.

    Raises:
        BatchRejectedError: a key is there twice or already in the lake, a row names a page that the
            batch doesn't bring, or the accounts don't balance. The staged files stay for a look.
        LakeHeldError: the lake's lock was lost meanwhile.
        LakeNotWritableError: the index of pages can't be written, or the files not put there.
        duckdb.Error: the database failed; the staged files stay for another try.
    """
    connection = lake.connection
    lake.store.require_lock()
    merge_small_files(lake)
    targets = {name: _target(lake, TABLES[name], staged.batch_id) for name in staged.files}
    with (
        known_pages(lake) as known,
        transaction(connection, batch_message(staged.batch_id)),
        _brought_into(lake, staged, targets) as files,
    ):
        if "ops.quarantine" in files:
            make_room(connection, files["ops.quarantine"], staged.batch_id)
        _check_keys(connection, files, known)
        for name, target in targets.items():
            _add_file(connection, TABLES[name], target)
        batch = check_batch(connection, files)
        if "mentions" in files:
            renew_identity(connection, files["mentions"], files["documents"])
        if "articles" in files:
            renew_stories(connection, files, known)
        if "fingerprints" in files:
            renew_repeated_lines(connection, files["fingerprints"], files["documents"], known)
        if "documents" in files:
            resolve(connection, files["documents"], run_id=batch.run_id, at=batch.published_at)
            _measure(connection, files)
        # Another writer would have removed the files as what a stopped run left.
        lake.store.require_lock()
    staged.discard()
    keep_pages_known(lake)
    keep_up(lake)
    return lake.snapshot_id


@contextmanager
def _brought_into(
    lake: Lake, staged: StagedBatch, targets: Mapping[str, str]
) -> Iterator[dict[str, Path]]:
    """The batch's files to read, once all are where the lake keeps its own.

    Where publishing failed, they are in staging again. A failed commit leaves them: it may have
    reached the disk all the same. Those that no snapshot names are there for another try, or for
    the next writer to remove.
    """
    brought: dict[str, Path] = {}
    if _is_published(lake.connection, staged.batch_id):
        raise BatchRejectedError(f"batch {staged.batch_id} is in the lake already")
    try:
        for name, file in staged.files.items():
            brought[name] = lake.store.bring(lake.connection, file, targets[name])
        yield brought
    except BaseException:
        lake.leaves_files = True
        for name in brought:
            lake.store.take_back(staged.files[name], targets[name])
        raise


def _target(lake: Lake, table: Table, batch_id: str) -> str:
    """The data file of a batch where DuckLake keeps a table's: under the name it was made with."""
    ((path,),) = lake.connection.execute(
        f"SELECT s.path || t.path FROM {STORED_CATALOG}.ducklake_table AS t "
        f"JOIN {STORED_CATALOG}.ducklake_schema AS s USING (schema_id) "
        f"WHERE s.schema_name = {ddl.literal(table.schema)} "
        f"AND t.table_name = {ddl.literal(table.stored_as or table.name)} "
        "AND t.end_snapshot IS NULL AND s.end_snapshot IS NULL"
    ).fetchall()
    return f"{lake.store.data}{path}{batch_id}.parquet"


def _is_published(connection: duckdb.DuckDBPyConnection, batch_id: str) -> bool:
    rows = connection.execute(f"FROM ops.batches WHERE batch_id = {ddl.literal(batch_id)}")
    return rows.fetchone() is not None


def _check_keys(
    connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path], known: KnownPages
) -> None:
    """Hold what DuckLake can't: no key twice in the batch, nor one that the lake has already.

    Where the key names a page that the lake has not got, no such row can be in the lake: its
    largest tables need not be read.
    """
    named = " UNION ".join(
        f"SELECT document_id FROM {_read(files[name])}"
        for name in _OF_SIGHTED_PAGES
        if name in files
    )
    loaded: set[str] = set()
    if named:
        # What is no hash names no page of the lake; the audit has it out of a run's batches.
        pages = connection.execute(
            f"FROM ({named}) WHERE regexp_full_match(document_id, '([0-9a-f]{{2}})+')"
        ).fetchall()
        loaded = known.known_among(document_id for (document_id,) in pages)
    checks = [check for name in files for check in _key_checks(TABLES[name], files, loaded)]
    wrong = connection.execute(" UNION ALL ".join(f"({check})" for check in checks)).fetchone()
    if wrong:
        name, problem, key = wrong
        raise BatchRejectedError(f"{name} {problem}: {', '.join(map(str, key))}")


def _read(path: Path) -> str:
    return f"read_parquet({ddl.literal(str(path))})"


def _key_checks(table: Table, files: Mapping[str, Path], loaded: Collection[str]) -> Iterator[str]:
    """Queries for a key that must not be there, each with the table and what is wrong with it.

    Args:
        table: The table.
        files: The batch's files.
        loaded: Those of the pages that the batch loads or sights which the lake has already.
    """

    def query(problem: str, rows: str) -> str:
        words = f"{ddl.literal(table.qualified_name)}, {ddl.literal(problem)}"
        values = ", ".join(f"{name}::VARCHAR" for name in names)
        return f"SELECT {words}, [{values}] FROM {rows} LIMIT 1"

    names = [ddl.identifier(name) for name in table.key]
    key, rows = ", ".join(names), _read(files[table.qualified_name])
    twice = f"(SELECT {key} FROM {rows} GROUP BY ALL HAVING count(*) > 1)"
    yield query("has a key twice in the batch", twice)
    pages_known = f"(SELECT unnest({ddl.list_literal(loaded)}) AS document_id)"
    if table.name == "documents":
        known = f"{rows} SEMI JOIN {pages_known} USING (document_id)"
        yield query("has a key that is in the lake already", known)
    elif table.qualified_name in _OF_SIGHTED_PAGES:
        if loaded:
            of_known = f"(FROM {rows} SEMI JOIN {pages_known} USING (document_id))"
            known = f"{of_known} SEMI JOIN {ddl.qualified(table)} USING ({key})"
            yield query("has a key that is in the lake already", known)
    elif not _is_of_page(table):
        known = f"{rows} SEMI JOIN {ddl.qualified(table)} USING ({key})"
        yield query("has a key that is in the lake already", known)
    elif "documents" in files:
        pages = f"(SELECT document_id FROM {_read(files['documents'])})"
        names = ["document_id"]
        strange = f"{rows} ANTI JOIN {pages} USING (document_id)"
        yield query("names a page that the batch doesn't bring", strange)
    else:
        raise BatchRejectedError(f"{table.qualified_name} has rows, but the batch brings no page")


def _is_of_page(table: Table) -> bool:
    return any(
        column.declared.key and column.declared.references == "documents.document_id"
        for column in table.columns
    )


def _add_file(connection: duckdb.DuckDBPyConnection, table: Table, target: str) -> None:
    connection.execute(
        "CALL ducklake_add_data_files('lake', ?, ?, schema => ?)",
        [table.stored_as or table.name, target, table.schema],
    )


def _measure(connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path]) -> None:
    """Add what the batch brought of each source to `ops.measures`."""
    tables = {
        name: f"read_parquet({ddl.literal(str(files[name]))})"
        if name in files
        else f"(FROM {ddl.qualified(TABLES[name])} LIMIT 0)"
        for name in MEASURED
    }
    measures = connection.execute(measures_of(tables)).to_arrow_table()
    insert(connection, "ops.measures", measures)
