"""How many rows an export has to have: what is counted first must be what is written then."""

from collections.abc import Mapping

from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.errors import ExportError
from dateline.warehouse.catalog.lake import Lake


def row_counts(lake: Lake) -> Mapping[str, int]:
    """The rows of each table of a pinned lake, by qualified name."""
    query = " UNION ALL ".join(
        f"SELECT {ddl.literal(name)}, count(*) FROM {ddl.stored(table)}"
        for name, table in lake.tables.items()
    )
    return dict(lake.connection.execute(query).fetchall())


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
