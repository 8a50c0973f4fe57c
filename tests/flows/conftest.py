"""What tests of several files share, made once by each process that runs tests."""

from pathlib import Path

import pytest
from made_pages import run

SAMPLE = Path(__file__).parents[2] / "seeds/sample"


@pytest.fixture(scope="session")
def sample_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of the sample pages, to be read or copied."""
    lake = tmp_path_factory.mktemp("sample") / "lake"
    run(lake, SAMPLE)
    return lake
