"""Quarantined pages, as the lake keeps them, and the reasons that are waived for a while.

A row is never deleted. A page that is tried again, by `dateline quarantine retry` or by a run of
another version that meets it once more, keeps its row: the batch brings the row as it is now, and
it replaces the old one. What a batch loads is no longer quarantined anywhere.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb

from dateline.transforms.schema.closed_sets import QuarantineState
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.operations import Quarantined, Waiver
from dateline.warehouse.catalog.ddl import literal
from dateline.warehouse.catalog.errors import BatchRejectedError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.parameters import Value, execute
from dateline.warehouse.catalog.records import records_of
from dateline.warehouse.catalog.snapshots import insert, transaction

PageKey = tuple[str, str, str | None]

# Rows from before these columns were declared have none of their values.
ROWS = """(
    SELECT * REPLACE (
        coalesce(repairs, []) AS repairs, coalesce(state, 'open') AS state,
        coalesce(state_at, quarantined_at) AS state_at, coalesce(retries, []) AS retries
    ) FROM ops.quarantine
)"""
# What is known of a page by now: the failure of its last retry, or else the first one.
CURRENT = f"""(
    SELECT * EXCLUDE (reason, detail, rule, version),
        coalesce(retries[-1].reason, reason) AS reason,
        coalesce(retries[-1].detail, detail) AS detail,
        coalesce(retries[-1].rule, rule) AS rule,
        coalesce(retries[-1].version, version) AS version
    FROM {ROWS}
)"""
# Every failure of every run: the first one of each row, and those of its retries.
FAILURES = """(
    SELECT quarantine_id, source_id, outcome, unnest(
        [{run_id: run_id, reason: reason, detail: detail}] || list_transform(
            coalesce(retries, []),
            lambda retry: {run_id: retry.run_id, reason: retry.reason, detail: retry.detail}
        ),
        recursive := true
    ) FROM ops.quarantine
)"""
# Those that hold on the day $1: of several for one reason, the last one counts.
WAIVERS = """(
    SELECT reason, max_by(until_date, waived_at) AS until_date,
        max_by(waived_by, waived_at) AS waived_by, max_by(note, waived_at) AS note,
        max(waived_at) AS waived_at
    FROM ops.waivers GROUP BY reason HAVING max_by(until_date, waived_at) >= $1::DATE
)"""
# What a retry leaves as it was.
_KEPT = (
    *("run_id", "batch_id", "file_path", "source_id", "document_id", "reason", "rule"),
    *("quarantined_at", "version"),
)


def rows_at(lake: Lake, keys: Sequence[PageKey]) -> dict[PageKey, Quarantined]:
    """The rows of quarantined pages, by key: file_path, source_id and document_id.

    They come without their payloads. Where a key has several, of versions that did not know each
    other's, it is the last.
    """
    ((is_any,),) = lake.connection.execute("SELECT EXISTS (FROM ops.quarantine)").fetchall()
    if not is_any:
        return {}
    columns: list[tuple[str | None, ...]] = list(zip(*keys, strict=True)) or [(), (), ()]
    query = (
        f"SELECT q.* REPLACE (NULL::BLOB AS payload) FROM {ROWS} q SEMI JOIN ("
        "SELECT unnest(?::VARCHAR[]) AS file_path, unnest(?::VARCHAR[]) AS source_id, "
        "unnest(?::VARCHAR[]) AS document_id) key "
        "ON q.file_path = key.file_path AND q.source_id = key.source_id "
        "AND q.document_id IS NOT DISTINCT FROM key.document_id ORDER BY quarantined_at"
    )
    rows = _rows(lake, query, [list(column) for column in columns])
    return {(row.file_path, row.source_id, row.document_id): row for row in rows}


def rows_of(lake: Lake, quarantine_ids: Sequence[str]) -> list[Quarantined]:
    """Whole rows, payloads included, in the order in which the pages were quarantined."""
    return _rows(
        lake,
        f"FROM {ROWS} WHERE quarantine_id IN (SELECT unnest(?::VARCHAR[])) "
        "ORDER BY quarantined_at, quarantine_id",
        [list(quarantine_ids)],
    )


def loaded_by(lake: Lake, document_ids: Sequence[str]) -> dict[str, str]:
    """The run that loaded each of those documents that the lake holds."""
    found = execute(
        lake.connection,
        "SELECT document_id, run_id FROM documents "
        "WHERE document_id IN (SELECT unnest(?::VARCHAR[]))",
        [list(document_ids)],
    ).fetchall()
    return dict(found)


def _rows(lake: Lake, query: str, parameters: list[Value]) -> list[Quarantined]:
    return records_of(Quarantined, lake.rows(query, parameters).dicts())


def make_room(connection: duckdb.DuckDBPyConnection, brought: Path, batch_id: str) -> None:
    """Take out the rows whose newer state a batch brings, in the transaction that publishes it.

    Args:
        connection: the lake's connection, with a transaction open.
        brought: the batch's file of quarantine rows; those of other batches replace one each.
        batch_id: the batch.

    Raises:
        BatchRejectedError: a row that is to be replaced is not there, or was another page's.
    """
    newer = "(SELECT * FROM read_parquet($file) WHERE batch_id <> $batch_id)"
    parameters = {"file": str(brought), "batch_id": batch_id}
    same = " AND ".join(f"old.{name} IS NOT DISTINCT FROM newer.{name}" for name in _KEPT)
    stray = connection.execute(
        f"SELECT quarantine_id FROM {newer} newer "
        f"LEFT JOIN ops.quarantine old USING (quarantine_id) WHERE NOT ({same}) LIMIT 1",
        parameters,
    ).fetchone()
    if stray:
        raise BatchRejectedError(
            f"ops.quarantine has no row {stray[0]} that batch {batch_id} could bring up to date"
        )
    connection.execute(
        f"DELETE FROM ops.quarantine WHERE quarantine_id IN (SELECT quarantine_id FROM {newer})",
        parameters,
    )


def resolve(
    connection: duckdb.DuckDBPyConnection, documents: Path, *, run_id: str, at: datetime
) -> None:
    """Mark as resolved what a run loads, in the transaction that publishes it.

    Args:
        connection: the lake's connection, with a transaction open.
        documents: the batch's file of documents.
        run_id: the run that loads them.
        at: when.
    """
    loaded = f"SELECT document_id FROM read_parquet({literal(str(documents))})"
    unresolved = (
        f"state IS DISTINCT FROM '{QuarantineState.RESOLVED}' AND document_id IN ({loaded})"
    )
    waiting = f"SELECT 1 FROM ops.quarantine WHERE {unresolved} LIMIT 1"
    # An update that changes no row costs as much as one that does.
    if connection.execute(waiting).fetchone():
        execute(
            connection,
            f"UPDATE ops.quarantine SET state = '{QuarantineState.RESOLVED}', state_at = $at, "
            f"resolved_run_id = $run_id WHERE {unresolved}",
            {"run_id": run_id, "at": at},
        )


def expirable(lake: Lake, before: datetime | None) -> Mapping[str, tuple[int, int]]:
    """What `expire` would take: rows and bytes, by reason.

    Args:
        lake: an open lake.
        before: open rows that were quarantined earlier go, too; None where they stay.
    """
    rows = lake.query(
        "SELECT reason, count(*) AS row_count, "
        "coalesce(sum(octet_length(payload)), 0)::BIGINT AS byte_count "
        f"FROM {CURRENT} WHERE {_EXPIRABLE} GROUP BY reason ORDER BY reason",
        [before],
    ).to_pylist()
    return {row["reason"]: (row["row_count"], row["byte_count"]) for row in rows}


def expire(lake: Lake, before: datetime | None, *, at: datetime) -> int:
    """Drop the payloads of what is resolved or old; the rows stay. Returns the snapshot."""
    with transaction(lake.connection, "quarantine expired"):
        lake.connection.execute(
            f"UPDATE ops.quarantine SET payload = NULL, state = '{QuarantineState.EXPIRED}', "
            f"state_at = $2 WHERE {_EXPIRABLE}",
            [before, at],
        )
    return lake.snapshot_id


# A comparison with null is not true: without a day nothing is old.
_EXPIRABLE = "(state = 'resolved' OR (coalesce(state, 'open') = 'open' AND quarantined_at < $1))"


def waivers_on(lake: Lake, day: date) -> dict[str, Waiver]:
    """The waivers that hold on a day (UTC), by reason."""
    rows = records_of(Waiver, lake.rows(f"FROM {WAIVERS} ORDER BY reason", [day]).dicts())
    return {row.reason: row for row in rows}


def record_waiver(lake: Lake, waiver: Waiver) -> int:
    """Write a waiver down; returns the snapshot."""
    with transaction(lake.connection, f"waiver of {waiver.reason}"):
        insert(lake.connection, "ops.waivers", to_arrow(Waiver, [waiver]))
    return lake.snapshot_id
