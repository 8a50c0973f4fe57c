"""A Prefect server of one's own, for a run or a schedule where none is configured.

It runs as a process of its own (`server_process.py`) on a socket that already listens, so that its
clients can connect while it still starts.
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dateline.warehouse.errors import EnvironmentFailedError

_DEFAULT_PORT = 4200  # of Prefect's own command
_STARTUP_SECONDS = 180
_STOP_SECONDS = 30
_BACKLOG = 128
_WEB_PAGES_VARIABLES = ("PREFECT_SERVER_UI_STATIC_DIRECTORY", "PREFECT_UI_STATIC_DIRECTORY")
_DATABASE_VARIABLES = (
    "PREFECT_SERVER_DATABASE_CONNECTION_URL",
    "PREFECT_API_DATABASE_CONNECTION_URL",
)


class ServerError(EnvironmentFailedError):
    """The server did not start, or has exited."""


class Server:
    """A server that was started: its URL, such as `http://127.0.0.1:4200`, and its process."""

    def __init__(self, address: str, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
        self.address = address
        self.api = f"{address}/api"
        self.process = process
        self._log = log
        self._is_ready = False

    def wait_until_ready(self) -> None:
        """Wait until the server answers.

        Raises:
            ServerError: it has exited, or takes too long; the message ends with its last words.
        """
        import httpx

        try:
            # The socket listens from the start: the answer comes as soon as there is one.
            httpx.get(f"{self.api}/health", timeout=_STARTUP_SECONDS).raise_for_status()
        except httpx.HTTPError as error:
            words = self._last_words() or error
            raise ServerError(
                f"the Prefect server that was started does not answer: {words}"
                "; see that PREFECT_HOME can be written, or use `dateline run --inline`"
            ) from error
        self._is_ready = True

    def stop(self) -> None:
        """Let the server write down what it has been told, and wait until it has gone."""
        assert self.process.stdin is not None  # noqa: S101 - it was started with a pipe
        self.process.stdin.close()
        if not self._is_ready:
            self.process.kill()
        try:
            self.process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = self._log.read().decode(errors="replace").split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


@contextmanager
def schedule_server(database: Path) -> Iterator[Server]:
    """Run a server for a schedule, with Prefect's web interface and its state in `database`.

    Raises:
        ServerError: it does not start; its log is next to the database.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    environment = {
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database}",
    }
    if not any(name in os.environ for name in _WEB_PAGES_VARIABLES):
        # By default Prefect writes its pages into its own package, which others may own.
        environment[_WEB_PAGES_VARIABLES[0]] = str(database.parent / "ui")
    with database.with_suffix(".log").open("w+b") as log, _server(environment, log) as server:
        server.wait_until_ready()
        yield server


@contextmanager
def run_server() -> Iterator[Server]:
    """Start a server for one run, without waiting for it; `Server.wait_until_ready` does.

    It keeps the run in the user's own Prefect database, where `prefect server start` shows it, and
    leaves out what one run does not need: the web interface, the scheduler and its like. Where
    Prefect's folder cannot be written, the run is kept in a folder that goes with the server.
    """
    environment = {
        "PREFECT_UI_ENABLED": "false",
        "PREFECT__SERVER_EPHEMERAL": "1",  # without services that wait for runs to come
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "ERROR",
    }
    with tempfile.TemporaryDirectory(prefix="dateline-prefect-", ignore_cleanup_errors=True) as own:
        if not _has_writable_database():
            environment |= {
                "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{own}/prefect.db",
                "PREFECT_SERVER_MEMO_STORE_PATH": f"{own}/memo_store.toml",
            }
        with tempfile.TemporaryFile() as log, _server(environment, log, default_port=0) as server:
            yield server


def _has_writable_database() -> bool:
    if any(name in os.environ for name in _DATABASE_VARIABLES):
        return True
    home = Path(os.environ.get("PREFECT_HOME", Path.home() / ".prefect")).expanduser()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return all(os.access(path, os.W_OK) for path in (home, *home.glob("prefect.db*")))


@contextmanager
def _server(
    environment: Mapping[str, str], log: IO[bytes], default_port: int = _DEFAULT_PORT
) -> Iterator[Server]:
    with _listening_socket(default_port) as listening:
        port = listening.getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        process = subprocess.Popen(  # noqa: S603 - a module of this project
            [sys.executable, "-m", "dateline.flows.deploy.server_process", str(listening.fileno())],
            env={
                **os.environ,
                "PREFECT_SERVER_API_HOST": "127.0.0.1",
                "PREFECT_SERVER_API_PORT": str(port),
                "PREFECT_API_URL": f"{address}/api",
                **environment,
            },
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            pass_fds=[listening.fileno()],
            # Ctrl-C stops the command only, which needs the server to report the run's end.
            start_new_session=True,
        )
    server = Server(address, process, log)
    try:
        yield server
    finally:
        server.stop()


def _listening_socket(default_port: int) -> socket.socket:
    for port in dict.fromkeys((default_port, 0)):
        try:
            return socket.create_server(("127.0.0.1", port), backlog=_BACKLOG)
        except OSError:
            continue
    raise ServerError("no free port for a Prefect server on this machine")
