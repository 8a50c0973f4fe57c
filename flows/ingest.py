"""The Prefect flow: the pipeline's steps as tasks, and what came of them as artifacts."""

from collections import defaultdict
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from prefect import flow, get_run_logger, runtime
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.context import FlowRunContext
from prefect.settings import PREFECT_API_URL

from dateline.flows.escaping import one_line
from dateline.flows.inputs.pages import RawPage, UnusablePage
from dateline.flows.jobs.ingest import STEPS, Result, Steps, ingest
from dateline.flows.jobs.lineage import ParentRun
from dateline.flows.jobs.open_lakes import open_to_read
from dateline.flows.jobs.progress import Progress, no_progress
from dateline.flows.jobs.run_ledger import BatchLedger, Stamp
from dateline.flows.jobs.summary import Summary, problems_of
from dateline.flows.prefect_runs.cluster import with_cluster
from dateline.flows.prefect_runs.deployment_runs import (
    exit_with_scheduler,
    print_for_scheduler,
    skip_missed_runs,
)
from dateline.flows.prefect_runs.naming import name_flow_run, name_task_runs_for
from dateline.flows.prefect_runs.states import completed
from dateline.flows.prefect_runs.tasks import (
    FLOW_RETRIES,
    FLOW_RETRY_SECONDS,
    as_task,
    without_futile_retries,
)
from dateline.flows.settings import Settings
from dateline.flows.show.progress import ProgressDisplay, in_phases
from dateline.flows.show.run_log import lineage_warnings_in, logged
from dateline.flows.show.summary import as_markdown, message
from dateline.flows.show.terminal import plural
from dateline.transforms.schema.closed_sets import RunStatus
from dateline.warehouse.catalog.lake import Lake

_PAGES_DRAWN = 5
_KEYS_WIDTH = 300
_TASKS = Steps(
    discover=as_task(STEPS.discover, "discover"),
    open_lake=as_task(STEPS.open_lake, "open lake"),
    admit=as_task(STEPS.admit, "admit"),
    transform=as_task(STEPS.transform, "transform"),
    audit=as_task(STEPS.audit, "audit"),
    publish=as_task(STEPS.publish, "publish"),
    hire=STEPS.hire,
)
# Who waits for a run at a terminal sees how far it is; a worker's log has no use for that.
_DISPLAY: ContextVar[ProgressDisplay | None] = ContextVar("display", default=None)
# Prefect retries a flow in the process that it failed in.
_run_ids_of: defaultdict[UUID, list[str]] = defaultdict(list)


def _write_report(settings: Settings, out: Path, run_id: str) -> None:
    # Drawing takes long to import, and most runs draw nothing.
    from dateline.flows.show.report.render import write_report

    write_report(settings, out, run_id, page_count=_PAGES_DRAWN)


_WRITE_REPORT = as_task(_write_report, "write report")


def require_server() -> None:
    """See that the Prefect server that is configured, if one is, answers.

    Raises:
        ConnectionError: it does not.
    """
    url = PREFECT_API_URL.value()
    if url is None:
        return
    with get_client(sync_client=True) as client:
        problem = client.api_healthcheck()
    if problem is not None:
        raise ConnectionError(
            f"the Prefect server {url} does not answer ({problem}); start it, take "
            "PREFECT_API_URL away, or run with --inline"
        )


def say_failure(flow: object, flow_run: FlowRun, state: State[Any]) -> None:
    """Tell the terminal of `dateline schedule` why a run failed; Prefect's pages have the rest."""
    print_for_scheduler(f"{state.name}: {state.message}")


@flow(
    name="ingest",
    persist_result=False,
    validate_parameters=True,
    on_failure=[say_failure],
    retries=FLOW_RETRIES,
    retry_delay_seconds=FLOW_RETRY_SECONDS,
)
@without_futile_retries
def ingest_flow(inputs: list[str], settings: Settings) -> State[Result]:
    """Bring what is new in the inputs into the lake.

    Leaves the accounts of the run and the audit results as artifacts. A run that quarantined pages
    which no earlier run had ends as `Degraded`, which is a kind of completed, also if it did so in
    a try that then failed.
    """
    exit_with_scheduler()
    skip_missed_runs()
    steps, progress = _steps_of_this_run()
    with (
        lineage_warnings_in(get_run_logger().log),
        with_cluster(steps, settings) as (steps, settings_here),
    ):
        result = ingest(inputs, settings_here, steps, progress=progress, parent=_as_parent_run())
    name_flow_run(result.run.run_id)
    summary = result.summary
    with open_to_read(settings) as lake:
        earlier = _quarantined_by_earlier_tries(lake, summary)
        _leave_artifacts(lake, summary, result)
    if settings.report is not None:
        _WRITE_REPORT(settings, settings.report, result.run.run_id)
        create_link_artifact(
            settings.report_url or settings.report.resolve().as_uri(),
            key="ingest-report",
            description="The report of the run",
        )
    text = message(summary, result.unsettled)
    if earlier:
        text += f"; {plural(earlier, 'page')} quarantined by an earlier try"
    is_degraded = bool(earlier or (result.run.status == RunStatus.DEGRADED and summary.problems))
    state = completed(result, message=text, is_degraded=is_degraded)
    print_for_scheduler(f"{state.name}: {text}")
    return state


