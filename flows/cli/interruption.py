"""Ctrl-C and SIGTERM during a run: one line at once, and an exit soon after.

Python tells the main thread of a signal between two steps of its own, so that a long query would
delay the line, and libraries replace handlers. A thread that waits at the signal module's wake-up
descriptor sees every signal at once.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# For Prefect to note how the run ended; a lake needs no time, as a run may be killed at any moment.
_GRACE_SECONDS = 1.0
_CLEAR_LINE_AND_SHOW_CURSOR = "\r\x1b[2K\x1b[?25h"
_SAID_OF: dict[int, str] = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}
_STANDARD_ERROR = 2
_saying = threading.Lock()
_said = threading.Event()  # for good: a process stops once


@contextmanager
def exit_at_once() -> Iterator[None]:
    """On Ctrl-C or SIGTERM, print one line and exit with 130 or 143.

    What runs inside, in the main thread, has a moment to end in order, by a `KeyboardInterrupt`
    and without another word; then the process exits, whatever it is doing.
    """
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    stopped = threading.Event()
    handlers = {number: signal.signal(number, _interrupt) for number in _SAID_OF}
    descriptor = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    watch = threading.Thread(target=_watch, args=(reader, stopped), daemon=True)
    watch.start()
    try:
        yield
    except KeyboardInterrupt:
        stopped.set()
        watch.join(_GRACE_SECONDS)
        raise
    finally:
        signal.set_wakeup_fd(descriptor)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        os.close(writer)
        watch.join()
        os.close(reader)


def _interrupt(number: int, frame: FrameType | None) -> None:
    for stopping in _SAID_OF:
        signal.signal(stopping, signal.SIG_IGN)  # once is enough
    # Raised in a finalizer, it would be printed: that the line comes first keeps it silent.
    _say_once(number)
    raise KeyboardInterrupt


def _watch(reader: int, ended: threading.Event) -> None:
    """Wait for a signal that stops the run, or until there is nothing to wait for."""
    while received := os.read(reader, 1):
        if received[0] in _SAID_OF:
            _say_once(received[0])
            ended.wait(_GRACE_SECONDS)
            os._exit(128 + received[0])


def _say_once(number: int) -> None:
    """Print the line, the last that the process prints, from whichever thread comes first."""
    with _saying:
        if _said.is_set():
            return
        line = f"dateline: {_SAID_OF[number]}; published batches stay, run again to resume\n"
        if os.isatty(_STANDARD_ERROR):
            line = _CLEAR_LINE_AND_SHOW_CURSOR + line
        terminal = os.dup(_STANDARD_ERROR)
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STANDARD_ERROR)
        os.write(terminal, line.encode())
        _said.set()
