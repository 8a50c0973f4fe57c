"""A Dask cluster that reads batches, by Prefect's task runner.

What travels are paths: its workers see the lake's staging area under the path that it has here.
"""

import pickle
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from prefect import task
from prefect.cache_policies import NO_CACHE

from dateline.flows.jobs.ingest import Steps
from dateline.flows.jobs.knowledge import Knowledge
from dateline.flows.settings import Settings
from dateline.flows.version import version
from dateline.warehouse.catalog.folder import STAGING
from dateline.warehouse.errors import EnvironmentFailedError

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner

    from dateline.flows.jobs.batch_readers import BatchReaders
    from dateline.flows.jobs.batch_work import Worked
    from dateline.flows.jobs.worker_process import Order
    from dateline.warehouse.publish.staging import StagedBatch

_SECONDS_TO_ANSWER = 10
# Models and lexicons are shared by the threads of a worker.
_ONE_AT_A_TIME = Lock()


class ClusterError(EnvironmentFailedError):
    """The cluster can't be used."""


@dataclass(frozen=True, slots=True)
class WorkerView:
    """What a worker says of itself: its version of Dateline, and whether it sees a file."""

    version: str
    sees_file: bool


def look(file: str) -> WorkerView:
    """What the worker that this runs in sees."""
    return WorkerView(version(), Path(file).is_file())


def require_same_view(views: Mapping[str, WorkerView], staging: Path) -> None:
    """See that all workers have this version and see the staging area.

    Raises:
        ClusterError: one of them does not; the message names it.
    """
    for worker, view in views.items():
        if view.version != version():
            raise ClusterError(
                f"worker {worker} of the Dask cluster has Dateline {view.version}, and this run "
                f"{version()}; install the same version on both"
            )
        if not view.sees_file:
            raise ClusterError(
                f"worker {worker} of the Dask cluster does not see {staging}; mount the lake's "
                "folder there under the same path (see docs/how-to/cluster.md)"
            )


def _read(order: bytes, knowledge: bytes) -> "Worked":
    """Read a batch on a worker."""
    from dateline.flows.jobs.worker_process import read_batch

    given: Order = pickle.loads(order)  # noqa: S301 - the run made it
    # A worker that was taken for dead may still write, and must not touch another one's files.
    own = replace(given, folder=given.admitted / uuid4().hex)
    with _ONE_AT_A_TIME:
        return read_batch(own, _knowledge(knowledge))


@lru_cache(maxsize=1)
def _knowledge(pickled: bytes) -> Knowledge:
    return cast(Knowledge, pickle.loads(pickled))  # noqa: S301 - the run made it


_READ: Any = task(name="read batch", cache_policy=NO_CACHE, persist_result=False)(_read)


@contextmanager
def with_cluster(steps: Steps, settings: Settings) -> Iterator[tuple[Steps, Settings]]:
    """The steps and settings of a run for as long as it has the cluster of its settings, if any.

    Raises:
        ClusterError: there is none at the address, or nobody works there.
    """
    if settings.dask is None:
        yield steps, settings
        return
    with _runner(settings.dask) as runner:

        def hire(count: int, knowledge: Knowledge, folder: Path) -> "BatchReaders":
            return _hired(runner, count, knowledge, folder)

        # At least two, since one worker alone is this process.
        count = max(2, _worker_count(runner.client))
        yield replace(steps, hire=hire), settings.model_copy(update={"workers": count})


def _worker_count(client: Any) -> int:
    return len(client.nthreads())


@contextmanager
def _runner(address: str) -> "Iterator[DaskTaskRunner]":
    try:
        from prefect_dask.task_runners import DaskTaskRunner
    except ModuleNotFoundError as error:
        raise ClusterError(
            f"--dask {address} needs prefect-dask, which is not installed; install dateline[dask]"
        ) from error
    runner = DaskTaskRunner(address=address, client_kwargs={"timeout": _SECONDS_TO_ANSWER})
    try:
        runner.client.wait_for_workers(1, timeout=_SECONDS_TO_ANSWER)
    except OSError as error:
        has_scheduler = runner._client is not None
        problem = "has no workers" if has_scheduler else "no Dask scheduler answers"
        remedy = f"dask worker {address}" if has_scheduler else "dask scheduler"
        raise ClusterError(
            f"--dask {address}: {problem}; start `{remedy}`, or run without --dask"
        ) from error
    with runner:
        yield runner


def _hired(
    runner: "DaskTaskRunner", count: int, knowledge: Knowledge, folder: Path
) -> "BatchReaders":
    """The workers of a cluster, once all of them see the staging area."""
    from distributed import KilledWorker

    from dateline.flows.jobs.batch_readers import BatchReaders

    known = pickle.dumps(knowledge)
    staging = folder / STAGING

    class ClusterWorkers(BatchReaders):
        """They are given as many batches as are on the way; Dask repeats what ends a worker."""

        tries = 1

        def _let_go(self) -> None:
            """Leave them to the runner, which forgets what it sent when it ends."""

        def _try(self, order: "Order") -> "Worked | None":
            sent = runner.submit(_READ, {"order": pickle.dumps(order), "knowledge": known})
            try:
                worked: Worked = sent.result()
            except KilledWorker:
                return None
            except CancelledError as error:
                raise ClusterError(
                    f"the Dask scheduler {runner.address} went away; published batches stay, "
                    "start it and run again"
                ) from error
            return replace(worked, staged=_moved(worked.staged, staging / order.batch_id))

    seen = staging / f"{uuid4().hex}.seen"
    seen.touch()
    try:
        require_same_view(runner.client.run(look, str(seen)), staging)
    finally:
        seen.unlink()
    return ClusterWorkers(count, folder)


def _moved(staged: "StagedBatch", folder: Path) -> "StagedBatch":
    """A staged batch in the folder where the publisher looks for it."""
    shutil.rmtree(folder, ignore_errors=True)
    staged.folder.rename(folder)
    files = {name: folder / file.name for name, file in staged.files.items()}
    return replace(staged, folder=folder, files=files)
