"""How many rows tables have."""

from collections.abc import Mapping, Sequence

from dateline.warehouse.catalog.ddl import identifier, literal
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.own_queries import look_up


def row_counts(lake: Lake, names: Sequence[str]) -> Mapping[str, int]:
    """The number of rows of tables, by their names in the order given."""
    counts = " UNION ALL ".join(
        # The view of a table that is stored under another name has the same rows, and joins others.
        f"SELECT {literal(name)}, count(*) FROM "
        f"{identifier(table.schema)}.{identifier(table.stored_as or table.name)}"
        for name, table in ((name, lake.tables[name]) for name in names)
    )
    found: dict[str, int] = dict(look_up(lake, counts))
    return {name: found[name] for name in names}
