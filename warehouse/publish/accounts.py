"""The accounts: whatever a batch or a run came across is loaded, known, quarantined or rejected.

They are held twice. The numbers have to add up, and they have to be those of the rows: what is said
to be loaded is there, and nothing is there that is not accounted for. A page that was known or
quarantined before counts once more and leaves no new row, so of these there may be fewer rows than
pages.
Both are looked up inside the transaction that publishes; where they don't hold, nothing of it is.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from dateline.transforms.schema.closed_sets import PageOutcome
from dateline.transforms.schema.operations import Batch, Run
from dateline.warehouse.catalog.errors import BatchRejectedError, LakeError, RunRejectedError
from dateline.warehouse.publish.quarantine import FAILURES
from dateline.warehouse.read.records import records

_BOOKS = ("sightings", "quarantine")
_ROW_COUNTS = """
    SELECT
        (SELECT count(*) FROM {documents}) AS documents,
        count(*) FILTER (outcome = 'loaded') AS loaded,
        count(*) FILTER (outcome = 'already_known') AS already_known,
        (SELECT count(*) FILTER (outcome = 'quarantined') FROM {quarantine}) AS quarantined,
        (SELECT count(*) FILTER (outcome = 'rejected') FROM {quarantine}) AS rejected
    FROM {sightings}
"""


def check_batch(connection: duckdb.DuckDBPyConnection, files: Mapping[str, Path]) -> Batch:
    """See that a batch's accounts are those of the rows that it brings.

    Args:
        connection: the lake's connection.
        files: the batch's files by qualified table name; `ops.batches` is among them.

    Returns:
        The batch's row in the run ledger.

    Raises:
        BatchRejectedError: they are not.
    """
    found = connection.execute("FROM read_parquet(?)", [str(files["ops.batches"])])
    (batch,) = records(Batch, found.to_arrow_table())

    tables = {"documents": "documents", **{name: f"ops.{name}" for name in _BOOKS}}
    parameters = {name: str(files[table]) for name, table in tables.items() if table in files}
    names = {
        name: f"read_parquet(${name})" if name in parameters else f"(FROM {table} LIMIT 0)"
        for name, table in tables.items()
    }
    # Of a page that is loaded after all, the batch brings its row as resolved.
    names["quarantine"] = f"(FROM {names['quarantine']} WHERE state = 'open')"
    rows = _rows(connection, names, parameters)
    _check(f"batch {batch.batch_id}", batch, rows, BatchRejectedError)
    return batch


def check_run(connection: duckdb.DuckDBPyConnection, run: Run) -> None:
    """See that a run's accounts are those of its batches and of its rows in the lake.

    Raises:
        RunRejectedError: they are not.
    """
    parameters = {"run_id": run.run_id}
    names = {
        name: f"(FROM {table} WHERE run_id = $run_id)"
        for name, table in (
            ("documents", "documents"),
            ("sightings", "ops.sightings"),
            ("quarantine", FAILURES),
        )
    }
    what = f"run {run.run_id}"
    _check(what, run, _rows(connection, names, parameters), RunRejectedError)
    counts = ("sighting_count", *(f"{outcome}_count" for outcome in PageOutcome))
    sums = ", ".join(f"coalesce(sum({count}), 0)::BIGINT" for count in counts)
    (row,) = connection.execute(
        f"SELECT count(*), {sums} FROM ops.batches WHERE run_id = $run_id", parameters
    ).fetchall()
    batch_count, *summed = row
    if batch_count != run.batch_count:
        raise RunRejectedError(
            f"the accounts of {what} say {run.batch_count} batches, but the lake has {batch_count}"
        )
    # A batch with nothing new in it leaves no trace, and its pages count all the same.
    for count, found in zip(counts, summed, strict=True):
        if found > getattr(run, count) or (count == "loaded_count" and found != run.loaded_count):
            raise RunRejectedError(
                f"the accounts of {what} say {count} {getattr(run, count)}, but those of its "
                f"batches {found}"
            )
    if run.waived_count > run.quarantined_count + run.rejected_count:
        raise RunRejectedError(
            f"the accounts of {what} say {run.waived_count} pages waived, more "
            "than were quarantined or rejected"
        )


def _rows(
    connection: duckdb.DuckDBPyConnection, names: Mapping[str, str], parameters: Mapping[str, str]
) -> dict[str, int]:
    found = connection.execute(_ROW_COUNTS.format(**names), parameters).to_arrow_table().to_pylist()
    return dict(found[0])


def _check(
    what: str, accounts: Batch | Run, rows: Mapping[str, int], error: type[LakeError]
) -> None:
    counts = {outcome: getattr(accounts, f"{outcome}_count") for outcome in PageOutcome}
    if accounts.sighting_count != sum(counts.values()):
        said = " + ".join(f"{count} {outcome}" for outcome, count in counts.items())
        raise error(
            f"the accounts of {what} do not balance: {accounts.sighting_count} sightings, but "
            f"{said}"
        )
    if accounts.loaded_count != rows["documents"]:
        raise error(
            f"the accounts of {what} say {accounts.loaded_count} pages loaded, but there are "
            f"{rows['documents']}"
        )
    if accounts.loaded_count != rows["loaded"]:
        raise error(
            f"the accounts of {what} say {accounts.loaded_count} pages loaded, but "
            f"{rows['loaded']} were sighted as loaded"
        )
    for outcome in (PageOutcome.ALREADY_KNOWN, PageOutcome.QUARANTINED, PageOutcome.REJECTED):
        if rows[outcome] > counts[outcome]:
            raise error(
                f"the accounts of {what} say {counts[outcome]} pages {outcome}, but there are "
                f"{rows[outcome]}"
            )
