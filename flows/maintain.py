"""The Prefect flow that maintains a lake: compact it, then verify it."""

from datetime import timedelta
from typing import Annotated

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from pydantic import Field

from dateline.flows.jobs.open_lakes import open_to_write
from dateline.flows.jobs.verify import Verification, verify
from dateline.flows.prefect_runs.states import completed
from dateline.flows.prefect_runs.tasks import (
    FLOW_RETRIES,
    FLOW_RETRY_SECONDS,
    as_task,
    without_futile_retries,
)
from dateline.flows.settings import Settings
from dateline.flows.show.compaction import compaction_message
from dateline.flows.show.verification import as_markdown, message
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.compaction import Compaction, compact


def _compact(settings: Settings, keep: timedelta) -> Compaction:
    Lake.require(settings.lake)
    with open_to_write(settings) as lake:
        return compact(lake, keep=keep)


_COMPACT = as_task(_compact, "compact")
_VERIFY = as_task(verify, "verify")


@flow(
    name="maintain",
    persist_result=False,
    validate_parameters=True,
    retries=FLOW_RETRIES,
    retry_delay_seconds=FLOW_RETRY_SECONDS,
)
@without_futile_retries
def maintain_flow(
    settings: Settings, keep_days: Annotated[int, Field(ge=0)] = 7
) -> State[Verification]:
    """Merge a lake's small files, expire old snapshots, and verify the stored values.

    The run ends as `Degraded`, a completed state, if a stored value differs.
    """
    compaction = _COMPACT(settings, timedelta(days=keep_days))
    verification = _VERIFY(settings)
    summary = f"{as_markdown(verification)}\n\n{compaction_message(compaction)}\n"
    create_markdown_artifact(summary, key="maintain-summary")
    return completed(verification, message=message(verification), is_degraded=verification.differs)
