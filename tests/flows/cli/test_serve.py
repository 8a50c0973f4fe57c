"""`dateline serve`: where it listens, whom it lets in, and how it ends."""

import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from in_process import dateline

COMMAND = Path(sys.executable).with_name("dateline")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "192.0.2.1"], "--host 192.0.2.1 without --token"),
        (["--host", "192.0.2.1", "--token", "short"], "--token has 5 characters; use 16 or more"),
    ],
)
def test_others_are_let_in_only_with_a_token(tmp_path: Path, options: list[str], said: str) -> None:
    done = dateline("serve", *options, home=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr


def test_without_a_lake_there_is_nothing_to_serve(tmp_path: Path) -> None:
    done = dateline("serve", "--port", 0, home=tmp_path)
    assert done.returncode == 3
    assert "does not exist" in done.stderr


def test_a_port_in_use_is_named(tmp_path: Path, sample_lake: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = dateline("serve", "--port", port, "--lake", sample_lake, home=tmp_path)
    assert done.returncode == 3
    assert f"cannot listen at 127.0.0.1:{port}" in done.stderr


@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.soak)]
)
def test_it_serves_until_it_is_told_to_stop(sample_lake: Path, number: signal.Signals) -> None:
    command = [str(COMMAND), "serve", "--port", "0", "--lake", str(sample_lake)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = re.match(r"http://127\.0\.0\.1:\d+/", process.stdout.readline().decode())
        assert address is not None
        page = httpx.get(address[0], timeout=60)
        assert "Newest articles" in page.text
        process.send_signal(number)
        begun = time.monotonic()
        assert process.wait(60) == 0
        assert time.monotonic() - begun < 30
        assert process.stdout.read() == b""
        assert process.stderr.read().decode() == f"opening {sample_lake}\n"
