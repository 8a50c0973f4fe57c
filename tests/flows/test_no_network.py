"""Nothing is downloaded: the pipeline runs where no socket leaves the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from made_pages import ARTICLE

COMMAND = Path(sys.executable).with_name("dateline")
# An audit hook cannot be taken away again, and sees what C code of Python's own does, too.
_GUARD = """
import os, sys
def guard(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.getaddrinfo"):
        address = arguments[0] if event == "socket.getaddrinfo" else arguments[1]
        host = address[0] if isinstance(address, tuple) else address
        here = ("127.0.0.1", "localhost", "::1", "0.0.0.0", None)
        if not (os.environ.get("LOCAL") and host in here):
            os.write(2, f"reached for {address}".encode())
            os._exit(99)
sys.addaudithook(guard)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard/sitecustomize.py").write_text(_GUARD)
    (tmp_path / "page.txt").write_text(ARTICLE)
    return tmp_path


def guarded(home: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command that ends with 99 where it reaches for the network."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=home,
        env={
            **{name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
            # Where DuckDB would look for extensions that it has downloaded.
            "HOME": str(home),
            "PYTHONPATH": str(home / "guard"),
            "PREFECT_HOME": str(home / "prefect"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def dateline(home: Path, *arguments: str, **environment: str) -> None:
    ended = guarded(home, str(COMMAND), *arguments, "--lake", "lake", **environment)
    assert ended.returncode == 0, ended.stderr


def test_a_run_and_what_is_asked_of_it(home: Path) -> None:
    dateline(home, "run", "page.txt", "--inline")
    dateline(home, "sql", "SELECT headline FROM articles", "--csv")
    dateline(home, "search", "bridge")
    assert not (home / ".duckdb/extensions").exists()


@pytest.mark.soak
def test_a_run_in_prefect_stays_on_this_machine(home: Path) -> None:
    dateline(home, "run", "page.txt", LOCAL="yes")
    dateline(home, "check")


def test_the_guard_guards(home: Path) -> None:
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    ended = guarded(home, "-c", reach)
    assert (ended.returncode, ended.stderr) == (99, "reached for 192.0.2.1")
