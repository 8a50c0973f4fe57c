"""The Prefect flows that look after a lake: check, maintain and replay."""

from datetime import timedelta
from typing import Annotated

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from flows.jobs.check import check
from flows.jobs.replay import Replay, replay
from flows.jobs.verify import Verification, verify
from flows.prefect_runs.tasks import as_task
from flows.settings import Settings
from flows.show.findings import Findings
from flows.show.findings.github import step_summary
from flows.show.findings.text import summed_up
from warehouse.catalog.lake import Lake
from warehouse.catalog.maintenance import compact


def _compact(settings: Settings, keep: timedelta) -> None:
    Lake.open(settings.lake, read_only=True).close()  # a writer would make a lake where is none
    with Lake.open(settings.lake, wait_seconds=settings.wait_seconds) as lake:
        compact(lake, keep=keep)


def _replay(settings: Settings, condition: str | None, publish: bool) -> Replay:
    return replay(settings, condition=condition, publish=publish)


_CHECK = as_task(check, "check")
_COMPACT = as_task(_compact, "compact")
_VERIFY = as_task(verify, "verify")
_REPLAY = as_task(_replay, "replay")


@flow(name="check", persist_result=False, validate_parameters=True)
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


@flow(name="maintain", persist_result=False, validate_parameters=True)
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


@flow(name="replay", persist_result=False, validate_parameters=True)
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
