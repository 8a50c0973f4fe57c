"""The process of a Prefect server: `python -m dateline.flows.deploy.server_process SOCKET`.

It lives as long as its standard input is open: when the process that started it has gone, however
that ended, it writes down what it has been told and exits.
"""

import os
import socket
import sqlite3
import sys
import threading
from contextlib import ExitStack, closing
from importlib.metadata import version
from pathlib import Path

import uvicorn
from filelock import FileLock

from dateline.flows.prefect_runs.loading import collector_off

_DRAIN_SECONDS = 3
_SQLITE = "sqlite+aiosqlite:///"


class PreparedDatabase:
    """Whether a SQLite database has the tables of the installed Prefect, noted in a file beside it.

    Prefect looks through all of its migrations at each start to find that there is nothing to do.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._note = database.with_suffix(".migrated")
        self.lock = FileLock(database.with_suffix(".lock"))

    @property
    def is_current(self) -> bool:
        """Whether this database was migrated by this version of Prefect."""
        try:
            return self._note.read_text(encoding="utf-8") == self._state()
        except (OSError, sqlite3.Error):
            return False

    def note(self) -> None:
        """Note that the database is migrated."""
        self._note.write_text(self._state(), encoding="utf-8")

    def _state(self) -> str:
        uri = f"{self._database.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            revisions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        return f"{version('prefect')} {revisions}\n"


class _Server(uvicorn.Server):
    """A server that prepares its database alone: two that migrate one at once break it."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        from prefect.settings import (
            PREFECT_API_DATABASE_CONNECTION_URL,
            PREFECT_API_DATABASE_MIGRATE_ON_START,
            temporary_settings,
        )

        url = PREFECT_API_DATABASE_CONNECTION_URL.value() or ""
        if not url.startswith(_SQLITE):
            await super().startup(sockets)
            return
        database = PreparedDatabase(Path(url.removeprefix(_SQLITE)))
        with ExitStack() as stack:
            if not database.is_current:
                stack.enter_context(database.lock)
            is_current = database.is_current
            if is_current:
                no_migration = {PREFECT_API_DATABASE_MIGRATE_ON_START: False}
                stack.enter_context(temporary_settings(no_migration))
            await super().startup(sockets)
            if not is_current:
                database.note()


def serve(listening: socket.socket) -> None:
    """Serve on a socket that listens until standard input is closed."""
    with collector_off():
        from prefect.server.api.server import create_app

    config = uvicorn.Config(
        create_app, factory=True, log_level="error", timeout_graceful_shutdown=_DRAIN_SECONDS
    )
    server = _Server(config)
    threading.Thread(target=_exit_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[listening])
    # Taking down an interpreter of so many modules costs as much as a third of its start.
    os._exit(0)


def _exit_with_parent(server: uvicorn.Server) -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    server.should_exit = True
    timer = threading.Timer(2 * _DRAIN_SECONDS, os._exit, [1])
    timer.daemon = True
    timer.start()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
