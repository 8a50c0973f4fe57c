"""Killed anywhere, a command loses nothing, and the next one finishes the work."""

import random

import crash_program
import pytest
from crashes import PUBLISH, Harness
from disk_faults import Fault

RANDOM_KILLS = 30
# An export to a DuckDB file has a thousand operations more, all alike and none in the lake.
MOST_OPERATIONS = 400


@pytest.mark.soak
@pytest.mark.parametrize("action", sorted(set(crash_program.ACTIONS) - {PUBLISH}))
def test_killed_at_any_operation_nothing_is_lost(action: str, harness: Harness) -> None:
    whole = harness.prepared(action)
    step = 1 + whole.operation_count // MOST_OPERATIONS
    for at in range(1, whole.operation_count + 1, step):
        harness.kill(action, at)
    chosen = random.Random(action)  # noqa: S311 - the same ones each time
    write_count = harness.count(action, Fault.NONE, each_write=True)
    for _ in range(RANDOM_KILLS):
        fault = chosen.choice([Fault.KILL, Fault.TEAR])
        harness.kill(action, chosen.randint(1, write_count), fault, each_write=True)
    assert harness.most_operations < 2
