"""Write down a run that is over.

Its few rows go in as values: to make Arrow tables of them, Arrow and pandas would be imported.
"""

from collections.abc import Sequence

import duckdb

from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.operations import Check, Run
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.parameters import execute
from dateline.warehouse.catalog.snapshots import transaction
from dateline.warehouse.publish.accounts import check_run


def record_run(lake: Lake, run: Run, checks: Sequence[Check] = ()) -> int:
    """Write a run's accounts, over those written for it before; returns the snapshot.

    `checks` are the audit results of the run as a whole.

    Raises:
        RunRejectedError: they don't balance, or are not what the lake holds of the run.
    """
    with transaction(lake.connection, f"run {run.run_id}"):
        check_run(lake.connection, run)
        execute(lake.connection, "DELETE FROM ops.runs WHERE run_id = ?", [run.run_id])
        _insert(lake.connection, Run, [run])
        _insert(lake.connection, Check, checks)
    return lake.snapshot_id


def _insert(
    connection: duckdb.DuckDBPyConnection, row_type: type, rows: Sequence[Run | Check]
) -> None:
    if not rows:
        return
    table = table_of(row_type)
    names = [column.name for column in table.columns]
    row = f"({', '.join('?' for _ in names)})"
    execute(
        connection,
        f"INSERT INTO {ddl.stored(table)} ({ddl.column_list(table)}) "
        f"VALUES {', '.join(row for _ in rows)}",
        [getattr(row, name) for row in rows for name in names],
    )
