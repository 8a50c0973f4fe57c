"""The deployments in `prefect.yaml` start flows that exist, with parameters that these accept."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline.flows.prefect_runs.environment import set_defaults

set_defaults()

from prefect.client.schemas.schedules import CronSchedule  # noqa: E402
from prefect.flows import Flow, load_flow_from_entrypoint  # noqa: E402

ROOT = Path(__file__).parents[3]
DECLARED = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
DEPLOYMENTS: dict[str, dict[str, Any]] = {it["name"]: it for it in DECLARED["deployments"]}
# Prefect fills them in from the environment when it deploys.
TEMPLATES = {"{{ $DATELINE_INBOX }}": "inbox", "{{ $DATELINE_LAKE }}": "lake"}


def filled(value: Any) -> Any:
    """A parameter with its templates replaced."""
    match value:
        case dict():
            return {name: filled(it) for name, it in value.items()}
        case list():
            return [filled(it) for it in value]
        case str():
            return TEMPLATES[value]
    return value


@pytest.mark.parametrize("name", DEPLOYMENTS)
def test_a_deployment_fits_its_flow(name: str) -> None:
    deployment = DEPLOYMENTS[name]
    flow: Flow[..., Any] = load_flow_from_entrypoint(deployment["entrypoint"])
    assert flow.name == name
    parameters = flow.validate_parameters(filled(deployment["parameters"]))
    assert parameters["settings"].lake == Path("lake")
    for schedule in deployment.get("schedules", ()):
        CronSchedule(**schedule)
    assert deployment["concurrency_limit"]["limit"] == 1
    assert deployment["work_pool"] == DECLARED["definitions"]["work_pool"]


def test_every_flow_has_a_deployment() -> None:
    files = {path.stem for path in (ROOT / "flows").glob("*.py") if "@flow(" in path.read_text()}
    entrypoints = {deployment["entrypoint"] for deployment in DEPLOYMENTS.values()}
    assert {it.split(".")[-2] for it in entrypoints} == files


def test_a_run_needs_no_folder_of_the_machine_that_deploys() -> None:
    assert DECLARED["pull"] == []
    assert not any("pull" in deployment for deployment in DEPLOYMENTS.values())
