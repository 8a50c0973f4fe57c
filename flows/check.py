"""The Prefect flow that checks a lake by every rule."""

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.jobs.check import check
from flows.jobs.findings import Findings
from flows.prefect_runs.tasks import (
    FLOW_RETRIES,
    FLOW_RETRY_SECONDS,
    as_task,
    retried_if_it_may_pass,
)
from flows.settings import Settings
from flows.show.findings.github import step_summary
from flows.show.findings.text import summed_up

_CHECK = as_task(check, "check")


@flow(
    name="check",
    persist_result=False,
    validate_parameters=True,
    retries=FLOW_RETRIES,
    retry_delay_seconds=FLOW_RETRY_SECONDS,
)
@retried_if_it_may_pass()
def check_flow(settings: Settings, strict: bool = False) -> State[Findings]:
    """Judge by every rule what is published, and the day by the days before it.

    A run that finds a critical rule broken, with `strict` a warning too, ends as `Degraded`, which
    is a kind of completed.
    """
    findings = _CHECK(settings)
    create_markdown_artifact(step_summary(findings), key="check-summary")
    return Completed(
        name="Degraded" if findings.blocks(strict=strict) else "Completed",
        message=summed_up(findings),
        data=findings,
    )
