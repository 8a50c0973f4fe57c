"""Steps as Prefect tasks, and which errors make Prefect retry a task or a flow."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast

import duckdb
from prefect import runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRunPolicy, State, TaskRun
from prefect.context import FlowRunContext
from prefect.utilities.annotations import quote

from dateline.flows.prefect_runs.naming import task_run_name
from dateline.warehouse.catalog.errors import LakeHeldError
from dateline.warehouse.errors import EnvironmentFailedError, UsageError

_Parameters = ParamSpec("_Parameters")
_Returned = TypeVar("_Returned")

# What fails a flow itself, outside its tasks, is Prefect's server or this process, and not the
# lake: a minute helps, or nothing does.
FLOW_RETRIES = 2
FLOW_RETRY_SECONDS = 60

_RETRY_SECONDS: list[float] = [1, 5, 25]


def is_transient(_: object, __: TaskRun, state: State[Any]) -> bool:
    """Whether a step failed for a transient reason, such as I/O, and not for bad data or bad code.

    Only deployments wait for a lake that another run holds; a person gets the error at once.
    """
    error = state.result(raise_on_failure=False)
    if isinstance(error, LakeHeldError):
        return runtime.deployment.id is not None
    return isinstance(error, OSError | duckdb.IOException)


def as_task(step: Callable[_Parameters, _Returned], name: str) -> Callable[_Parameters, _Returned]:
    """A step as a Prefect task, whose arguments Prefect neither searches for futures nor hashes."""
    run: Callable[..., Any] = task(
        name=name,
        task_run_name=partial(task_run_name, name),
        cache_policy=NO_CACHE,
        persist_result=False,
        retries=len(_RETRY_SECONDS),
        retry_delay_seconds=_RETRY_SECONDS,
        retry_jitter_factor=0.5,
        retry_condition_fn=is_transient,
    )(step)

    def call(*arguments: _Parameters.args, **_: _Parameters.kwargs) -> _Returned:
        return cast(_Returned, run(*map(quote, arguments)))

    return call


def without_futile_retries(
    run: Callable[_Parameters, _Returned],
) -> Callable[_Parameters, _Returned]:
    """Cancel a flow's retries if it fails for wrong usage or for the state of the lake.

    Prefect has retry conditions for tasks only, not for flows. It is no context manager, which
    would hold a generator: flows travel to clusters.
    """

    @wraps(run)
    def call(*arguments: _Parameters.args, **options: _Parameters.kwargs) -> _Returned:
        try:
            return run(*arguments, **options)
        except LakeHeldError:
            raise
        except (UsageError, EnvironmentFailedError, ValueError, LookupError):
            context = FlowRunContext.get()
            if context is not None and context.flow_run is not None:
                with get_client(sync_client=True) as client:
                    no_retries = FlowRunPolicy(retries=0)
                    client.update_flow_run(context.flow_run.id, empirical_policy=no_retries)
            raise

    return call
