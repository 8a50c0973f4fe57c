"""The Prefect flow that checks a lake against every rule."""

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State

from dateline.flows.jobs.check import check
from dateline.flows.jobs.findings import Findings
from dateline.flows.prefect_runs.states import completed
from dateline.flows.prefect_runs.tasks import (
    FLOW_RETRIES,
    FLOW_RETRY_SECONDS,
    as_task,
    without_futile_retries,
)
from dateline.flows.settings import Settings
from dateline.flows.show.findings.github import step_summary
from dateline.flows.show.findings.text import message

_CHECK = as_task(check, "check")


@flow(
    name="check",
    persist_result=False,
    validate_parameters=True,
    retries=FLOW_RETRIES,
    retry_delay_seconds=FLOW_RETRY_SECONDS,
)
@without_futile_retries
def check_flow(settings: Settings, strict: bool = False) -> State[Findings]:
    """Check the published tables against every rule, and the day against its baseline.

    The run ends as `Degraded`, a completed state, if a critical rule fails or, with `strict`, any
    rule.
    """
    findings = _CHECK(settings)
    create_markdown_artifact(step_summary(findings), key="check-summary")
    return completed(
        findings, message=message(findings), is_degraded=findings.blocks(strict=strict)
    )
