"""What this process may hold in memory, as far as the system bounds it.

DuckDB counts what its operators hold, and not what its functions do: `repeat('a', 2000000000)` took
4 GB of memory under a limit of 500 MB. The system's limit makes it fail as one that DuckDB counts.
"""

import ctypes
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# What DuckDB, Arrow and Python hold beside the query, with the stacks of their threads.
_BESIDE_QUERIES = 512 << 20
_STATUS = Path("/proc/self/status")
# As in glibc's <malloc.h>.
_M_ARENA_MAX = -8
_HEAPS = 2


@contextmanager
def memory_bound(query_bytes: int) -> Iterator[None]:
    """Let this process have little more memory than it has and its queries may take.

    It holds on Linux, where the system counts what a process writes to; elsewhere nothing changes.

    Args:
        query_bytes: what queries may hold in memory.
    """
    if sys.platform != "linux":
        yield
        return
    lower, upper = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = _held_bytes() + query_bytes + _BESIDE_QUERIES
    allowed = [limit for limit in (lower, upper) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([wanted, *allowed]), upper))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (lower, upper))


def share_heaps() -> None:
    """Have threads share two heaps, where each would keep what it once needed; under glibc alone.

    A server has tens of threads, each of which reads groups of rows now and then: 64 heaps of its C
    library, and those of Arrow's allocator, made up a third of its memory.
    """
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    if sys.platform == "linux" and hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(_M_ARENA_MAX, _HEAPS)


def _held_bytes() -> int:
    """What counts towards the limit now."""
    lines = _STATUS.read_text(encoding="ascii").splitlines()
    (held,) = (line.split()[1] for line in lines if line.startswith("VmData:"))
    return int(held) << 10


def machine_memory() -> int:
    """How much memory this machine has."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
