"""What DuckDB does not count is bounded by the system, and the process goes on."""

import resource
import sys

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
