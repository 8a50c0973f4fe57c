"""The flow against a Prefect server that is already there."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from made_pages import ARTICLE

BIN = Path(sys.executable).parent
STARTUP_SECONDS = 180


def rows(api: str, kind: str) -> Any:
    return httpx.post(f"{api}/{kind}/filter", json={}, timeout=10).raise_for_status().json()


def is_up(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=5).is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server with a database of its own, and the setting that points to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path / "prefect"))
    monkeypatch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    url = f"http://127.0.0.1:{port}/api"
    server = subprocess.Popen(
        [str(BIN / "prefect"), "server", "start", "--host", "127.0.0.1", "--port", str(port)],
        env={**os.environ, "PREFECT_API_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + STARTUP_SECONDS
        while not is_up(url):
            assert server.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.2)
        monkeypatch.setenv("PREFECT_API_URL", url)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=30)


def test_a_run_shows_up_on_the_configured_server(api: str, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(ARTICLE)
    subprocess.run(
        [str(BIN / "dateline"), "run", "page.txt", "--lake", "lake"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=240,
    )
    (flow_run,) = rows(api, "flow_runs")
    assert flow_run["state_type"] == "COMPLETED"
    tasks = {task["name"].rsplit("-", 1)[0] for task in rows(api, "task_runs")}
    assert "publish batch" in tasks
    keys = {artifact["key"] for artifact in rows(api, "artifacts")}
    assert keys == {"ingest-summary", "ingest-checks"}


def test_a_server_that_does_not_answer_is_the_environments_failure(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(ARTICLE)
    refused = subprocess.run(
        [str(BIN / "dateline"), "run", "page.txt", "--lake", "lake"],
        cwd=tmp_path,
        env={**os.environ, "PREFECT_API_URL": "http://127.0.0.1:1/api"},
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert refused.returncode == 3
    assert refused.stderr.startswith("dateline: the Prefect server")
    assert not (tmp_path / "lake").exists()
