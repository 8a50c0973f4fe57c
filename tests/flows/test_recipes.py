"""The recipes for a schedule without a server, as they stand in the documentation."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from made_pages import ask

from dateline.flows.prefect_runs.environment import set_defaults

set_defaults()

from dateline.flows.deploy.schedule import cron_schedule  # noqa: E402

BIN = Path(sys.executable).parent
HOW_TO = Path(__file__).parents[2] / "docs/how-to"
ANALYZE = shutil.which("systemd-analyze")
CRON_LINE = re.compile(r"^((?:\S+ ){5})(cd .+)$", re.MULTILINE)


def test_the_cron_line_runs(tmp_path: Path) -> None:
    ((times, command),) = CRON_LINE.findall((HOW_TO / "schedule.md").read_text())
    assert cron_schedule(times.strip(), "UTC").cron == "*/15 * * * *"
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    for there, here in (("/srv/news", tmp_path), ("/opt/dateline/.venv/bin", BIN)):
        assert there in command
        command = command.replace(there, str(here))
    done = subprocess.run(["/bin/sh", "-c", command], check=False, timeout=240)
    log = (tmp_path / "dateline.log").read_text()
    assert done.returncode == 1, log
    assert "1 quarantined" in log
    assert ask(tmp_path / "lake", "SELECT source_id FROM ops.quarantine") == [("bad.txt",)]


@pytest.mark.skipif(ANALYZE is None, reason="needs systemd")
def test_the_units_are_sound(tmp_path: Path) -> None:
    units = sorted((HOW_TO / "systemd").iterdir())
    assert {unit.suffix for unit in units} == {".service", ".timer"}
    for unit in units:
        text = unit.read_text().replace("/opt/dateline/.venv/bin", str(BIN))
        (tmp_path / unit.name).write_text(text)
    verified = subprocess.run(
        [str(ANALYZE), "verify", *(str(tmp_path / unit.name) for unit in units)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (verified.returncode, verified.stderr) == (0, "")
