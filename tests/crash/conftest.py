"""Programs that meet faults, one for the tests of a file."""

from collections.abc import Iterator

import pytest
from crashes import Harness, start
from disk_faults import COMPILER


def _started(folders: pytest.TempPathFactory, warmed_up: str) -> Iterator[Harness]:
    if COMPILER is None:
        pytest.skip("no C compiler: the faults of a disk are a small library in C")
    with start(folders.mktemp("crash"), warmed_up) as harness:
        yield harness


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """For whole runs."""
    yield from _started(tmp_path_factory, "run")


@pytest.fixture(scope="module")
def publisher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    """For publishing made rows, which loads no model."""
    yield from _started(tmp_path_factory, "publish")
