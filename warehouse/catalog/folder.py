"""The folder of a lake: what lies in it, and what marks it as one.

    lake/dateline.json            says that the folder is a Dateline lake, and of which format
    lake/catalog.sqlite           which files make up which table, snapshot by snapshot
    lake/data/<schema>/<table>/   the rows
    lake/staging/<batch_id>/      a batch on its way in; swept when the next writer opens the lake
    lake/search/, lake/lookup/    indexes made of the rows; they may be deleted, and are made again

The folder may be moved or copied as a whole: every path in the catalog is relative to it.
"""

import json
import os
import shutil
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path

from dateline.warehouse.catalog.errors import (
    LakeMissingError,
    LakeNotWritableError,
    LakeVersionError,
    NotALakeError,
)
from dateline.warehouse.catalog.lock import HOLDER_FILE, LOCK_FILE, writer_lock

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

_BEFORE_MARKER = {LOCK_FILE, HOLDER_FILE, MARKER_ASIDE}


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
        raise LakeNotWritableError(
            f"cannot write to the lake {folder}: {error.strerror}; choose another folder, or "
            "change who may write there"
        ) from error


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


def incomplete(folder: Path) -> LakeMissingError:
    """The error of a reader that meets a lake whose tables are not there yet."""
    return LakeMissingError(
        f"the lake {folder} is incomplete, since its first run has just begun or was stopped; wait "
        "for it, or run it again"
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
