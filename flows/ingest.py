"""The Prefect flow: the pipeline's steps as tasks, and what came of them as artifacts."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import duckdb
from prefect import flow, runtime, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.settings import PREFECT_API_URL
from prefect.states import Completed
from prefect.utilities.annotations import quote

from flows.deployed import end_with_scheduler, say, take_over_missed_runs
from flows.pipeline import STEPS, Result, Steps, ingest
from flows.settings import Settings
from flows.summary import Summary, as_markdown, in_one_line, summarise
from warehouse.errors import LakeHeldError
from warehouse.lake import Lake

_Parameters = ParamSpec("_Parameters")
_Returned = TypeVar("_Returned")

_RETRY_SECONDS: list[float] = [1, 5, 25]


def may_pass(_: object, __: TaskRun, state: State[Any]) -> bool:
    """Whether a step failed of trouble with disks and the like, and not of bad data or bad code.

    A lake that is held is waited for by deployments only: a person is told at once.
    """
    error = state.result(raise_on_failure=False)
    if isinstance(error, LakeHeldError):
        return runtime.deployment.id is not None
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
        retry_condition_fn=may_pass,
    )(step)

    def call(*arguments: _Parameters.args, **_: _Parameters.kwargs) -> _Returned:
        return cast(_Returned, run(*map(quote, arguments)))

    return call


_TASKS = Steps(
    discover=_as_task(STEPS.discover, "discover inputs"),
    open_lake=_as_task(STEPS.open_lake, "open lake"),
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


def say_failure(flow: object, flow_run: FlowRun, state: State[Any]) -> None:
    """Tell the terminal of `dateline schedule` why a run failed; Prefect's pages have the rest."""
    say(f"{state.name}: {state.message}")


@flow(
    name="ingest",
    persist_result=False,
    validate_parameters=True,
    on_failure=[say_failure],
)
def ingest_flow(inputs: list[str], settings: Settings) -> State[Result]:
    """Bring what is new in the inputs into the lake.

    Leaves the accounts of the run and the rules' verdicts as artifacts. A run that set pages aside
    which no earlier run had ends as `Degraded`, which is a kind of completed.
    """
    end_with_scheduler()
    take_over_missed_runs()
    result = ingest(inputs, settings, _TASKS)
    with Lake.open(settings.lake, read_only=True) as lake:
        summary = summarise(lake, result.run)
        _leave_artifacts(lake, summary, result)
    name = "Degraded" if result.run.status == "degraded" and summary.problems else "Completed"
    message = in_one_line(summary, result.unsettled)
    say(f"{name}: {message}")
    return Completed(name=name, message=message, data=result)


def ingest_with_prefect(inputs: list[str], settings: Settings) -> Result:
    """Run the flow here and now, on the server that is configured or one that is started for it.

    Raises:
        ConnectionError: the server that is configured does not answer.
        UnknownInputError: an input cannot be read at all; the lake is not touched.
        LakeError: the lake cannot be used; batches that were published before stay.
    """
    require_server()
    return cast(Result, ingest_flow(inputs, settings, return_state=True).result())


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
