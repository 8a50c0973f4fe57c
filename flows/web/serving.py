"""The server: one process, which follows the lake and ends in order."""

import logging
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import duckdb
import uvicorn
from starlette.types import ASGIApp

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import TooManyNamesError, make_name_tables
from dateline.warehouse.catalog.reader_pool import ReaderPool
from dateline.warehouse.errors import EnvironmentFailedError
from dateline.warehouse.search.index import keep_up

_LOG = logging.getLogger(__name__)
_LEAST_SECONDS_BETWEEN_LOOKS = 1.0
# To get a large lake's latest snapshot ready takes seconds, which readers shall hardly notice.
_SHARE_OF_FOLLOWING = 0.1
# For requests that run when it is told to stop.
_SECONDS_TO_FINISH = 2


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; the system chooses the port for 0.

    Raises:
        OSError: the address is in use, or none of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.create_server((host, port), family=family)
    bound.set_inheritable(True)
    return bound


def prepare(lake: Lake) -> None:
    """Have a snapshot ready before pages read it: the search index, and the tables of names."""
    keep_up(lake)
    # The pages that need them say what is wrong; the others go on.
    with suppress(TooManyNamesError):
        make_name_tables(lake)


class PageServer:
    """A server of an application, which follows the lake while it runs."""

    def __init__(self, application: ASGIApp, pool: ReaderPool, bound: socket.socket) -> None:
        self._pool = pool
        self._bound = bound
        self._ended = threading.Event()
        self._server = _QuietServer(
            uvicorn.Config(
                application,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=_SECONDS_TO_FINISH,
            )
        )

    def run(self, ready: Callable[[], None]) -> None:
        """Answer requests until SIGTERM, Ctrl-C or `stop`; `ready` is called at their begin."""
        following = threading.Thread(target=self._follow, daemon=True)
        following.start()
        ready()
        try:
            self._server.run(sockets=[self._bound])
        finally:
            self._ended.set()
            self._pool.interrupt()
            following.join()

    def stop(self) -> None:
        """Have `run` return, from another thread."""
        self._server.should_exit = True

    def _follow(self) -> None:
        said, pause = "", _LEAST_SECONDS_BETWEEN_LOOKS
        while not self._ended.wait(pause):
            begun = time.thread_time()
            try:
                self._pool.follow()
                said = ""
            except (EnvironmentFailedError, duckdb.Error) as error:
                # What the end of the server interrupts is no failure.
                if said != str(error) and not self._ended.is_set():
                    said = str(error)
                    latest = self._pool.latest
                    _LOG.warning("cannot follow the lake beyond snapshot %d: %s", latest, said)
            taken = time.thread_time() - begun
            pause = max(_LEAST_SECONDS_BETWEEN_LOOKS, taken / _SHARE_OF_FOLLOWING)


class _QuietServer(uvicorn.Server):
    """A server that ends when it is told to, and then leaves the command to end as it likes."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, and do not send the signal again."""
        self.should_exit = True
