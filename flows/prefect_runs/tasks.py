"""Steps as tasks of Prefect: tried again where trouble may pass, and seen on Prefect's pages."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import duckdb
from prefect import runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.utilities.annotations import quote

from warehouse.catalog.errors import LakeHeldError

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
