"""Faults of a disk for a process that `tests/crash/faults.c` is put in front of.

Whatever writes below a folder is counted: Python, DuckDB, SQLite and Arrow alike. Nothing in the
code under test knows of it.
"""

import ctypes
import shutil
import subprocess
from enum import IntEnum
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "crash/faults.c"
COMPILER = shutil.which("cc")


class Fault(IntEnum):
    """What an operation meets; the numbers are those of `enum fault` in `faults.c`."""

    NONE = 0
    KILL = 1
    """The process ends before it."""
    TEAR = 2
    """Half of a write is written, then the process ends."""
    FAIL = 3
    """It fails, and those after it do not."""
    FAIL_ON = 4
    """It fails, and so does all that follows, as on a full disk."""
    FAIL_READS = 5
    """A read fails; nothing else is counted then."""
    VANISH = 6
    """The folder is moved away before it."""


def build(folder: Path) -> Path:
    """Compile the library into a folder; the value of LD_PRELOAD."""
    assert COMPILER is not None
    library = folder / "faults.so"
    options = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]
    subprocess.run([COMPILER, *options, "-o", library, SOURCE, "-ldl"], check=True)
    return library


def arm(folder: Path, fault: Fault, at: int, error: int = 0, *, each_write: bool = False) -> None:
    """Count what this process does below a folder; operation `at`, from 1, meets the fault.

    Writes to one file with nothing between them are one operation, unless `each_write`.
    """
    ctypes.CDLL(None).fault_arm(str(folder).encode(), int(fault), at, error, int(each_write))


def disarm() -> int:
    """Meet no faults any more; returns how many operations were counted."""
    library = ctypes.CDLL(None)
    library.fault_count.restype = ctypes.c_long
    library.fault_disarm()
    return int(library.fault_count())
