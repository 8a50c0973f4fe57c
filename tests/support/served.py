"""The pages over a lake, served by a thread of the tests as the command serves them."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from dateline.flows.web.access import Access
from dateline.flows.web.application import create_application
from dateline.flows.web.page import WebPage
from dateline.flows.web.pages import ALL_PAGES
from dateline.flows.web.serving import PageServer, bind
from dateline.warehouse.catalog.name_tables import make_name_tables
from dateline.warehouse.catalog.reader_pool import ReaderLimits, ReaderPool

EVERYBODY = Access()


@contextmanager
def served(
    folder: Path, access: Access = EVERYBODY, *, pages: Sequence[WebPage] = ALL_PAGES
) -> Iterator[httpx.Client]:
    """A client of the pages over the lake in a folder."""
    with ReaderPool(folder, ReaderLimits(), make_name_tables) as pool:
        bound = bind("127.0.0.1", 0)
        server = PageServer(create_application(pool, access, pages), pool, bound)
        ready = threading.Event()
        thread = threading.Thread(target=server.run, args=[ready.set])
        thread.start()
        assert ready.wait(60)
        try:
            address = f"http://127.0.0.1:{bound.getsockname()[1]}"
            with httpx.Client(base_url=address, timeout=60) as client:
                yield client
        finally:
            server.stop()
            thread.join()
