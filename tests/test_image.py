"""The image and the compose file fit each other, the lock and the metadata."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
IMAGE = DOCKERFILE.rpartition("\nFROM ")[2]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "compose.yaml").read_text())[
    "services"
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_image_runs_without_privileges() -> None:
    assert re.findall(r"^USER (.+)$", IMAGE, re.MULTILINE) == ["dateline"]
    assert IMAGE.index("\nUSER dateline") < IMAGE.index("\nENTRYPOINT")
    assert "useradd --uid 1000 --create-home dateline" in IMAGE


def test_the_web_interface_is_written_where_the_user_may() -> None:
    (folder,) = re.findall(r"PREFECT_SERVER_UI_STATIC_DIRECTORY=(\S+)", IMAGE)
    assert Path(folder).is_relative_to("/home/dateline")


def test_everything_in_the_image_is_checked_by_its_hash() -> None:
    installs = re.findall(r"pip install ((?:[^\n]*\\\n)*[^\n]*)", DOCKERFILE)
    assert len(installs) == 2
    assert all("--require-hashes" in one or "--no-deps" in one for one in installs)
    assert "--require-hashes --requirement requirements.lock" in installs[0]


def test_the_images_python_is_one_that_is_supported() -> None:
    (version,) = re.findall(r"^ARG PYTHON=(.+)$", DOCKERFILE, re.MULTILINE)
    assert SpecifierSet(PROJECT["requires-python"]).contains(version)
    assert f"Programming Language :: Python :: {version}" in PROJECT["classifiers"]


def test_the_deployments_are_those_that_the_image_has() -> None:
    (path,) = re.findall(r"prefect\.yaml (/opt/\S+)", DOCKERFILE)
    assert f"--prefect-file {path}" in SERVICES["deploy"]["command"][0]
    asked = re.findall(r"\$(DATELINE_\w+)", (ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    assert set(asked) <= set(SERVICES["deploy"]["environment"])


def test_the_worker_has_the_folders_that_the_deployments_name() -> None:
    mounted = {volume.split(":")[1] for volume in map(resolved, SERVICES["worker"]["volumes"])}
    assert SERVICES["deploy"]["environment"]["DATELINE_INBOX"] in mounted
    environment = SERVICES["deploy"]["environment"]
    for folder in (by_default(environment["DATELINE_LAKE"]), environment["XDG_CACHE_HOME"]):
        assert str(Path(folder).parent) in mounted
    assert {"/data"} == set(re.findall(r"^(?:WORKDIR|VOLUME) (.+)$", IMAGE, re.MULTILINE))


def test_a_lake_on_servers_has_its_credentials_from_the_environment() -> None:
    servers = {name for name, it in SERVICES.items() if "servers" in it.get("profiles", ())}
    assert servers == {"catalog", "storage", "bucket"}
    environment = SERVICES["worker"]["environment"]
    for name in ("PGPASSWORD", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        assert environment[name] is None, "passed on from where it is set"
        assert f"${{{name}:-}}" in str([SERVICES[server] for server in servers])


def test_the_workers_of_a_cluster_see_what_the_run_sees() -> None:
    cluster = {name for name, it in SERVICES.items() if "cluster" in it.get("profiles", ())}
    assert cluster == {"scheduler", "reader"}
    worker, reader = SERVICES["worker"], SERVICES["reader"]
    assert reader["environment"] == worker["environment"]
    assert set(reader["volumes"]) <= set(worker["volumes"])
    environment = worker["environment"]
    mounted = {volume.split(":")[1] for volume in reader["volumes"]}
    for folder in (by_default(environment["DATELINE_LAKE"]), environment["XDG_CACHE_HOME"]):
        assert str(Path(folder).parent) in mounted


def by_default(value: str) -> str:
    """A value whose variables are not set."""
    return re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)


def resolved(volume: str) -> str:
    """A volume with a path for its variables, of which the defaults have colons."""
    return re.sub(r"\$\{[^}]+\}", "/path", volume)
