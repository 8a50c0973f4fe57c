"""A disk that is full, fails, lets nobody write or goes away: it is said, and nothing is lost."""

import errno

import crash_program
import pytest
from crashes import PUBLISH, Harness
from disk_faults import Fault

FAULTS = {
    "full": (Fault.FAIL_ON, errno.ENOSPC),
    "failing once": (Fault.FAIL, errno.EIO),
    "failing": (Fault.FAIL_ON, errno.EIO),
    "failing to read": (Fault.FAIL_READS, errno.EIO),
    "read-only": (Fault.FAIL_ON, errno.EROFS),
    "gone": (Fault.VANISH, 0),
}
TRIES = 25
FILE_LIMITS = (1, 100, 4_096, 20_000, 100_000)


@pytest.mark.soak
@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("action", sorted(set(crash_program.ACTIONS) - {PUBLISH}))
def test_the_disk_fails_at_many_operations(action: str, name: str, harness: Harness) -> None:
    whole = harness.prepared(action)
    fault, error = FAULTS[name]
    count = whole.operation_count
    if fault == Fault.FAIL_READS:
        count = harness.count(action, fault)
    for at in range(1, count + 1, max(1, count // TRIES)):
        harness.fail(action, fault, at, error)


@pytest.mark.soak
def test_each_commit_meets_a_failure_to_keep_it(harness: Harness) -> None:
    for at in range(1, harness.prepared("run").operation_count + 1):
        harness.fail("run", Fault.FAIL, at, errno.EIO)


@pytest.mark.soak
@pytest.mark.parametrize("limit", FILE_LIMITS)
@pytest.mark.parametrize("action", ["first run", "run", "compact", "replay", "export"])
def test_files_cannot_grow(action: str, limit: int, harness: Harness) -> None:
    harness.prepared(action)
    harness.fail(action, Fault.NONE, 0, file_limit=limit)
