"""One lake and one server for all tests of the pages."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from served import served
from served_pages import lake_to_serve


@pytest.fixture(scope="session")
def served_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lake_to_serve(tmp_path_factory.mktemp("served") / "lake")


@pytest.fixture(scope="session")
def client(served_lake: Path) -> Iterator[httpx.Client]:
    with served(served_lake) as client:
        yield client
