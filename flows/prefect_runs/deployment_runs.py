"""The runs of a deployment, as opposed to those that a person starts on a terminal."""

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

from dateline.flows.escaping import printable

SCHEDULER_VARIABLE = "_DATELINE_SCHEDULER"


def exit_with_scheduler() -> None:
    """If `dateline schedule` started this process, exit when that process has gone.

    The scheduler stops its processes when it is told to stop; this covers the case that it is
    killed. Killing a run leaves nothing half-written, so it exits at once.
    """
    scheduler = os.environ.get(SCHEDULER_VARIABLE)
    if scheduler is not None:
        threading.Thread(target=_exit_with, args=(int(scheduler),), daemon=True).start()


def _exit_with(parent: int) -> None:
    # The system gives an orphan a new parent.
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)


def print_for_scheduler(message: str) -> None:
    """Print a line on the terminal of `dateline schedule`, if it started this process."""
    if SCHEDULER_VARIABLE in os.environ:
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
        print(f"{now} {printable(message)}", flush=True)  # noqa: T201


def skip_missed_runs() -> None:
    """Cancel the scheduled runs of this deployment that are overdue.

    The lake decides which pages are new, so one run does the work of all that were missed.
    """
    if runtime.deployment.id is None:
        return
    skipped: State[None] = Cancelled(
        name="Skipped", message=f"the run {runtime.flow_run.name} did the work"
    )
    now = datetime.now(UTC)
    with get_client(sync_client=True) as client:
        for run in _runs(client, UUID(runtime.deployment.id), [StateType.SCHEDULED]):
            due_at = run.next_scheduled_start_time
            if run.auto_scheduled and due_at is not None and due_at <= now:
                client.set_flow_run_state(run.id, skipped)


def mark_killed_runs(deployment_id: UUID) -> None:
    """Set the state `Crashed` for runs that were killed together with their scheduler."""
    crashed: State[None] = Crashed(
        message="killed together with its scheduler; published pages stay"
    )
    unfinished = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]
    with get_client(sync_client=True) as client:
        for run in _runs(client, deployment_id, unfinished):
            client.set_flow_run_state(run.id, crashed, force=True)


def _runs(
    client: SyncPrefectClient, deployment_id: UUID, state_types: Sequence[StateType]
) -> list[FlowRun]:
    """The deployment's runs in these states, at most 200, earliest first."""
    return client.read_flow_runs(
        deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment_id])),
        flow_run_filter=FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(state_types)))
        ),
        sort=FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC,
    )
