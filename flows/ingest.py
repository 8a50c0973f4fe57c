"""The Prefect flow: the pipeline's steps as tasks, and what came of them as artifacts."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import duckdb
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State, TaskRun
from prefect.settings import PREFECT_API_URL
from prefect.utilities.annotations import quote

from flows.pipeline import STEPS, Result, Steps, ingest
from flows.settings import Settings
from flows.summary import Summary, as_markdown, summarise
from warehouse.lake import Lake

_Parameters = ParamSpec("_Parameters")
_Returned = TypeVar("_Returned")

_RETRY_SECONDS: list[float] = [1, 5, 25]


def _is_input_or_output(_: object, __: TaskRun, state: State[Any]) -> bool:
    """Only trouble with disks and the like may pass; bad data and bad code stay as they are."""
    error = state.result(raise_on_failure=False)
    return isinstance(error, OSError | duckdb.IOException)


def _as_task(step: Callable[_Parameters, _Returned], name: str) -> Callable[_Parameters, _Returned]:
    """A step as a Prefect task; its arguments are handed on as they are, not searched or hashed."""
    run: Callable[..., Any] = task(
        name=name,
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=len(_RETRY_SECONDS),
        retry_delay_seconds=_RETRY_SECONDS,
        retry_jitter_factor=0.5,
        retry_condition_fn=_is_input_or_output,
    )(step)

    def call(*arguments: _Parameters.args, **_: _Parameters.kwargs) -> _Returned:
        return cast(_Returned, run(*map(quote, arguments)))

    return call


_TASKS = Steps(
    discover=_as_task(STEPS.discover, "discover inputs"),
    transform=_as_task(STEPS.transform, "transform batch"),
    audit=_as_task(STEPS.audit, "audit batch"),
    publish=_as_task(STEPS.publish, "publish batch"),
)


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


@flow(name="ingest", persist_result=False, validate_parameters=True)
def ingest_flow(inputs: list[str], settings: Settings) -> Result:
    """Bring what is new in the inputs into the lake, and leave a summary as artifacts."""
    result = ingest(inputs, settings, _TASKS)
    with Lake.open(settings.lake, read_only=True) as lake:
        _leave_artifacts(lake, summarise(lake, result.run))
    return result


def _leave_artifacts(lake: Lake, summary: Summary) -> None:
    checks = lake.query(
        "SELECT rule, severity, bool_and(passed) AS passed, sum(checked_count)::BIGINT AS checked, "
        "sum(failed_count)::BIGINT AS failed FROM ops.checks WHERE run_id = $1 "
        "GROUP BY rule, severity ORDER BY passed, severity, rule",
        [summary.run.run_id],
    )
    create_markdown_artifact(
        as_markdown(summary), key="ingest-summary", description="What came in and what came out"
    )
    create_table_artifact(
        checks.to_pylist(), key="ingest-checks", description="The rules, and what broke them"
    )
