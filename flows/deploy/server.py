"""A Prefect server for a schedule where none is configured; temporary servers cannot schedule.

`python -m dateline.flows.deploy.server PORT` runs that server. It exits with the process that
started it.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from dateline.warehouse.errors import EnvironmentFailedError

_DEFAULT_PORT = 4200  # of Prefect's own command
_STARTUP_SECONDS = 180
_STOP_SECONDS = 30


class ServerError(EnvironmentFailedError):
    """The server did not start, or has exited."""


@contextmanager
def own_server(database: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run a server on this machine with its state in `database`, a SQLite file.

    Yields:
        Its URL, such as `http://127.0.0.1:4200`, and its process.

    Raises:
        ServerError: it does not start; its log is next to the database.
    """
    database.parent.mkdir(parents=True, exist_ok=True)
    log = database.with_suffix(".log")
    port = _free_port()
    environment = {
        **os.environ,
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{database}",
    }
    with log.open("wb") as messages:
        process = subprocess.Popen(  # noqa: S603 - this module itself
            [sys.executable, "-m", "dateline.flows.deploy.server", str(port)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=messages,
            stderr=messages,
            # Ctrl-C stops the command only, which needs the server to report the cancelled run.
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_healthy(address, process, log)
        yield address, process
    finally:
        process.terminate()
        try:
            process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _free_port() -> int:
    for port in (_DEFAULT_PORT, 0):
        with socket.socket() as candidate:
            # As servers do, so that a port that the last server has just closed counts as free.
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                candidate.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(candidate.getsockname()[1])
    raise ServerError("no free port for a Prefect server on this machine")


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _STARTUP_SECONDS
    while process.poll() is None:
        try:
            if httpx.get(f"{address}/api/health", timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        if time.monotonic() > deadline:
            raise ServerError(
                f"the Prefect server did not start within {_STARTUP_SECONDS} seconds; see {log}"
            )
        time.sleep(0.2)
    raise ServerError(
        f"the Prefect server exited with code {process.returncode} on startup; see {log}"
    )


def _serve(port: int) -> None:
    import uvicorn

    from dateline.flows.prefect_runs.deployment_runs import exit_with_scheduler

    exit_with_scheduler()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
