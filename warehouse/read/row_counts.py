"""How many rows tables have; of an export, what is counted first must be what is written then."""

from collections.abc import Iterable, Mapping

from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.errors import ExportError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import has_name_tables
from dateline.warehouse.catalog.own_queries import look_up


def row_counts(lake: Lake, names: Iterable[str] | None = None) -> Mapping[str, int]:
    """The rows of tables of a lake, by name in the order given; None for all of its tables."""
    chosen = list(lake.tables if names is None else names)
    if names is not None and has_name_tables(lake):
        kept: dict[str, int] = dict(look_up(lake, "FROM memory.by_name.row_counts"))
        if kept.keys() >= set(chosen):
            return {name: kept[name] for name in chosen}
    # The view of a table that is stored under another name has the same rows, and joins others.
    query = " UNION ALL ".join(
        f"SELECT {ddl.literal(name)}, count(*) FROM {ddl.stored(lake.tables[name])}"
        for name in chosen
    )
    found = dict(lake.connection.execute(query).fetchall())
    return {name: found[name] for name in chosen}


def require_all_rows(table: Table, written_count: int, counts: Mapping[str, int]) -> None:
    """See that all rows of a table were written; a view has no count to compare with.

    Raises:
        ExportError: there are more or fewer.
    """
    expected = counts.get(table.qualified_name, written_count)
    if written_count != expected:
        raise ExportError(
            f"{table.qualified_name} has {expected:,} rows, but {written_count:,} were read; "
            "export again, and report this if it happens twice"
        )
