"""One lake for all tests of what is read about names, outlets and days."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_names import make_named_lake

from dateline.warehouse.catalog.lake import Lake


@pytest.fixture(scope="session")
def named_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_named_lake(tmp_path_factory.mktemp("names") / "lake")


@pytest.fixture(scope="session")
def named_lake(named_folder: Path) -> Iterator[Lake]:
    with Lake.open(named_folder, read_only=True) as opened, opened.pinned() as lake:
        yield lake
