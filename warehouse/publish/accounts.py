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
from dateline.warehouse.catalog.ddl import literal
from dateline.warehouse.catalog.errors import BatchRejectedError, LakeError, RunRejectedError
from dateline.warehouse.catalog.parameters import execute
from dateline.warehouse.catalog.records import records_of
from dateline.warehouse.catalog.results import QueryResult
from dateline.warehouse.publish.quarantine import FAILURES

_ROW_COUNTS = """
    SELECT * FROM
        (SELECT count(*) AS documents FROM {documents}),
        (SELECT count(*) FILTER (outcome = 'loaded') AS loaded,
            count(*) FILTER (outcome = 'already_known') AS already_known FROM {sightings}),
        (SELECT count(*) FILTER (outcome = 'quarantined') AS quarantined,
            count(*) FILTER (outcome = 'rejected') AS rejected FROM {quarantine})
"""
_NO_ROWS = "(SELECT NULL::VARCHAR AS outcome, NULL::VARCHAR AS state WHERE false)"
_COUNT_COLUMNS = ("sighting_count", *(f"{outcome}_count" for outcome in PageOutcome))
_SUMS = ", ".join(f"coalesce(sum({count}), 0)::BIGINT AS {count}" for count in _COUNT_COLUMNS)
_OF_RUN = {
    "documents": "(FROM documents WHERE run_id = $run_id)",
    "sightings": "(FROM ops.sightings WHERE run_id = $run_id)",
    "quarantine": f"(FROM {FAILURES} WHERE run_id = $run_id)",
}
_RUN_COUNTS = f"""
    {_ROW_COUNTS.format(**_OF_RUN)},
    (SELECT count(*) AS batch_count, {_SUMS} FROM ops.batches WHERE run_id = $run_id)
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
    batches = literal(str(files["ops.batches"]))
    found = connection.execute(f"FROM read_parquet({batches})")
    (batch,) = records_of(Batch, QueryResult(found).dicts())

    names = {
        table.removeprefix("ops."): f"read_parquet({literal(str(files[table]))})"
        if table in files
        else _NO_ROWS
        for table in ("documents", "ops.sightings", "ops.quarantine")
    }
    # Of a page that is loaded after all, the batch brings its row as resolved.
    names["quarantine"] = f"(FROM {names['quarantine']} WHERE state = 'open')"
    rows = _only_row(connection.execute(_ROW_COUNTS.format(**names)))
    _check(f"batch {batch.batch_id}", batch, rows, BatchRejectedError)
    return batch


def check_run(connection: duckdb.DuckDBPyConnection, run: Run) -> None:
    """See that a run's accounts are those of its batches and of its rows in the lake.

    Raises:
        RunRejectedError: they are not.
    """
    what = f"run {run.run_id}"
    rows = _only_row(execute(connection, _RUN_COUNTS, {"run_id": run.run_id}))
    _check(what, run, rows, RunRejectedError)
    if rows["batch_count"] != run.batch_count:
        raise RunRejectedError(
            f"the accounts of {what} say {run.batch_count} batches, but the lake has "
            f"{rows['batch_count']}"
        )
    # A batch with nothing new in it leaves no trace, and its pages count all the same.
    for count in _COUNT_COLUMNS:
        found, said = rows[count], getattr(run, count)
        if found > said or (count == "loaded_count" and found != said):
            raise RunRejectedError(
                f"the accounts of {what} say {count} {said}, but those of its batches {found}"
            )
    if run.waived_count > run.quarantined_count + run.rejected_count:
        raise RunRejectedError(
            f"the accounts of {what} say {run.waived_count} pages waived, more "
            "than were quarantined or rejected"
        )


def _only_row(result: duckdb.DuckDBPyConnection) -> dict[str, int]:
    (row,) = QueryResult(result).dicts()
    return row


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
