"""One writer at a time.

Two DuckLake writers on one SQLite catalog fail on each other's commits, so a writer holds a lock
on the lake for as long as it has it open. The operating system drops the lock with its process:
one left by a killed run blocks nobody.
"""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from dateline.warehouse.catalog.errors import LakeHeldError, LakeNotWritableError

LOCK_FILE = ".lock"
HOLDER_FILE = ".lock.json"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes to a lake, and since when (UTC, ISO 8601)."""

    pid: int
    host: str
    since: str


def _holder(folder: Path) -> Holder | None:
    """The holder as it wrote itself down; None in the moment before it has."""
    try:
        return Holder(**json.loads((folder / HOLDER_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


@contextmanager
def writer_lock(folder: Path, *, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the lake in `folder` for writing.

    Args:
        folder: an existing folder.
        wait_seconds: how long to wait for another run to end; 0 gives up at once.

    Raises:
        LakeHeldError: another run, in this process or another, holds the lake.
        LakeNotWritableError: the lock can't be written in the folder.
    """
    # Released by whichever thread closes the lake, so the lock must not belong to one thread.
    # A reader needs none: with it comes asyncio.
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK_FILE, thread_local=False)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout:
        holder = _holder(folder)
        who = (
            f"process {holder.pid} on {holder.host}, since {holder.since}"
            if holder
            else "another process"
        )
        raise LakeHeldError(
            f"another run is writing to the lake {folder}: {who}; wait until it ends, or write to "
            "another lake (reading is possible meanwhile)"
        ) from None
    except OSError as error:
        raise LakeNotWritableError(
            f"cannot write to the lake {folder}: {error.strerror}; choose another folder, or "
            "change who may write there"
        ) from error
    try:
        holder = Holder(os.getpid(), socket.gethostname(), datetime.now(UTC).isoformat())
        (folder / HOLDER_FILE).write_text(json.dumps(asdict(holder)), encoding="utf-8")
        yield
    finally:
        # Where the disk lets nobody write, what went wrong before is to be told, and not this.
        with suppress(OSError):
            (folder / HOLDER_FILE).unlink()
        lock.release()
