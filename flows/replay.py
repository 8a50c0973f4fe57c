"""The Prefect flow that replays stored pages."""

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.jobs.replay import Replay, replay
from flows.prefect_runs.tasks import (
    FLOW_RETRIES,
    FLOW_RETRY_SECONDS,
    as_task,
    retried_if_it_may_pass,
)
from flows.settings import Settings


def _replay(settings: Settings, condition: str | None, publish: bool) -> Replay:
    return replay(settings, condition=condition, publish=publish)


_REPLAY = as_task(_replay, "replay")


@flow(
    name="replay",
    persist_result=False,
    validate_parameters=True,
    retries=FLOW_RETRIES,
    retry_delay_seconds=FLOW_RETRY_SECONDS,
)
@retried_if_it_may_pass()
def replay_flow(
    settings: Settings, condition: str | None = None, publish: bool = False
) -> State[Replay]:
    """Read stored pages again with today's code, and publish what changes where that is wanted.

    A run in which a page breaks a critical rule ends as `Degraded`, which is a kind of completed.
    """
    replayed = _REPLAY(settings, condition, publish)
    refused_count = sum(refusal.page_count for refusal in replayed.refusals)
    message = (
        f"{replayed.page_count:,} pages read again: {replayed.changed_count:,} changed, "
        f"{refused_count:,} refused; "
        + ("published" if replayed.snapshot_id is not None else "nothing published")
    )
    lines = [
        f"- {table.table}: {table.added.row_count:,} rows added, {table.removed.row_count:,} "
        f"removed, {table.changed_count:,} changed"
        for table in replayed.differences
    ]
    create_markdown_artifact("\n".join([f"# {message}", "", *lines]), key="replay-summary")
    return Completed(
        name="Degraded" if refused_count else "Completed", message=message, data=replayed
    )
