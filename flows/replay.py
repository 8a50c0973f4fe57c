"""The Prefect flow that reprocesses stored pages."""

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State

from dateline.flows.jobs.replay import Replay, replay
from dateline.flows.prefect_runs.states import completed
from dateline.flows.prefect_runs.tasks import (
    FLOW_RETRIES,
    FLOW_RETRY_SECONDS,
    as_task,
    without_futile_retries,
)
from dateline.flows.settings import Settings
from dateline.flows.show.replay import as_markdown, message


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
@without_futile_retries
def replay_flow(
    settings: Settings, condition: str | None = None, publish: bool = False
) -> State[Replay]:
    """Reprocess stored pages with the current code and, with `publish`, publish the changes.

    The run ends as `Degraded`, a completed state, if a page now breaks a critical rule.
    """
    replayed = _REPLAY(settings, condition, publish)
    create_markdown_artifact(as_markdown(replayed), key="replay-summary")
    return completed(replayed, message=message(replayed), is_degraded=bool(replayed.rejected))