def ingest_with_prefect(
    inputs: list[str], settings: Settings, display: ProgressDisplay | None = None
) -> Result:
    """Run the flow here and now, on the server of Prefect's settings.

    Who waits for it is told at once where it fails.

    Args:
        inputs: folders, globs and paths.
        settings: the settings of the run.
        display: shows how far the run is.

    Raises:
        ConnectionError: the server that is configured does not answer.
        UnknownInputError: an input cannot be read at all; the lake is not touched.
        LakeError: the lake cannot be used; batches that were published before stay.
    """
    require_server()
    once = ingest_flow.with_options(retries=0)
    token = _DISPLAY.set(display)
    try:
        return cast(Result, once(inputs, settings, return_state=True).result())
    finally:
        _DISPLAY.reset(token)


def _steps_of_this_run() -> tuple[Steps, Progress]:
    """The steps as tasks that are named, logged and shown."""

    def admit(
        pages: Sequence[RawPage | UnusablePage],
        lake: Lake,
        stamp: Stamp,
        byte_limit: int,
        on_the_way: Sequence[BatchLedger],
    ) -> BatchLedger:
        name_flow_run(stamp.run_id)
        _note_run_id(stamp.run_id)
        name_task_runs_for(stamp, len(pages))
        return _TASKS.admit(pages, lake, stamp, byte_limit, on_the_way)

    steps = logged(replace(_TASKS, admit=admit), get_run_logger().log)
    display = _DISPLAY.get()
    if display is None:
        return steps, no_progress
    return in_phases(steps, display.enter), display.show


def _note_run_id(run_id: str) -> None:
    run_ids = _run_ids_of[_flow_run_id()]
    if run_id not in run_ids:
        run_ids.append(run_id)


def _quarantined_by_earlier_tries(lake: Lake, summary: Summary) -> int:
    """How many pages were quarantined, and not waived, by tries of this flow run that failed."""
    earlier = [it for it in _run_ids_of[_flow_run_id()] if it != summary.run.run_id]
    return sum(
        problem.page_count
        for run_id in earlier
        for problem in problems_of(lake, replace(summary.run, run_id=run_id))
        if problem.waived_until is None
    )


def _flow_run_id() -> UUID:
    context = FlowRunContext.get()
    assert context is not None  # noqa: S101 - a flow runs
    assert context.flow_run is not None  # noqa: S101
    return context.flow_run.id


def _as_parent_run() -> ParentRun:
    """The flow run as the parent of the run that it makes; its job is the deployment, if any."""
    name = runtime.deployment.name or runtime.flow_run.flow_name
    return ParentRun(str(_flow_run_id()), "prefect", str(name))


def _leave_artifacts(lake: Lake, summary: Summary, result: Result) -> None:
    checks = lake.query(
        "SELECT rule, CASE WHEN bool_and(passed) THEN 'passed' ELSE 'failed' END AS outcome, "
        "severity, sum(failed_count)::BIGINT AS failed, sum(checked_count)::BIGINT AS checked, "
        "coalesce(list_slice(flatten(list(examples)), 1, 3), []) AS failing "
        "FROM ops.checks WHERE run_id = $1 "
        "GROUP BY rule, severity ORDER BY bool_and(passed), severity, failed DESC, rule",
        [summary.run.run_id],
    ).to_pylist()
    create_markdown_artifact(
        as_markdown(summary, result.unsettled),
        key="ingest-summary",
        description="What came in and what came out",
    )
    create_table_artifact(
        [
            row | {"failing": one_line(" ".join(row["failing"] or ()), _KEYS_WIDTH)}
            for row in checks
        ],
        key="ingest-checks",
        description="The rules, those that failed first, with the keys of a few rows that fail",
    )
