"""Processes that read batches, as seen by the run that starts them.

A process that ends over a batch is replaced.
"""

import os
import socket
import subprocess
import sys
from concurrent.futures import CancelledError
from contextlib import ExitStack, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue

from dateline.flows.jobs import worker_process
from dateline.flows.jobs.batch_readers import BatchReaders
from dateline.flows.jobs.batch_work import Worked
from dateline.flows.jobs.knowledge import Knowledge
from dateline.flows.jobs.worker_process import Order

# Several processes share the cores already.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# Elsewhere, libraries of the system may not be used after a fork.
_CAN_FORK = sys.platform == "linux"


class WorkerProcesses(BatchReaders):
    """Some processes that read batches; a context manager, which ends them.

    They end by themselves when this process does, however that comes.
    """

    def __init__(self, count: int, knowledge: Knowledge, folder: Path) -> None:
        """Start them.

        Args:
            count: how many there are.
            knowledge: what the run knows before it reads a page.
            folder: the lake's folder, in whose staging area batches wait.
        """
        super().__init__(count, folder)
        self._knowledge = knowledge
        self._count = count
        self._is_ending = False
        self._started: list[subprocess.Popen[bytes]] = []
        self._free: SimpleQueue[Connection | None] = SimpleQueue()
        # At its other end they wait for this process to go.
        self._lifeline = os.pipe()
        for connections in [count] if _CAN_FORK else [1] * count:
            self._start(connections)

    def _let_go(self) -> None:
        self._is_ending = True
        for descriptor in self._lifeline:
            os.close(descriptor)
        for process in self._started:
            process.kill()
            process.wait()
        for _ in range(self._count):
            self._free.put(None)  # whoever waits for a process needs none any more

    def _try(self, order: Order) -> Worked | None:
        """Have a free process read an order; None where it ends, and another one is started."""
        connection = self._free.get()
        if self._is_ending or connection is None:
            raise CancelledError
        try:
            connection.send(order)
            answer: Worked | Exception = connection.recv()
        except (EOFError, OSError):
            connection.close()
            if self._is_ending:
                raise CancelledError from None
            self._start(1)
            return None
        self._free.put(connection)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _start(self, count: int) -> None:
        """Start a process, which makes others like itself."""
        with ExitStack() as theirs:
            pairs = [socket.socketpair() for _ in range(count)]
            for _, their in pairs:
                theirs.enter_context(their)
            descriptors = [self._lifeline[0], *(their.fileno() for _, their in pairs)]
            process = subprocess.Popen(  # noqa: S603 - it is this Python
                [sys.executable, "-P", "-m", worker_process.__name__, *map(str, descriptors)],
                pass_fds=descriptors,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | _ONE_THREAD,
                start_new_session=True,  # Ctrl-C on the terminal is for the run to answer
            )
        self._started.append(process)
        connections = [Connection(ours.detach()) for ours, _ in pairs]
        with suppress(OSError):  # of one that has ended, the first batch tells
            connections[0].send(sys.path)
            connections[0].send(self._knowledge)
        for connection in connections:
            self._free.put(connection)
