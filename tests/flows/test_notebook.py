"""The notebook draws on the sample pages, and what it writes needs no network."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_pages import ARTICLE, json_lines, run
from playwright.sync_api import Page, sync_playwright

NOTEBOOK = Path(__file__).parents[2] / "notebooks/quoted.py"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SCRIPT = "</script><script>document.title='broken'</script>"


@pytest.fixture(scope="module")
def written(sample_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all that the notebook writes of the sample pages and a hostile one."""
    folder = tmp_path_factory.mktemp("notebook")
    shutil.copytree(sample_lake, folder / "lake")
    headline, _, rest = ARTICLE.partition("\n")
    record = {"text": f"{headline} {SCRIPT}\n{rest}", "fetched_at": "2024-05-03T07:00:00Z"}
    run(folder / "lake", json_lines(folder / "hostile.jsonl", [record]))
    chart = [str(NOTEBOOK), "--svg", "chart.svg", "--html", "chart.html"]
    export = ["-m", "marimo", "export", "html", str(NOTEBOOK), "-o", "export.html"]
    for arguments in (chart, export):
        subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env={**os.environ, "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            check=True,
            timeout=180,
        )
    return folder


@pytest.fixture(scope="module")
def offline_page() -> Iterator[Page]:
    """A page of a browser without network."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: run `make browser`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        context = browser.new_context(offline=True)
        yield context.new_page()
        browser.close()


def test_the_chart_shows_pages_without_a_day(written: Path) -> None:
    drawn = (written / "chart.svg").read_text(encoding="utf-8")
    assert drawn.count('aria-roledescription="circle"') > 5
    for label in ("James O'Brien", "Kari Lund", "3 May 2024", "unknown day"):
        assert f">{label}</text>" in drawn


def test_the_chart_as_a_page_needs_no_network(written: Path, offline_page: Page) -> None:
    requests: list[str] = []
    offline_page.on("request", lambda request: requests.append(request.url))
    offline_page.goto((written / "chart.html").as_uri())
    offline_page.get_by_text("Kari Lund").wait_for()
    assert requests == [(written / "chart.html").as_uri()]
    assert offline_page.title() != "broken"


def test_an_export_says_offline_why_it_is_empty(written: Path, offline_page: Page) -> None:
    offline_page.goto((written / "export.html").as_uri())
    note = offline_page.locator("#offline").inner_text()
    assert "cannot load cdn.jsdelivr.net" in note
    assert "python notebooks/quoted.py --html chart.html" in note
    assert offline_page.title() != "broken"


def test_no_text_of_a_page_becomes_a_script(written: Path) -> None:
    for name in ("chart.html", "export.html"):
        page = (written / name).read_text(encoding="utf-8")
        assert "document.title='broken'" in page
        assert SCRIPT not in page
