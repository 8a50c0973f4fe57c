"""What DuckDB does not count is bounded by the system, and the process goes on."""

import ctypes
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dateline.warehouse.catalog.process_memory import machine_memory, memory_bound

LIMIT = 200 << 20


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound what is written to")
@pytest.mark.parametrize("sql", ["SELECT repeat('a', 3000000000)", "SELECT len(range(300000000))"])
def test_a_value_larger_than_memory_fails_and_the_next_query_answers(sql: str) -> None:
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with duckdb.connect(config={"memory_limit": f"{LIMIT} B"}) as connection:
        with memory_bound(LIMIT):
            with pytest.raises((duckdb.OutOfMemoryException, MemoryError)):
                connection.execute(sql).fetchall()
            assert connection.execute("SELECT 1").fetchall() == [(1,)]
        assert resource.getrlimit(resource.RLIMIT_DATA) == before


def test_a_machine_has_memory() -> None:
    assert machine_memory() > LIMIT


_COUNT_HEAPS = """
import ctypes, sys, threading
from dateline.warehouse.catalog.process_memory import share_heaps
if sys.argv[1] == "shared":
    share_heaps()
libc = ctypes.CDLL(None)
libc.fopen.restype, libc.malloc.restype = ctypes.c_void_p, ctypes.c_void_p
all_have_memory = threading.Barrier(8)
def work():
    libc.malloc(ctypes.c_size_t(1000))
    all_have_memory.wait()
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
file = ctypes.c_void_p(libc.fopen(sys.argv[2].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="glibc alone has heaps")
def test_threads_share_two_heaps(tmp_path: Path) -> None:
    counts = {}
    for way in ("own", "shared"):
        told = tmp_path / way
        subprocess.run([sys.executable, "-c", _COUNT_HEAPS, way, str(told)], check=True)
        counts[way] = told.read_text().count("<heap nr=")
    assert counts["shared"] <= 2 < counts["own"]
