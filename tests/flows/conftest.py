"""What tests of several files share."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from made_pages import run

if TYPE_CHECKING:
    from browsers import Visit
    from playwright.sync_api import Browser

SAMPLE = Path(__file__).parents[2] / "seeds/sample"


@pytest.fixture(scope="session")
def sample_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of the sample pages, to be read or copied; made once by each process of tests."""
    lake = tmp_path_factory.mktemp("sample") / "lake"
    run(lake, SAMPLE)
    return lake


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """A browser, for the tests of a file."""
    from browsers import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser: "Browser") -> "Iterator[Visit]":
    """A new page of the browser."""
    from browsers import Visit

    page = browser.new_page()
    yield Visit(page)
    page.close()
