"""Who does the workers' part of a run, and how many batches are on the way at a time.

A few pages are read in this process; for more, processes are started (`worker_processes`). Whoever
reads them, batches come back in the order in which they were admitted.
"""

import os
from collections import deque
from collections.abc import Collection, Generator, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, TypeAlias

from dateline.flows.inputs.batches import size_of
from dateline.flows.jobs.knowledge import Knowledge
from dateline.flows.jobs.run_ledger import BatchLedger
from dateline.flows.settings import Settings
from dateline.warehouse.catalog.folder import STAGING
from dateline.warehouse.catalog.lake import Lake

if TYPE_CHECKING:
    from dateline.flows.jobs.batch_readers import Hire
    from dateline.flows.jobs.batch_work import MakeAudit, Transform, Work, Worked
    from dateline.warehouse.read.repetition import LineEvidence

Done: TypeAlias = "tuple[BatchLedger, Worked | None]"
"""An admitted batch, and what a worker made of it; None where it has nothing to read."""

# A worker loads models and rules for seconds, which so many pages take to be read.
FEW_PAGES = 100
_BYTES_A_PAGE = 3_000
# While one batch is read, the next one waits at the worker's door.
_BATCHES_A_WORKER = 2
# So no worker waits long for another's last batch, and each batch is worth publishing.
_ROUNDS, _LEAST_BATCH_BYTES = 4, 1 << 20
# A file, which a writer does not sweep from the staging area.
_ENDED_OVER = "reading"
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def worker_count(settings: Settings) -> int:
    """How many workers a run may have: by default, as many as there are cores for it."""
    return settings.workers or available_cores()


