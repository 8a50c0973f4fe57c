"""A process that reads batches: `python -m dateline.flows.jobs.worker_process LIFELINE SOCKET …`.

It loads what reading takes, makes a process like itself for each further socket, and answers what
comes in by its own until it is closed. Whatever uses a thread or a connection comes after that: the
threads that Arrow and DuckDB start when they are imported wait for work, and hold nothing.
"""

import gc
import os
import pickle
import signal
import sys
import traceback
import warnings
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.ipc

from dateline.flows.jobs.batch_work import Work, Worked, work_off
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.pages import Document
from dateline.warehouse.catalog.records import records
from dateline.warehouse.read.repetition import read_evidence

if TYPE_CHECKING:
    from dateline.flows.jobs.knowledge import Knowledge

_DOCUMENTS = "documents"
# It has what loads the models: lines, names, a quotation.
_FIRST_PAGE = (
    "Bridge closed\n\n“We have put this off,” said Kari Lund, the mayor of Oslo, on Tuesday.\n"
)


@dataclass(frozen=True, slots=True)
class Order:
    """Where a batch to read lies: as it was admitted, and the evidence to read it with.

    `document_ids` are those of its documents that are to be read.
    """

    batch_id: str
    document_ids: tuple[str, ...]
    admitted: Path
    evidence: Path
    snapshot_id: int
    folder: Path


def write_work(work: Work, folder: Path) -> Path:
    """Write down a batch as it was admitted, for another process to read."""
    folder.mkdir()
    tables = {_DOCUMENTS: to_arrow(Document, work.documents)} | {
        name: getattr(work.ledger, name) for name in work.ledger.ledger_fields()
    }
    for name, rows in tables.items():
        path = folder / f"{name}.arrow"
        with path.open("wb") as sink, pyarrow.ipc.new_file(sink, rows.schema) as writer:
            writer.write_table(rows)
    return folder


def read_work(order: Order) -> Work:
    """The batch of an order."""

    def table(name: str) -> pa.Table:
        with pa.memory_map(str(order.admitted / f"{name}.arrow")) as source:
            return pyarrow.ipc.open_file(source).read_all()

    wanted = set(order.document_ids)
    return Work(
        batch_id=order.batch_id,
        documents=[
            document
            for document in records(Document, table(_DOCUMENTS))
            if document.document_id in wanted
        ],
        ledger=BatchTables(**{name: table(name) for name in BatchTables.ledger_fields()}),
        evidence=read_evidence(order.evidence, order.snapshot_id),
        folder=order.folder,
    )


def read_batch(order: Order, knowledge: "Knowledge") -> Worked:
    """Read the batch of an order, and stage it."""
    from dateline.flows.jobs.ingest import STEPS

    return work_off(read_work(order), knowledge, STEPS.transform, STEPS.audit)


def main() -> None:
    """Load, multiply, and answer."""
    lifeline, *sockets = map(int, sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection = Connection(sockets[0])
    sys.path[:] = connection.recv()
    knowledge: Knowledge = connection.recv()
    _load(knowledge)
    for number, descriptor in enumerate(sockets[1:], start=1):
        if _fork() == 0:
            connection.close()
            connection = Connection(descriptor)
            for other in sockets[number + 1 :]:
                os.close(other)
            break
        os.close(descriptor)
    Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    _answer(connection, knowledge)


def _fork() -> int:
    with warnings.catch_warnings():
        # From Python 3.12 on, of threads: see above.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _load(knowledge: "Knowledge") -> None:
    from dateline.expectations import engine
    from dateline.transforms.own_lexicons import use_lexicons
    from dateline.transforms.parsing import parse_batch
    from dateline.transforms.text.language import identifier
    from dateline.transforms.text.page import Page

    gc.disable()
    engine.do_without_sql()
    engine.load()
    use_lexicons(knowledge.lexicons)
    identifier()
    parse_batch([Page(document_id="", text=_FIRST_PAGE)])
    gc.freeze()  # what is shared stays shared
    gc.enable()


def _end_with(lifeline: int) -> None:
    """End as soon as the run's process has gone, whatever is being done."""
    os.read(lifeline, 1)
    os._exit(0)


def _answer(connection: Connection, knowledge: "Knowledge") -> None:
    while True:
        try:
            order: Order = connection.recv()
        except EOFError:
            return
        answer: Worked | Exception
        try:
            answer = read_batch(order, knowledge)
        except Exception as error:  # noqa: BLE001 - whatever it is, the run is to raise it
            answer = _sendable(error)
        connection.send(answer)


def _sendable(error: Exception) -> Exception:
    """An error that another process can raise, with where it came from here."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - it was made here
    except Exception:  # noqa: BLE001 - an error may do anything when it is copied
        problem = RuntimeError(f"{type(error).__name__}: {error}")
        problem.add_note("".join(traceback.format_exception(error)))
        return problem
    error.add_note("".join(traceback.format_exception(error)))
    return error


if __name__ == "__main__":
    main()
