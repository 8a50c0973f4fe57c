"""A command on a terminal of its own, with keys pressed there, and what is left of it."""

import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE_SECONDS = 240
CTRL_C = b"\x03"


class Terminal:
    """A process whose standard input and error are a terminal, and its output a pipe or that, too.

    Ctrl-C reaches its whole process group, as a terminal sends it.
    """

    def __init__(self, command: list[str], environment: Mapping[str, str], folder: Path) -> None:
        self._keys, child = pty.openpty()
        self.shown = ""
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "100", **environment},
            stdin=child,
            stdout=subprocess.DEVNULL,
            stderr=child,
            start_new_session=True,
            preexec_fn=_take_terminal,
        )
        os.close(child)

    def wait_for(self, words: str) -> None:
        """Read what is shown until it holds the words."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in self.shown:
            assert time.monotonic() < deadline, self.shown
            assert self._read(), self.shown

    def press(self, key: bytes) -> None:
        os.write(self._keys, key)

    def end(self) -> int:
        """Read until the process ends; returns its exit code."""
        while self._read():
            pass
        return self.process.wait(timeout=PATIENCE_SECONDS)

    def close(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._keys)

    def _read(self) -> bool:
        """Read a little; false where the other side has closed the terminal."""
        if not select.select([self._keys], [], [], PATIENCE_SECONDS)[0]:
            return False
        try:
            more = os.read(self._keys, 4096)
        except OSError:  # Linux says so, where others give nothing
            return False
        self.shown += more.decode(errors="replace")
        return bool(more)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@contextmanager
def terminal(*command: str, environment: Mapping[str, str], folder: Path) -> Iterator[Terminal]:
    """A command on a terminal; what is left of it at the end is killed."""
    opened = Terminal(list(command), environment, folder)
    try:
        yield opened
    finally:
        opened.close()


def processes_with(mark: str) -> list[str]:
    """The commands of the processes whose environment holds a mark, from /proc."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark.encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_bytes().replace(b"\0", b" ").decode())
    return found