def available_cores() -> int:
    """The cores that this process may use; a container may be given fewer than it sees."""
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = map(int, _QUOTA.read_text().split())  # `max` is no number
        count = min(count, max(1, quota // period))
    return count


@cache
def begin_loading() -> None:
    """Load in the background what takes longest to load, once there are pages to read."""
    from dateline.expectations import engine
    from dateline.transforms.text.language import identifier

    engine.begin_loading()
    Thread(target=identifier, name="load the identifier of languages", daemon=True).start()


def is_little(byte_count: int, settings: Settings) -> bool:
    """Whether so much input is likely to be read in this process."""
    return worker_count(settings) == 1 or byte_count < FEW_PAGES * _BYTES_A_PAGE


def batch_byte_limit(total_bytes: int, settings: Settings) -> int:
    """Most bytes of a batch, so that each worker gets several of some input.

    Args:
        total_bytes: the size of the input's files, which may be compressed.
        settings: how large a batch may be, and how many workers there are.
    """
    if is_little(total_bytes, settings):
        return settings.batch_bytes
    share = total_bytes // (_ROUNDS * worker_count(settings))
    return min(settings.batch_bytes, max(_LEAST_BATCH_BYTES, share))


class Workforce:
    """Has admitted batches read, here or in other processes.

    `on_the_way` are the batches that were admitted before and have not come back.
    """

    def __init__(
        self,
        lake: Lake,
        knowledge: Knowledge,
        settings: Settings,
        transform: "Transform",
        audit: "MakeAudit",
        hire: "Hire",
    ) -> None:
        """Hire nobody yet.

        Args:
            lake: the lake, open for writing.
            knowledge: what the run knows before it reads a page.
            settings: how many workers there may be.
            transform: the step of this name, for pages that are read in this process.
            audit: the same.
            hire: the step of this name, for pages that are read elsewhere.
        """
        self.on_the_way: deque[BatchLedger] = deque()
        self._lake = lake
        self._knowledge = knowledge
        self._count = worker_count(settings)
        self._byte_limit = settings.batch_bytes
        self._transform = transform
        self._audit = audit
        self._hire = hire
        self._evidence: LineEvidence | None = None
        self._ended_over = lake.folder / STAGING / _ENDED_OVER

    def take(self, admitted: Iterator[BatchLedger]) -> Generator[Done, None, None]:
        """Have batches read; each comes back, in their order, before more of them are admitted.

        A page that ends each process that reads it is quarantined. Where pages may do so, since one
        of them did or an earlier run ended over them, they are not read in this process.

        Args:
            admitted: the batches, which are admitted one by one as there is room for them.

        Raises:
            WorkerDiedError: a batch ended two processes, and none of its pages does so alone.
        """
        while self._gather(admitted):
            page_count = sum(len(noted.documents) for noted in self.on_the_way)
            are_many = self._count > 1 and page_count > FEW_PAGES
            if are_many or self._ended_over.exists() or self._is_any_dangerous():
                yield from self._take_elsewhere(admitted)
            else:
                yield from self._take_here()

    def _is_any_dangerous(self) -> bool:
        return any(noted.is_dangerous for noted in self.on_the_way)

    def _gather(self, admitted: Iterator[BatchLedger]) -> bool:
        """Admit batches until it shows who is to read them; whether there are any."""
        if self._count == 1:
            self.on_the_way.extend(noted for noted in (next(admitted, None),) if noted)
            return bool(self.on_the_way)
        page_count = byte_count = 0
        for noted in admitted:
            self.on_the_way.append(noted)
            page_count += len(noted.documents)
            byte_count += sum(size_of(entry.page) for entry in noted.entries)
            # What is known already waits for nobody, and must not pile up.
            if page_count == 0 or page_count > FEW_PAGES or byte_count > self._byte_limit:
                break
        return bool(self.on_the_way)

    def _take_here(self) -> Iterator[Done]:
        while self.on_the_way:
            noted = self.on_the_way.popleft()
            if not noted.documents:
                yield noted, None
                continue
            begin_loading()
            from dateline.flows.jobs.batch_work import work_off

            work = self._work(noted)
            with self._noting_an_end():
                worked = work_off(work, self._knowledge, self._transform, self._audit)
            yield noted, worked

    @contextmanager
    def _noting_an_end(self) -> Iterator[None]:
        """Leave a file behind where this process ends meanwhile."""
        self._ended_over.touch()
        try:
            yield
        finally:
            with suppress(OSError):
                self._ended_over.unlink()

    def _take_elsewhere(self, admitted: Iterator[BatchLedger]) -> Iterator[Done]:
        """Take the batches that wait and all that follow through processes of their own."""
        from dateline.flows.jobs.batch_readers import FatalPagesError

        results: deque[Future[Worked] | None] = deque()
        with self._hire(self._count, self._knowledge, self._lake.folder) as readers:

            def submit(noted: BatchLedger) -> "Future[Worked] | None":
                return readers.submit(self._work(noted)) if noted.documents else None

            def is_room() -> bool:
                return len(results) < _BATCHES_A_WORKER * self._count

            def result_of(noted: BatchLedger, read: "Future[Worked] | None") -> "Worked | None":
                try:
                    return read.result() if read else None
                except FatalPagesError as error:
                    self._note_fatal(error.document_ids)
                return result_of(noted, submit(noted))

            def come_back() -> Done:
                result = result_of(self.on_the_way[0], results[0])
                results.popleft()
                return self.on_the_way.popleft(), result

            for noted in self.on_the_way:
                results.append(submit(noted))
            for noted in admitted:
                self.on_the_way.append(noted)
                results.append(submit(noted))
                while results and (not is_room() or results[0] is None or results[0].done()):
                    yield come_back()
            while results:
                yield come_back()
        self._ended_over.unlink(missing_ok=True)

    def _note_fatal(self, document_ids: Collection[str]) -> None:
        """Quarantine pages of the first batch on the way, and those of others that are the same."""
        noted, *later_ones = self.on_the_way
        failures = noted.note_fatal(document_ids)
        for later in later_ones:
            later.note_failed_before(failures, noted)

    def _work(self, noted: BatchLedger) -> "Work":
        from dateline.flows.jobs.batch_work import Work
        from dateline.transforms.schema.batch import BatchTables
        from dateline.warehouse.read.repetition import evidence_of

        snapshot_id = self._lake.snapshot_id
        if self._evidence is None or self._evidence.snapshot_id != snapshot_id:
            self._evidence = evidence_of(self._lake)
        noted.evidence_snapshot = snapshot_id
        return Work(
            batch_id=noted.stamp.batch_id,
            documents=noted.documents,
            ledger=noted.write_into(BatchTables()),
            evidence=self._evidence,
            folder=self._lake.folder,
        )
