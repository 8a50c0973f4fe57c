"""The folder of a lake: what lies in it, and what marks it as one.

    lake/dateline.json            says that the folder is a Dateline lake, and of which format
    lake/catalog.sqlite           which files make up which table, snapshot by snapshot
    lake/data/<schema>/<table>/   the rows
    lake/staging/<batch_id>/      a batch on its way in; swept when the next writer opens the lake
    lake/.writing                 there while a writer is; where one was stopped, the next looks for
                                  data files that no snapshot names
    lake/search/, lake/lookup/    indexes made of the rows; they may be deleted, and are made again

The folder may be moved or copied as a whole: every path in the catalog is relative to it.
"""

import json
import os
import shutil
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dateline.warehouse.catalog.connection import CatalogSource
from dateline.warehouse.catalog.errors import (
    LakeError,
    LakeMissingError,
    LakeNotWritableError,
    LakeVersionError,
    NotALakeError,
    incomplete,
)
from dateline.warehouse.catalog.lock import HOLDER_FILE, LOCK_FILE, writer_lock
from dateline.warehouse.files import sync_folder

FOR_WRITERS = "choose an empty or a new folder"
FOR_READERS = (
    "name the folder of a lake with --lake or DATELINE_LAKE; `dateline run INPUT --lake DIR` makes "
    "one"
)

FORMAT = 1
MARKER = "dateline.json"
MARKER_ASIDE = ".dateline.json.new"
CATALOG = "catalog.sqlite"
DATA = "data"
STAGING = "staging"
LOOKUP = "lookup"
WRITING = ".writing"

_BEFORE_MARKER = {LOCK_FILE, HOLDER_FILE, MARKER_ASIDE}
# Both are needed: without them a reader meets "database is locked" while a writer commits.
_CATALOG_OPTIONS = ("META_JOURNAL_MODE 'WAL'", "META_BUSY_TIMEOUT 30000")
# What DuckLake says to a reader of a catalog that a writer has begun and not filled.
_NO_TABLES_YET = "creating a new DuckLake is explicitly disabled"


@dataclass(frozen=True, slots=True)
class FolderStore:
    """A lake in a folder; see `LakeStore`."""

    address: Path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.address.name

    @property
    def local(self) -> Path:
        """The folder itself."""
        return self.address

    @property
    def data(self) -> str:
        """The folder of the data files."""
        return f"{self.address / DATA}/"

    @property
    def extensions(self) -> tuple[str, ...]:
        """Those for a catalog in SQLite."""
        return ("sqlite_scanner", "ducklake")

    def require(self) -> None:
        """See that there is a lake in the folder."""
        if not is_lake(self.address, FOR_READERS):
            raise LakeMissingError(f"the lake {self.address} does not exist; {FOR_READERS}")

    def prepare(self, held: ExitStack, wait_seconds: float) -> None:
        """Take the lock, and make what of the folder is missing."""
        is_lake(self.address)
        prepare(self.address, held, wait_seconds)

    def source(
        self, connection: duckdb.DuckDBPyConnection, held: ExitStack, *, read_only: bool
    ) -> CatalogSource:
        """The catalog in SQLite, or a copy of it."""
        if not has_catalog(self.address):
            require_catalog(self.address)
            if read_only:
                raise self.incomplete()
        catalog = readable_catalog(self.address, held) if read_only else self.address / CATALOG
        return source_in(self.address, catalog)

    def failure(self, error: duckdb.Error) -> LakeError:
        """Tell a catalog that is being made from one that DuckDB cannot read."""
        if _NO_TABLES_YET in str(error):
            require_catalog(self.address)
            return self.incomplete()
        return NotALakeError(
            f"cannot open {self.address / CATALOG} as a catalog that Dateline made: {error}; if "
            "the disk is full, make room; else restore the lake from a backup "
            "(docs/how-to/recover.md), or choose another folder"
        )

    def require_no_data(self) -> None:
        """Leave data alone that no catalog names."""
        require_catalog(self.address)

    def incomplete(self) -> LakeMissingError:
        """The error of a reader that meets a lake whose tables are not there yet."""
        return incomplete(self.address)

    def begin_writing(self) -> bool:
        """Put a file there, unless a writer that was stopped left it."""
        note = self.address / WRITING
        if note.exists():
            return True
        try:
            note.touch()
            sync_folder(note.parent)
        except OSError as error:
            raise _not_written(self.address, error) from error
        return False

    def end_writing(self) -> None:
        """Remove the file."""
        with suppress(OSError):
            (self.address / WRITING).unlink()

    def require_lock(self) -> None:
        """The operating system keeps it for as long as the process lives."""

    def bring(self, connection: duckdb.DuckDBPyConnection, file: Path, target: str) -> Path:
        """Move a staged file."""
        there = Path(target)
        there.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() or not there.exists():  # a commit that failed left it there
            file.replace(there)
        sync_folder(there.parent)
        return there

    def take_back(self, file: Path, target: str) -> None:
        """Move it back."""
        Path(target).replace(file)


