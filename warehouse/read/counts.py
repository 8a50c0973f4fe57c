"""How many rows tables have."""

from collections.abc import Mapping, Sequence

from dateline.warehouse.catalog.ddl import literal, qualified
from dateline.warehouse.catalog.lake import Lake


def row_counts(lake: Lake, names: Sequence[str]) -> Mapping[str, int]:
    """The number of rows of tables, by their names in the order given."""
    counts = " UNION ALL ".join(
        f"SELECT {literal(name)}, count(*) FROM {qualified(lake.tables[name])}" for name in names
    )
    found: dict[str, int] = dict(lake.rows(counts))
    return {name: found[name] for name in names}
