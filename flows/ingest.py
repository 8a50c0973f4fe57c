"""The Prefect flow: the pipeline's steps as tasks, and what came of them as artifacts."""

from pathlib import Path
from typing import Any, cast

from prefect import flow
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.settings import PREFECT_API_URL
from prefect.states import Completed

from dateline.flows.jobs.ingest import STEPS, Result, Steps, ingest
from dateline.flows.jobs.summary import Summary, summarise
from dateline.flows.prefect_runs.deployment_runs import (
    exit_with_scheduler,
    print_for_scheduler,
    skip_missed_runs,
)
from dateline.flows.prefect_runs.tasks import (
    FLOW_RETRIES,
    FLOW_RETRY_SECONDS,
    as_task,
    without_futile_retries,
)
from dateline.flows.settings import Settings
from dateline.flows.show.progress import progress_bar
from dateline.flows.show.summary import as_markdown, message
from dateline.warehouse.catalog.lake import Lake

_PAGES_DRAWN = 5
_TASKS = Steps(
    discover=as_task(STEPS.discover, "discover"),
    open_lake=as_task(STEPS.open_lake, "open lake"),
    admit=as_task(STEPS.admit, "admit"),
    transform=as_task(STEPS.transform, "transform"),
    audit=as_task(STEPS.audit, "audit"),
    publish=as_task(STEPS.publish, "publish"),
)


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
@without_futile_retries()
def ingest_flow(inputs: list[str], settings: Settings) -> State[Result]:
    """Bring what is new in the inputs into the lake.

    Leaves the accounts of the run and the audit results as artifacts. A run that quarantined pages
    which no earlier run had ends as `Degraded`, which is a kind of completed.
    """
    exit_with_scheduler()
    skip_missed_runs()
    result = ingest(inputs, settings, _TASKS, progress=progress_bar)
    with Lake.open(settings.lake, read_only=True) as lake:
        summary = summarise(lake, result.run)
        _leave_artifacts(lake, summary, result)
    if settings.report is not None:
        _WRITE_REPORT(settings, settings.report, result.run.run_id)
        create_link_artifact(
            settings.report_url or settings.report.resolve().as_uri(),
            key="ingest-report",
            description="The report of the run",
        )
    name = "Degraded" if result.run.status == "degraded" and summary.problems else "Completed"
    text = message(summary, result.unsettled)
    print_for_scheduler(f"{name}: {text}")
    return Completed(name=name, message=text, data=result)


def ingest_with_prefect(inputs: list[str], settings: Settings) -> Result:
    """Run the flow here and now, on the server that is configured or one that is started for it.

    Who waits for it is told at once where it fails.

    Raises:
        ConnectionError: the server that is configured does not answer.
        UnknownInputError: an input cannot be read at all; the lake is not touched.
        LakeError: the lake cannot be used; batches that were published before stay.
    """
    require_server()
    once = ingest_flow.with_options(retries=0)
    return cast(Result, once(inputs, settings, return_state=True).result())


def _leave_artifacts(lake: Lake, summary: Summary, result: Result) -> None:
    checks = lake.query(
        "SELECT rule, severity, bool_and(passed) AS passed, sum(checked_count)::BIGINT AS checked, "
        "sum(failed_count)::BIGINT AS failed FROM ops.checks WHERE run_id = $1 "
        "GROUP BY rule, severity ORDER BY passed, severity, rule",
        [summary.run.run_id],
    )
    create_markdown_artifact(
        as_markdown(summary, result.unsettled),
        key="ingest-summary",
        description="What came in and what came out",
    )
    create_table_artifact(
        checks.to_pylist(), key="ingest-checks", description="The rules, and what broke them"
    )
