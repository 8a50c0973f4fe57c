"""DuckDB with the extensions that a lake needs, from the installed wheels."""

import os
from importlib.resources import files
from pathlib import Path

import duckdb

from dateline.warehouse.catalog import ddl

# Not even where they would lie: it tells of the home folder.
_NO_SECRETS = {"allow_persistent_secrets": "false", "secret_directory": os.devnull}


def connect(
    temporary: Path | None = None, *, is_trusted: bool = False
) -> duckdb.DuckDBPyConnection:
    """An empty DuckDB with the extensions from the installed wheels; nothing is downloaded.

    Their signatures are not verified: each time, that would read 70 MB, of files that were checked
    when they were installed, as DuckDB itself was. Once they are loaded, it is verified again.

    Args:
        temporary: the folder in which queries go on beyond their memory; without one, they fail.
        is_trusted: take secrets and extensions of whoever runs this from the home folder, too.
    """
    own = {} if is_trusted else _NO_SECRETS
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_unsigned_extensions": "true",
            "threads": "1",  # see `warehouse.catalog.lake.use_threads`
            # It knows a file by name and time of change: a batch that is staged again within
            # the clock's grain was read half from its older file.
            "enable_external_file_cache": "false",
            "temp_directory": "" if temporary is None else str(temporary),
            "python_enable_replacements": "false",
            **own,
        }
    )
    for name in ("sqlite_scanner", "ducklake"):
        package = files(f"duckdb_extension_{name}")
        file = package.joinpath(f"extensions/v{duckdb.__version__}/{name}.duckdb_extension")
        connection.execute(f"LOAD {ddl.literal(str(file))}")
    connection.execute("SET allow_unsigned_extensions = false")
    connection.execute("SET TimeZone = 'UTC'")
    return connection
