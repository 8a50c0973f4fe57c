"""The process that answers, as seen by the server: it is started when it is needed, and ended."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing.connection import Connection
from tempfile import mkdtemp

from dateline.flows.assistants import answering_process
from dateline.flows.assistants.exchange import Answer, Question
from dateline.flows.assistants.limits import AnswerLimits
from dateline.warehouse.catalog.address import LakeAddress

# For starting, for opening a snapshot, and for DuckDB to stop where it can be interrupted.
_SECONDS_BESIDE = 30

# Far more than questions that wait at once.
_CANCELLED_KEPT = 1_000


class LakeAnswering:
    """Answers questions one at a time, each within its limits; `stop` ends what is being answered.

    A process that takes more than it may is ended, and the next question gets a new one.
    """

    def __init__(self, address: LakeAddress, limits: AnswerLimits) -> None:
        self._address = address
        self._limits = limits
        self._turn = threading.Lock()
        self._asked: Question | None = None
        self._cancelled: list[Question] = []
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._temporary: str | None = None

    def ask(self, question: Question) -> Answer:
        """The answer to a question, however it ends."""
        with self._turn:
            self._asked = question
            if any(one is question for one in self._cancelled):
                return Answer("cancelled", is_error=True)
            connection = self._connection or self._start()
            longest = self._limits.longest.total_seconds()
            try:
                connection.send(question)
                if connection.poll(longest + _SECONDS_BESIDE):
                    answer: Answer = connection.recv()
                    return answer
            except (EOFError, OSError):  # it has ended
                pass
            finally:
                self._asked = None
            self.stop()
            return Answer(
                f"no answer: it took more than {longest:,.0f} seconds, or more memory than there "
                "is; ask for less",
                is_error=True,
            )

    def cancel(self, question: Question) -> None:
        """Answer a question no more; whatever else waits for its turn gets an answer."""
        self._cancelled = [*self._cancelled[-_CANCELLED_KEPT:], question]
        if self._asked is question:
            self.stop()

    def stop(self) -> None:
        """End the process, whatever it is doing, and remove its temporary files."""
        process, connection, temporary = self._process, self._connection, self._temporary
        self._process = self._connection = self._temporary = None
        if process is not None:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            process.wait()
        if connection is not None:
            with suppress(OSError):
                connection.close()
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)

    def _start(self) -> Connection:
        ours, theirs = socket.socketpair()
        self._temporary = mkdtemp(prefix="dateline-assistant-")
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - it is this Python
                [sys.executable, "-P", "-m", answering_process.__name__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # the protocol's own
                env={**os.environ, "TMPDIR": self._temporary},
                start_new_session=True,  # Ctrl-C on the terminal is for the server to answer
            )
        self._connection = Connection(ours.detach())
        self._connection.send((self._address, self._limits))
        return self._connection
