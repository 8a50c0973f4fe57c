"""A real browser, and what a page tries in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium from the system's packages (`make browser`); skips where it is missing."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium: run `make browser`")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()


class Visit:
    """A page in the browser, and what it tried to do."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.problems: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.on("console", lambda message: self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    def show(self, address: str) -> None:
        """Open an address, and forget what was tried before."""
        self.requests.clear()
        self.problems.clear()
        self.page.goto(address, wait_until="load")

    @property
    def fetched(self) -> list[str]:
        """What was asked of the network, but for the files and pictures of a page itself."""
        return [url for url in self.requests if not url.startswith(("file:", "data:"))]