def source_in(folder: Path, catalog: Path) -> CatalogSource:
    """What to attach for a folder with some catalog."""
    return CatalogSource(f"sqlite:{catalog}", f"{folder / DATA}/", _CATALOG_OPTIONS)


def is_lake(folder: Path, remedy: str = FOR_WRITERS) -> bool:
    """Whether `folder` holds a Dateline lake of this format; False where nothing is there yet.

    Args:
        folder: the folder.
        remedy: what to do about a folder that is none.

    Raises:
        NotALakeError: the folder was made by something else, or may not be read.
        LakeVersionError: the lake has another format.
    """
    marker = folder / MARKER
    try:
        made = json.loads(marker.read_text(encoding="utf-8"))["format"]
    except (FileNotFoundError, NotADirectoryError):
        made = None
    except (ValueError, TypeError, KeyError):
        raise NotALakeError(
            f"{marker} is not what Dateline writes there; restore it, or choose another folder"
        ) from None
    except OSError as error:
        raise NotALakeError(
            f"cannot read {folder}: {error.strerror}; change who may read it"
        ) from error
    if made is not None:
        if made != FORMAT:
            raise LakeVersionError(
                f"the lake {folder} has format {made}, and this version of Dateline needs format "
                f"{FORMAT}; use the version that made the lake, or choose another folder"
            )
        return True
    if folder.is_dir():
        others = sorted({path.name for path in folder.iterdir()} - _BEFORE_MARKER)
        if MARKER in others:
            # A first run wrote it, before all else, since it was looked for.
            return is_lake(folder, remedy)
        if CATALOG in others:
            raise NotALakeError(
                f"{folder / CATALOG} was not made by Dateline, since {MARKER} is missing beside "
                f"it; {remedy}"
            )
        if others:
            raise NotALakeError(
                f"{folder} is not a lake, since it holds {others[0]}"
                + (f" and {len(others) - 1} more" if len(others) > 1 else "")
                + f"; {remedy}"
            )
    elif os.path.lexists(folder) and not folder.is_dir():
        raise NotALakeError(f"{folder} is a file and not a lake; {remedy}")
    return False


def prepare(folder: Path, held: ExitStack, wait_seconds: float) -> None:
    """Take the lock, and make what of the folder is missing.

    Args:
        folder: the lake's folder, or where there shall be one.
        held: what gives the lock back when it is closed.
        wait_seconds: how long to wait for another writer to end.

    Raises:
        LakeNotWritableError: the folder can't be written to.
        LakeHeldError: another run is writing to it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held.enter_context(writer_lock(folder, wait_seconds=wait_seconds))
        if not is_lake(folder):
            # Written first: from here on a crash leaves a lake that the next writer completes.
            aside = folder / MARKER_ASIDE
            aside.write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8")
            aside.replace(folder / MARKER)
        (folder / DATA).mkdir(exist_ok=True)
        (folder / STAGING).mkdir(exist_ok=True)
    except OSError as error:
        raise _not_written(folder, error) from error


def _not_written(folder: Path, error: OSError) -> LakeNotWritableError:
    return LakeNotWritableError(
        f"cannot write to the lake {folder}: {error.strerror}; choose another folder, or "
        "change who may write there"
    )


def has_catalog(folder: Path) -> bool:
    """Whether the lake has a catalog with something in it."""
    catalog = folder / CATALOG
    return catalog.exists() and catalog.stat().st_size > 0


def require_catalog(folder: Path) -> None:
    """Leave data alone that no catalog names: it would be swept as what a stopped run left.

    The tables are made before the first batch, so that their rows can't be there without them.

    Raises:
        NotALakeError: the folder has lost its catalog.
    """
    lost = sum(1 for _ in (folder / DATA).glob("**/*.parquet"))
    if lost:
        raise NotALakeError(
            f"the lake {folder} has lost its catalog: {CATALOG} is missing or empty beside {lost} "
            "data files; restore the lake from a backup, or build a new one from the stored pages "
            "(docs/how-to/recover.md)"
        )


def readable_catalog(folder: Path, held: ExitStack) -> Path:
    """The catalog; where its folder can't be written to, a copy of it that lasts while it is open.

    SQLite has to write beside a catalog in WAL mode even to read it. A reader of a copy stays at
    the snapshot that was the last one when the lake was opened.
    """
    if os.access(folder, os.W_OK):
        return folder / CATALOG
    aside = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="dateline-")))
    for name in (CATALOG, f"{CATALOG}-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(folder / name, aside / name)
    return aside / CATALOG


def remove_staged(folder: Path) -> None:
    """Remove the batches that a stopped run left on their way in."""
    for left in (folder / STAGING).iterdir():
        # A run leaves folders; whatever else lies there is someone else's and in nobody's way.
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
