"""A publish is killed, and meets a disk that fails: a few of the faults of `make soak`."""

import errno
import signal

import pytest
from crashes import PUBLISH, Harness
from disk_faults import Fault

KILLS = 5


def test_killed_again_and_again_a_publish_is_finished_by_the_next_one(publisher: Harness) -> None:
    whole = publisher.prepared(PUBLISH)
    killed = 0
    with publisher.case(PUBLISH) as case:
        for kill in range(KILLS):
            at = 1 + kill * whole.operation_count // KILLS
            met = publisher.ask(case, do="meet", action=PUBLISH, fault=Fault.KILL, at=at)
            killed += met["status"] == -signal.SIGKILL
            publisher.look(case, PUBLISH)
        publisher.finish(case, PUBLISH)
    # What an earlier attempt has published, a later one need not.
    assert killed > KILLS / 2


@pytest.mark.parametrize(
    ("fault", "error", "part"),
    [
        pytest.param(Fault.FAIL_ON, errno.ENOSPC, 0.3, marks=pytest.mark.soak),
        (Fault.FAIL, errno.EIO, 0.7),
    ],
    ids=["full", "failing"],
)
def test_a_publish_meets_a_disk_that_fails(
    fault: Fault, error: int, part: float, publisher: Harness
) -> None:
    whole = publisher.prepared(PUBLISH)
    publisher.fail(PUBLISH, fault, int(part * whole.operation_count), error)
