"""The final states of flow runs."""

from typing import TypeVar

from prefect.client.schemas.objects import State
from prefect.states import Completed

_Data = TypeVar("_Data")


def completed(data: _Data, *, message: str, is_degraded: bool) -> State[_Data]:
    """A completed state, named `Degraded` where people should look at the run."""
    name = "Degraded" if is_degraded else "Completed"
    return Completed(name=name, message=message, data=data)
