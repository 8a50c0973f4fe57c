import duckdb
import pytest
from prefect.client.schemas.objects import TaskRun
from prefect.states import Failed

from dateline.flows.prefect_runs.tasks import is_transient
from dateline.warehouse.catalog.errors import BatchRejectedError, LakeHeldError


def tried_again(error: Exception) -> bool:
    task_run = TaskRun(task_key="step", dynamic_key="0")
    return is_transient(None, task_run, Failed(data=error))


@pytest.mark.parametrize("error", [OSError("no space"), duckdb.IOException("no space")])
def test_trouble_with_disks_is_tried_again(error: Exception) -> None:
    assert tried_again(error)


@pytest.mark.parametrize(
    "error", [ValueError("bad data"), BatchRejectedError("a key twice"), KeyError("bad code")]
)
def test_bad_data_and_bad_code_are_not_tried_again(error: Exception) -> None:
    assert not tried_again(error)


def test_a_held_lake_is_waited_for_by_deployments_only(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not tried_again(LakeHeldError("held"))
    monkeypatch.setenv("PREFECT__RUNTIME__DEPLOYMENT__ID", "of a deployment")
    assert tried_again(LakeHeldError("held"))
