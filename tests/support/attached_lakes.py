"""A lake as DuckDB alone sees it, whatever Dateline makes of it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import duckdb

from dateline.warehouse.catalog.connection import attach, connect
from dateline.warehouse.catalog.folder import CATALOG, FolderStore, source_in


@contextmanager
def attached(
    folder: Path, *, read_only: bool, snapshot_id: int | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to which the lake in a folder is attached, a new one if there is none."""
    with ExitStack() as held:
        connection = connect(held, FolderStore(folder).extensions)
        source = source_in(folder, folder / CATALOG)
        attach(connection, source, read_only=read_only, snapshot_id=snapshot_id)
        yield connection
