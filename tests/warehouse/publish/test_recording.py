"""A run that is over is written down once, with the audit results of the run as a whole."""

from dataclasses import replace
from pathlib import Path

from made_batches import DAY

from dateline.transforms.schema.operations import Check, Run
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.recording import record_run

RUN = Run("run", DAY, DAY, "failed", "0", ("in",), 0, 0, 0, 0, 0, 0, 0)


def test_a_run_has_one_row_however_often_it_is_recorded(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        record_run(lake, RUN)
        record_run(lake, replace(RUN, status="completed"))
        (found,) = lake.query("FROM ops.runs").to_pylist()
    assert found["status"] == "completed"
    assert found["inputs"] == ["in"]


def test_audit_results_are_written_with_their_keys(tmp_path: Path) -> None:
    checks = [
        Check("run", "run 2026-01-01", "first", "lines", "critical", False, 5, 2, ("a", "b"), DAY),
        Check("run", "run 2026-01-01", "second", "lines", "warning", True, 5, 0, (), DAY),
    ]
    with Lake.open(tmp_path / "lake") as lake:
        record_run(lake, RUN, checks)
        found = lake.query("FROM ops.checks ORDER BY ALL").to_pylist()
    assert sorted(row["passed"] for row in found) == [False, True]
