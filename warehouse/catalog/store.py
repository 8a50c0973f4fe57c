"""What a lake is stored in, and the one thing that differs between its kinds.

`warehouse.catalog.folder` is a lake in a folder; `warehouse.catalog.postgres` is one whose catalog
is a PostgreSQL database.
"""

from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import duckdb

from dateline.warehouse.catalog.address import LakeAddress
from dateline.warehouse.catalog.connection import CatalogSource
from dateline.warehouse.catalog.errors import LakeError
from dateline.warehouse.catalog.folder import FolderStore, has_catalog


class LakeStore(Protocol):
    """Where the parts of one lake lie, and who may write there."""

    @property
    def address(self) -> LakeAddress:
        """How a person names the lake."""

    @property
    def name(self) -> str:
        """A short name of it."""

    @property
    def local(self) -> Path:
        """The folder of what lies on this machine: batches on their way in, and indexes."""

    @property
    def data(self) -> str:
        """What the paths of the data files begin with, up to a slash; known with `source`."""

    @property
    def extensions(self) -> tuple[str, ...]:
        """Those that DuckDB needs to open it."""

    def require(self) -> None:
        """See that there is a lake, where a writer would make one.

        Raises:
            LakeMissingError: there is none.
            NotALakeError: something else is there.
            LakeVersionError: the lake has another format.
            LakeUnreachableError: its server doesn't answer.
        """

    def prepare(self, held: ExitStack, wait_seconds: float) -> None:
        """Take the lock, which `held` gives back, and make what is missing.

        Raises:
            LakeNotWritableError: it can't be written to.
            LakeHeldError: another run is writing to it.
        """

    def source(
        self, connection: duckdb.DuckDBPyConnection, held: ExitStack, *, read_only: bool
    ) -> CatalogSource:
        """What to attach; `held` removes what was made for it.

        Raises:
            LakeError: the lake can't be used as it is.
        """

    def failure(self, error: duckdb.Error) -> LakeError:
        """What to say of a catalog that can't be attached."""

    def require_no_data(self) -> None:
        """See that a catalog without tables has lost none.

        Raises:
            NotALakeError: it has.
        """

    def incomplete(self) -> LakeError:
        """The error of a reader that meets a lake whose tables are not there yet."""

    def begin_writing(self) -> bool:
        """Note that a writer has begun; whether an earlier one may have left data files behind.

        Raises:
            LakeNotWritableError: it can't be noted.
        """

    def end_writing(self) -> None:
        """Note that a writer has left nothing behind."""

    def require_lock(self) -> None:
        """See that a writer still has the lock.

        Raises:
            LakeHeldError: it was lost with the connection that held it.
        """

    def bring(self, connection: duckdb.DuckDBPyConnection, file: Path, target: str) -> Path:
        """Put a staged file where a data file shall be; returns where to read it from.

        Raises:
            BatchRejectedError: a data file is there already.
            LakeNotWritableError: it can't be put there.
        """

    def take_back(self, file: Path, target: str) -> None:
        """Undo `bring`, where the batch was not published."""


def store_of(address: LakeAddress) -> LakeStore:
    """The store at an address.

    Raises:
        MissingPackageError: a package is not installed that only lakes outside a folder need.
    """
    if isinstance(address, Path):
        return FolderStore(address.resolve())
    # Imported only for such a lake: it needs packages that others do without.
    from dateline.warehouse.catalog.postgres import PostgresStore

    return PostgresStore(address)


def may_be_new(address: LakeAddress) -> bool:
    """Whether a lake has no catalog, as far as a look at the disk tells."""
    return isinstance(address, Path) and not has_catalog(address)
