"""Ctrl-C and SIGTERM: one line at once, and an exit soon after.

Python tells the main thread of a signal between two steps of its own, so that a long query would
delay the line, and libraries replace handlers, or make another error of the interruption. A thread
that waits at the signal module's wake-up descriptor sees every signal at once.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import NoReturn

# For Prefect to note how the run ended; a lake needs no time, as a run may be killed at any moment.
_GRACE_SECONDS = 1.0
RESUMES = "published batches stay, run again to resume"
_CLEAR_LINE_AND_SHOW_CURSOR = "\r\x1b[2K\x1b[?25h"
_SAID_OF: dict[int, str] = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}
_STANDARD_ERROR = 2
_saying = threading.Lock()
_said = threading.Event()  # for good: a process stops once
_advice: list[str] = []
_last_acts: list[Callable[[], object]] = []
_watching = ExitStack()


@contextmanager
def exit_at_once() -> Iterator[None]:
    """On Ctrl-C or SIGTERM, print one line and exit with 130 or 143.

    What runs inside, in the main thread, has a moment to end in order, by a `KeyboardInterrupt`
    and without another word; then the process exits, whatever it is doing.
    """
    _advice.clear()
    _last_acts.clear()
    with _watching:
        _start_watching()
        yield


def stop_in_own_way() -> None:
    """Leave signals to what follows, which knows better what to do with them."""
    _watching.close()


def advise_when_interrupted(advice: str) -> None:
    """Say what an interruption leaves, and what to do then, in the line that is printed."""
    _advice[:] = [advice]


def do_before_exit(act: Callable[[], object]) -> None:
    """Have something done before an interruption ends the process, whatever it is doing then."""
    _last_acts[:] = [act]


def exit_now(code: int) -> NoReturn:
    """End the process with a code, whatever it is doing."""
    for act in _last_acts:
        act()
    os._exit(code)


def _start_watching() -> None:
    """Watch for signals until `_watching` is closed."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(reader, ended), daemon=True)
    watch.start()
    _watching.callback(os.close, reader)
    _watching.callback(watch.join)
    _watching.callback(os.close, writer)
    for number in _SAID_OF:
        _watching.callback(signal.signal, number, signal.signal(number, _interrupt))
    descriptor = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    _watching.callback(signal.set_wakeup_fd, descriptor)
    _watching.callback(ended.set)


def _interrupt(number: int, frame: FrameType | None) -> None:
    for stopping in _SAID_OF:
        signal.signal(stopping, signal.SIG_IGN)  # once is enough
    # Raised in a finalizer, it would be printed: that the line comes first keeps it silent.
    _say_once(number)
    raise KeyboardInterrupt


def _watch(reader: int, ended: threading.Event) -> None:
    """Wait for a signal that stops the command, or until there is nothing to wait for."""
    while received := os.read(reader, 1):
        if received[0] in _SAID_OF:
            _say_once(received[0])
            ended.wait(_GRACE_SECONDS)
            exit_now(128 + received[0])


def _say_once(number: int) -> None:
    """Print the line, the last that the process prints, from whichever thread comes first."""
    with _saying:
        if _said.is_set():
            return
        line = f"dateline: {'; '.join((_SAID_OF[number], *_advice))}\n"
        if os.isatty(_STANDARD_ERROR):
            line = _CLEAR_LINE_AND_SHOW_CURSOR + line
        terminal = os.dup(_STANDARD_ERROR)
        os.dup2(os.open(os.devnull, os.O_WRONLY), _STANDARD_ERROR)
        os.write(terminal, line.encode())
        _said.set()
