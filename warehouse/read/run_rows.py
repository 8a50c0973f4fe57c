"""The rows that a run brought, read from the files that its batches came in."""

from collections.abc import Iterable, Mapping

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.ddl import identifier, literal
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.resolved_tables import RESOLVED_TABLES, forms_joined, resolved
from dateline.warehouse.catalog.snapshots import batch_message
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG


def rows_of_run(
    lake: Lake, run_id: str, batch_count: int, tables: Iterable[str]
) -> Mapping[str, str]:
    """What FROM takes for the rows of tables that the pages of a run have, by table.

    They are read from the run's own snapshots, whatever the size of the lake; from the whole tables
    where these snapshots are not kept any more, or others lie between them. It takes `look_up` to
    read them, since a query from outside may not.

    Args:
        lake: an open lake.
        run_id: a run.
        batch_count: how many batches it published.
        tables: names of tables, each of which has a `document_id`.
    """
    run = f"(SELECT document_id FROM documents WHERE run_id = {literal(run_id)})"
    whole = {
        name: f"(FROM {identifier(name)} SEMI JOIN {run} AS run USING (document_id))"
        for name in tables
    }
    ((first, last, count),) = lake.connection.execute(
        "SELECT min(snapshot_id), max(snapshot_id), count(*) "
        f"FROM {STORED_CATALOG}.ducklake_snapshot_changes "
        f"WHERE starts_with(commit_message, {literal(batch_message(f'{run_id}-'))})"
    ).fetchall()
    if batch_count and count == batch_count == last - first + 1:
        return {name: _inserted(name, first, last) for name in whole}
    return whole


def _inserted(name: str, first: int, last: int) -> str:
    table = TABLES[name]
    stored = literal(table.stored_as or name)
    rows = f"ducklake_table_insertions('lake', {literal(table.schema)}, {stored}, {first}, {last})"
    if name in RESOLVED_TABLES:
        forms = forms_joined("name_forms")
        return f"({resolved(table, rows, f'({forms})')})"
    return rows
