"""The runs of a deployment: what tells them from those that a person at a terminal started."""

import os
import signal
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from prefect import runtime
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, State, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.states import Cancelled, Crashed

from flows.escaping import printable

SCHEDULER = "_DATELINE_SCHEDULER"


def end_with_scheduler() -> None:
    """Where `dateline schedule` started this process, end when that process is no more.

    It ends its processes itself when it is told to stop; this is for when it is killed. A run that
    is killed leaves nothing half behind, so that there is nothing to wait for.
    """
    scheduler = os.environ.get(SCHEDULER)
    if scheduler is not None:
        threading.Thread(target=_end_with, args=(int(scheduler),), daemon=True).start()


def _end_with(parent: int) -> None:
    # The system gives an orphan a new parent.
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


def say(message: str) -> None:
    """Write a line where `dateline schedule` writes, if it started this process."""
    if SCHEDULER in os.environ:
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
        print(f"{now} {printable(message)}", flush=True)  # noqa: T201


def take_over_missed_runs() -> None:
    """Take back the scheduled runs of this deployment that were due before now.

    What is new is decided by the lake, so that one run does the work of all that were missed.
    """
    if runtime.deployment.id is None:
        return
    skipped: State[None] = Cancelled(
        name="Skipped", message=f"the run {runtime.flow_run.name} did its work"
    )
    now = datetime.now(UTC)
    with get_client(sync_client=True) as client:
        for run in _runs(client, UUID(runtime.deployment.id), [StateType.SCHEDULED]):
            due_at = run.next_scheduled_start_time
            if run.auto_scheduled and due_at is not None and due_at <= now:
                client.set_flow_run_state(run.id, skipped)


def bury_killed_runs(deployment_id: UUID) -> None:
    """Call those runs crashed that were killed with their scheduler, and could not say so."""
    crashed: State[None] = Crashed(
        message="killed together with its scheduler; what it had published stays"
    )
    alive = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
    with get_client(sync_client=True) as client:
        for run in _runs(client, deployment_id, alive):
            client.set_flow_run_state(run.id, crashed, force=True)


def _runs(
    client: SyncPrefectClient, deployment_id: UUID, state_types: Sequence[StateType]
) -> list[FlowRun]:
    """The deployment's runs in these states, at most 200, the earliest first."""
    return client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment_id])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(state_types)))
        ),
        sort=FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC,
    )
