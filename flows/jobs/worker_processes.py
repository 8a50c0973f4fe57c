"""Processes that read batches, as seen by the run that starts them.

Each is fed by a thread of its own, which sends it the paths of a batch and waits for the answer. A
process that ends meanwhile is replaced, and its batch is read once more. Where that ends another
one, the batch is halved until the pages are found that end a process by themselves.
"""

import os
import shutil
import socket
import subprocess
import sys
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from dateline.flows.jobs import worker_process
from dateline.flows.jobs.batch_work import Work, Worked
from dateline.flows.jobs.knowledge import Knowledge
from dateline.flows.jobs.worker_process import Order, write_work
from dateline.warehouse.catalog.folder import STAGING
from dateline.warehouse.errors import EnvironmentFailedError
from dateline.warehouse.read.repetition import LineEvidence, write_evidence

_TRIES = 2
# Several processes share the cores already.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
# Elsewhere, libraries of the system may not be used after a fork.
_CAN_FORK = sys.platform == "linux"


class WorkerDiedError(EnvironmentFailedError):
    """Processes that read a batch ended before they had read it, for none of its pages."""


class FatalPagesError(EnvironmentFailedError):
    """Some pages of a batch end each process that reads them; `document_ids` has theirs."""

    def __init__(self, document_ids: tuple[str, ...]) -> None:
        super().__init__(document_ids)
        self.document_ids = document_ids


class WorkerProcesses:
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
        self._knowledge = knowledge
        self._staging = folder / STAGING
        self._evidence = self._staging / "evidence"
        self._reading: list[tuple[Future[Worked], Path]] = []
        self._count = count
        self._is_ending = False
        self._started: list[subprocess.Popen[bytes]] = []
        self._free: SimpleQueue[Connection | None] = SimpleQueue()
        self._threads = ThreadPoolExecutor(count, "worker")
        # At its other end they wait for this process to go.
        self._lifeline = os.pipe()
        for connections in [count] if _CAN_FORK else [1] * count:
            self._start(connections)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._is_ending = True
        for descriptor in self._lifeline:
            os.close(descriptor)
        for process in self._started:
            process.kill()
            process.wait()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for _ in range(self._count):
            self._free.put(None)  # whoever waits for a process needs none any more
        shutil.rmtree(self._evidence, ignore_errors=True)

    def submit(self, work: Work) -> "Future[Worked]":
        """Have a batch read as soon as a process is free.

        The future raises what reading it raised, or `FatalPagesError`, or `WorkerDiedError`.
        """
        order = Order(
            work.batch_id,
            document_ids=tuple(document.document_id for document in work.documents),
            admitted=write_work(work, self._staging / f"{work.batch_id}.admitted"),
            evidence=self._evidence_file(work.evidence),
            snapshot_id=work.evidence.snapshot_id,
            folder=work.folder,
        )
        read = self._threads.submit(self._have_read, order)
        self._reading.append((read, order.evidence))
        return read

    def _evidence_file(self, evidence: LineEvidence) -> Path:
        """The file of an evidence, for all batches that are read with it; older ones go."""
        path = self._evidence / f"{evidence.snapshot_id}.arrow"
        if not path.exists():
            self._reading = [(read, file) for read, file in self._reading if not read.done()]
            self._evidence.mkdir(exist_ok=True)
            for file in set(self._evidence.iterdir()) - {file for _, file in self._reading}:
                file.unlink()
            write_evidence(evidence, path)
        return path

    def _have_read(self, order: Order) -> Worked:
        """Have a free process read a batch, and another one where the first ends over it."""
        try:
            for _ in range(_TRIES):
                if worked := self._try(order):
                    return worked
            if fatal := self._fatal_in(order):
                raise FatalPagesError(fatal)
        finally:
            shutil.rmtree(order.admitted, ignore_errors=True)
        raise WorkerDiedError(
            f"two processes ended while they read batch {order.batch_id}, as the system ends what "
            "takes too much memory, and none over a page of it alone; published batches stay, run "
            "again with fewer --workers, or set a lower batch_pages"
        )

    def _fatal_in(self, order: Order) -> tuple[str, ...]:
        """The pages that end a process by themselves, of some that ended one together."""
        ids = order.document_ids
        if len(ids) == 1:
            return ids
        halves = ids[: len(ids) // 2], ids[len(ids) // 2 :]
        orders = [replace(order, document_ids=half) for half in halves]
        return tuple(
            fatal for half in orders if not self._try(half) for fatal in self._fatal_in(half)
        )

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
