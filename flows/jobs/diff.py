"""`dateline diff`: what differs between two snapshots."""

from collections.abc import Collection

import duckdb

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Column
from dateline.transforms.schema.columns import Table as TableDeclaration
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.migration import name_in
from dateline.warehouse.catalog.snapshots import snapshot_at
from dateline.warehouse.read.differences import TableDifference, compare


def diff(lake: Lake, old: int, new: int) -> tuple[TableDifference, ...]:
    """What differs in each table from one snapshot to another.

    Raises:
        UnknownSnapshotError: a snapshot is not there.
    """
    kept = lake.snapshots
    for snapshot_id in (old, new):
        snapshot_at(kept, snapshot_id)
    found = (
        compare(
            lake.connection,
            table,
            _state(lake, table, old),
            _state(lake, table, new),
        )
        for table in TABLES.values()
    )
    return tuple(difference for difference in found if difference is not None)


def _state(lake: Lake, table: TableDeclaration, snapshot_id: int) -> str:
    """The rows of a table at a snapshot; of an older version's lake with null for what it lacks."""
    rows = f"lake.{ddl.qualified(table)} AT (VERSION => {int(snapshot_id)})"
    try:
        there = lake.connection.execute(f"FROM {rows} LIMIT 0").description
    except duckdb.CatalogException:
        there, rows = [], "(SELECT 1) WHERE false"
    names = {name for name, *_ in there}
    columns = (
        f"{_value(column, names, table)} AS {ddl.identifier(column.name)}"
        for column in table.columns
    )
    return f"(SELECT {', '.join(columns)} FROM {rows})"


def _value(column: Column, names: Collection[str], table: TableDeclaration) -> str:
    found = name_in(names, table.qualified_name, column.name)
    return f"NULL::{ddl.duckdb_type(column.annotation)}" if found is None else ddl.identifier(found)
