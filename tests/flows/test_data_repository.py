"""The action and the hook by which a repository of data, no checkout of this one, is checked."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

import dateline

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def data(sample_lake: Path, tmp_path: Path) -> Path:
    """A folder with one table, of which one row breaks a critical rule."""
    with dateline.open_lake(sample_lake) as lake:
        entities = lake.table("entities").to_arrow()
    kinds = ["ghost", *entities["kind"].to_pylist()[1:]]
    index = entities.schema.get_field_index("kind")
    entities = entities.set_column(index, entities.schema.field(index), pa.array(kinds))
    pq.write_table(entities, tmp_path / "known.parquet")
    return tmp_path


def run_check(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The step of the action that checks, as GitHub runs it, with Dateline installed."""
    (step,) = (step for step in ACTION["runs"]["steps"] if step.get("name") == "Check")
    given = {name: declared["default"] for name, declared in ACTION["inputs"].items()} | inputs
    expressions = {f"${{{{ inputs.{name} }}}}": value for name, value in given.items()}
    (folder / "runner/dateline").mkdir(parents=True)
    (folder / "runner/dateline/bin").symlink_to(Path(sys.executable).parent)
    return subprocess.run(
        ["/bin/bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=folder / expressions[step["working-directory"]],
        env={
            **os.environ,
            **{name: expressions[value] for name, value in step["env"].items()},
            "RUNNER_TEMP": str(folder / "runner"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary.md"),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def test_the_action_fails_and_reports_what_is_broken(data: Path) -> None:
    done = run_check(
        data,
        target="known.parquet",
        table="entities",
        strict="true",
        junit="reports/dateline.xml",
        sarif="reports/dateline.sarif",
    )
    assert done.returncode == 1, done.stderr
    assert "::error " in done.stdout
    assert "entities.kind" in (data / "summary.md").read_text()
    assert (data / "reports/dateline.xml").is_file()
    assert (data / "reports/dateline.sarif").is_file()


def test_without_a_target_the_action_checks_the_lake_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here/dateline.toml").write_text('lake = "news"\n')
    done = run_check(tmp_path, **{"working-directory": "here"})
    assert done.returncode == 3
    assert "here/news does not exist" in done.stderr


def test_the_action_reads_every_input() -> None:
    steps = str(ACTION["runs"]["steps"])
    assert {name for name in ACTION["inputs"] if f"inputs.{name} " not in steps} == set()


def test_the_action_installs_by_the_lock() -> None:
    (install,) = (
        step for step in ACTION["runs"]["steps"] if step.get("name") == "Install Dateline"
    )
    assert "--require-hashes" in install["run"]
    assert "$GITHUB_ACTION_PATH/requirements.lock" in install["run"]


@pytest.mark.parametrize(
    ("file", "is_checked"),
    [
        ("tables/quotes.parquet", True),
        ("rules.toml", True),
        ("expectations/rules.py", True),
        ("dateline.toml", True),
        ("README.md", False),
        ("myrules.toml", False),
    ],
)
def test_the_hook_runs_where_data_or_rules_change(file: str, is_checked: bool) -> None:
    assert bool(re.search(HOOK["files"], file)) == is_checked


def test_the_hook_calls_the_command() -> None:
    options: dict[str, Any] = {"entry": "dateline check", "language": "python"}
    assert HOOK | options == HOOK
    assert HOOK["pass_filenames"] is False
