"""What Prefect runs is tried again where trouble may pass, and is seen on Prefect's pages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar, cast

import duckdb
from prefect import runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRunPolicy, State, TaskRun
from prefect.context import FlowRunContext
from prefect.utilities.annotations import quote

from warehouse.catalog.errors import LakeError, LakeHeldError

_Parameters = ParamSpec("_Parameters")
_Returned = TypeVar("_Returned")

# How often a flow is tried again, and after how long: what it trips over itself is Prefect's server
# or this process, and not the lake, so that a minute helps or nothing does.
FLOW_RETRIES = 2
FLOW_RETRY_SECONDS = 60

_RETRY_SECONDS: list[float] = [1, 5, 25]


def may_pass(_: object, __: TaskRun, state: State[Any]) -> bool:
    """Whether a step failed of trouble with disks and the like, and not of bad data or bad code.

    A lake that is held is waited for by deployments only: a person is told at once.
    """
    error = state.result(raise_on_failure=False)
    if isinstance(error, LakeHeldError):
        return runtime.deployment.id is not None
    return isinstance(error, OSError | duckdb.IOException)


def as_task(step: Callable[_Parameters, _Returned], name: str) -> Callable[_Parameters, _Returned]:
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


@contextmanager
def retried_if_it_may_pass() -> Iterator[None]:
    """Take a flow's retries away where it fails of wrong usage or of the state of the lake.

    Prefect decides by a condition only whether to try a task again, not a flow.
    """
    try:
        yield
    except LakeHeldError:
        raise
    except (ValueError, LookupError, LakeError):
        context = FlowRunContext.get()
        if context is not None and context.flow_run is not None:
            with get_client(sync_client=True) as client:
                no_more = FlowRunPolicy(retries=0)
                client.update_flow_run(context.flow_run.id, empirical_policy=no_more)
        raise
