"""The Prefect server of one run: fresh databases, two runs at once, and what cannot be written."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from made_pages import ARTICLE, ask
from servers import BIN, PATIENCE_SECONDS, until

from dateline.flows.deploy.server import ServerError, run_server
from dateline.flows.deploy.server_process import PreparedDatabase


def is_current(database: PreparedDatabase) -> bool:
    """Ask anew: a type checker takes a property for what it was."""
    return database.is_current


def test_a_database_is_current_until_it_or_prefect_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "prefect.db"
    database = PreparedDatabase(file)
    assert not is_current(database)
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("CREATE TABLE alembic_version AS SELECT 'first' AS version_num")
    assert not is_current(database)
    database.note()
    assert is_current(database)
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE alembic_version SET version_num = 'second'")
    assert not is_current(database)
    database.note()
    with monkeypatch.context() as patch:
        patch.setattr("dateline.flows.deploy.server_process.version", lambda _: "99.0")
        assert not is_current(database)
    file.unlink()
    assert not is_current(database)


def test_a_server_that_does_not_start_is_said_and_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PREFECT_SERVER_DATABASE_CONNECTION_URL", "sqlite+aiosqlite:////dev/null/x")
    with run_server() as server, pytest.raises(ServerError, match=r"not answer.*--inline"):
        server.wait_until_ready()


def run_once(folder: Path, home: Path) -> subprocess.Popen[str]:
    folder.mkdir()
    (folder / "page.txt").write_text(ARTICLE)
    return subprocess.Popen(
        [str(BIN / "dateline"), "run", "page.txt", "--lake", "lake", "--quiet"],
        cwd=folder,
        env={**os.environ, "PREFECT_HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.soak
def test_two_first_runs_at_once_share_a_database(tmp_path: Path) -> None:
    home = tmp_path / "prefect"
    running = [run_once(tmp_path / name, home) for name in ("one", "two")]
    assert [it.communicate(timeout=PATIENCE_SECONDS)[1] for it in running] == ["", ""]
    with closing(sqlite3.connect(home / "prefect.db")) as opened:
        assert opened.execute("SELECT state_name FROM flow_run").fetchall() == [("Completed",)] * 2


@pytest.mark.soak
def test_a_run_needs_no_folder_of_prefect_that_can_be_written(tmp_path: Path) -> None:
    running = run_once(tmp_path / "run", Path("/dev/null/prefect"))
    _, said = running.communicate(timeout=PATIENCE_SECONDS)
    assert running.returncode == 0, said
    assert "Traceback" not in said
    assert ask(tmp_path / "run/lake", "SELECT count(*) FROM documents") == [(1,)]


KILLED = """
import os, signal, sys
from dateline.flows.deploy.server import run_server

with run_server() as server:
    server.wait_until_ready()
    print(server.process.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.soak
def test_a_server_goes_with_a_run_that_is_killed(tmp_path: Path) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED],
        env={**os.environ, "PREFECT_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    server = int(killed.stdout)

    def is_gone() -> bool:
        with suppress(ProcessLookupError):
            os.kill(server, 0)
            return False
        return True

    until(is_gone)
