"""The Prefect flow that maintains a lake: compact it, then verify it."""

from datetime import timedelta
from typing import Annotated

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from flows.jobs.verify import Verification, verify
from flows.prefect_runs.tasks import (
    FLOW_RETRIES,
    FLOW_RETRY_SECONDS,
    as_task,
    retried_if_it_may_pass,
)
from flows.settings import Settings
from warehouse.catalog.lake import Lake
from warehouse.publish.compaction import compact


def _compact(settings: Settings, keep: timedelta) -> None:
    Lake.open(settings.lake, read_only=True).close()  # a writer would make a lake where is none
    with Lake.open(settings.lake, wait_seconds=settings.wait_seconds) as lake:
        compact(lake, keep=keep)


_COMPACT = as_task(_compact, "compact")
_VERIFY = as_task(verify, "verify")


@flow(
    name="maintain",
    persist_result=False,
    validate_parameters=True,
    retries=FLOW_RETRIES,
    retry_delay_seconds=FLOW_RETRY_SECONDS,
)
@retried_if_it_may_pass()
def maintain_flow(
    settings: Settings, keep_days: Annotated[int, Field(ge=0)] = 7
) -> State[Verification]:
    """Merge a lake's small files, forget old snapshots, and derive once more what is stored.

    A run that finds a difference ends as `Degraded`, which is a kind of completed.
    """
    _COMPACT(settings, timedelta(days=keep_days))
    verification = _VERIFY(settings)
    differing = [part for part in verification.compared if part.differing_count]
    message = f"{verification.page_count:,} pages verified: " + (
        f"{len(differing)} kinds of things differ" if differing else "nothing differs"
    )
    lines = [
        f"- {part.name}: {part.differing_count:,} of {part.checked_count:,} differ"
        for part in differing
    ]
    if differing:
        lines += ["", "`dateline verify` shows examples."]
    create_markdown_artifact("\n".join([f"# {message}", "", *lines]), key="maintain-summary")
    return Completed(
        name="Degraded" if differing else "Completed", message=message, data=verification
    )
