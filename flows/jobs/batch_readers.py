"""Other processes that read batches, wherever they run, as seen by the run that they read for.

Each is fed by a thread of the run, which sends it the paths of a batch and waits for the answer.
Where processes end over a batch, it is halved until the pages are found that end a process by
themselves.
"""

import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias

from dateline.flows.jobs.batch_work import Work, Worked
from dateline.flows.jobs.knowledge import Knowledge
from dateline.flows.jobs.worker_process import Order, write_work
from dateline.warehouse.catalog.folder import STAGING
from dateline.warehouse.errors import EnvironmentFailedError
from dateline.warehouse.read.repetition import LineEvidence, write_evidence


class WorkerDiedError(EnvironmentFailedError):
    """Processes that read a batch ended before they had read it, for none of its pages."""


class FatalPagesError(EnvironmentFailedError):
    """Some pages of a batch end each process that reads them; `document_ids` has theirs."""

    def __init__(self, document_ids: tuple[str, ...]) -> None:
        super().__init__(document_ids)
        self.document_ids = document_ids


class BatchReaders(ABC):
    """Some processes that read batches; a context manager, which lets them go."""

    tries = 2
    """How often a batch that ends processes is read before its pages are looked at one by one."""

    def __init__(self, count: int, folder: Path) -> None:
        """Make room for batches.

        Args:
            count: how many processes there are.
            folder: the lake's folder, in whose staging area batches wait.
        """
        self._staging = folder / STAGING
        self._evidence = self._staging / "evidence"
        self._reading: list[tuple[Future[Worked], Path]] = []
        self._threads = ThreadPoolExecutor(count, "worker")

    @abstractmethod
    def _try(self, order: Order) -> Worked | None:
        """Have a process read an order; None where it ends over it."""

    @abstractmethod
    def _let_go(self) -> None:
        """Let the processes go, and wake the threads that wait for one."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._let_go()
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
        read = self._threads.submit(copy_context().run, self._have_read, order)
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
        """Have a process read a batch, and another one where the first ends over it."""
        try:
            for _ in range(self.tries):
                if worked := self._try(order):
                    return worked
            if fatal := self._fatal_in(order):
                raise FatalPagesError(fatal)
        finally:
            shutil.rmtree(order.admitted, ignore_errors=True)
        raise WorkerDiedError(
            f"several processes ended while they read batch {order.batch_id}, as the system ends "
            "what takes too much memory, and none over a page of it alone; published batches stay, "
            "run again with fewer --workers, or set a lower batch_pages"
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


Hire: TypeAlias = Callable[[int, Knowledge, Path], BatchReaders]
"""Gets a number of processes, for what the run knows and the lake's folder."""
