"""What flow runs and task runs are called in Prefect."""

from contextvars import ContextVar

from prefect.client.orchestration import get_client
from prefect.context import FlowRunContext

from dateline.flows.jobs.run_ledger import Stamp
from dateline.flows.show.terminal import plural

_BATCH: ContextVar[str] = ContextVar("batch", default="")


def name_task_runs_for(stamp: Stamp, page_count: int) -> None:
    """Name the task runs that follow for a batch, by its number in `ops.batches`."""
    _BATCH.set(f" batch {stamp.batch_number}: {plural(page_count, 'page')}")


def task_run_name(step_name: str) -> str:
    """The name of a step's task run, such as `audit batch 0: 5 pages`."""
    return step_name + _BATCH.get()


def name_flow_run(run_id: str) -> None:
    """Give the current flow run the name of the run in the run ledger."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None or context.flow_run.name == run_id:
        return
    with get_client(sync_client=True) as client:
        client.update_flow_run(context.flow_run.id, name=run_id)
    context.flow_run.name = run_id
