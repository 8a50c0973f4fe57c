"""A DuckDB in memory, to which a lake is attached.

Its extensions come from the installed wheels; nothing is downloaded.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb

from dateline.warehouse.catalog import ddl
from dateline.warehouse.catalog.stored_tables import STORED_CATALOG
from dateline.warehouse.errors import MissingPackageError

# DuckDB would take four fifths of the machine; what goes beyond this lies in temporary files.
MEMORY_BYTES = 1_000_000_000
# Some thousands of pages. In smaller lakes threads mostly wait for each other.
_BYTES_FOR_THREADS = 32 << 20
# Rows go to Parquet however few they are, so that whatever reads Parquet can read the lake.
_DATA_OPTIONS = "OVERRIDE_DATA_PATH true, DATA_INLINING_ROW_LIMIT 0"
# What an extension takes from the environment by itself when it is loaded, and SQL could read.
_CREDENTIALS = {"httpfs": ("s3_access_key_id", "s3_secret_access_key", "s3_session_token")}
# A folder that is not there: not even where secrets would lie is told, which is the home folder.
# To allow none at all is of no use, since the extension for PostgreSQL looks for them.
_NO_SECRETS = {"secret_directory": f"{os.devnull}/secrets"}


@dataclass(frozen=True, slots=True)
class CatalogSource:
    """What ATTACH takes for a lake.

    Attributes:
        catalog: the catalog, such as `sqlite:lake/catalog.sqlite`.
        data: what the paths of the data files begin with, up to a slash.
        options: options of this kind of catalog, as ATTACH takes them.
    """

    catalog: str
    data: str
    options: tuple[str, ...] = ()


def connect(
    held: ExitStack,
    extensions: Sequence[str],
    temporary: Path | None = None,
    *,
    threads: int | None = None,
    is_trusted: bool = False,
) -> duckdb.DuckDBPyConnection:
    """An empty DuckDB with some extensions.

    Their signatures are not verified: each time, that would read 70 MB, of files that were checked
    when they were installed, as DuckDB itself was. Once they are loaded, it is verified again.

    Args:
        held: what closes the connection.
        extensions: their names, `ducklake` last.
        temporary: the folder in which queries go on beyond their memory; without one, they fail.
        threads: how many threads its queries may use in a large lake; None for as many as there are
            processors.
        is_trusted: take secrets and extensions of whoever runs this from the home folder, too.

    Raises:
        MissingPackageError: the wheel of an extension is not installed.
    """
    own = {} if is_trusted else _NO_SECRETS
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_unsigned_extensions": "true",
            "threads": "1",  # see `use_threads` and `using_threads`
            # It knows a file by name and time of change: a batch that is staged again within
            # the clock's grain was read half from its older file.
            "enable_external_file_cache": "false",
            "temp_directory": "" if temporary is None else str(temporary),
            "python_enable_replacements": "false",
            **own,
        }
    )
    held.callback(connection.close)
    for name in extensions:
        connection.execute(f"LOAD {ddl.literal(_extension_file(name))}")
        for setting in _CREDENTIALS.get(name, ()):
            connection.execute(f"SET {setting} = ''")
    connection.execute("SET allow_unsigned_extensions = false")
    connection.execute("SET TimeZone = 'UTC'")
    if threads is not None:
        connection.execute(f"SET VARIABLE most_threads = {threads}")
    return connection


def _extension_file(name: str) -> str:
    try:
        package = files(f"duckdb_extension_{name}")
    except ModuleNotFoundError as error:
        raise remote_packages_missing() from error
    file = package.joinpath(f"extensions/v{duckdb.__version__}/{name}.duckdb_extension")
    return str(file)


def remote_packages_missing() -> MissingPackageError:
    """The error of a lake that needs what only lakes outside a folder need."""
    return MissingPackageError(
        "the packages for a lake in PostgreSQL or on object storage are not installed; install "
        "them with pip install 'dateline[remote]'"
    )


def attach(
    connection: duckdb.DuckDBPyConnection,
    source: CatalogSource,
    *,
    read_only: bool,
    snapshot_id: int | None = None,
) -> None:
    """Attach a lake as `lake`, and look names up there."""
    options = [f"DATA_PATH {ddl.literal(source.data)}", _DATA_OPTIONS, *source.options]
    if read_only:
        options.append("READ_ONLY")
    if snapshot_id is not None:
        options.append(f"SNAPSHOT_VERSION {snapshot_id}")
    catalog = ddl.literal(f"ducklake:{source.catalog}")
    connection.execute(f"ATTACH {catalog} AS lake ({', '.join(options)})")
    connection.execute("USE lake")


def use_threads(connection: duckdb.DuckDBPyConnection) -> None:
    """Let queries use all processors once the lake is large enough to be worth it."""
    ((byte_count,),) = connection.execute(
        f"SELECT coalesce(sum(file_size_bytes), 0) FROM {STORED_CATALOG}.ducklake_table_stats"
    ).fetchall()
    if byte_count > _BYTES_FOR_THREADS:
        ((most,),) = connection.execute("SELECT getvariable('most_threads')").fetchall()
        connection.execute("RESET threads" if most is None else f"SET threads = {most}")


@contextmanager
def using_threads(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """For a writer, use them while it works on whole tables.

    All else that it does is many small statements, which take a third more CPU time on two threads,
    and no less time.
    """
    use_threads(connection)
    try:
        yield
    finally:
        connection.execute("SET threads = 1")
