"""What is secret in the settings stands nowhere else: not in output, files, tables or Prefect."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from in_process import dateline
from made_pages import ARTICLE

COMMAND = Path(sys.executable).with_name("dateline")
CANARY = "canary7f3a"
SECRETS = {
    # Nobody listens there, so that each delivery fails and is told.
    "DATELINE_LINEAGE": f"http://user:{CANARY}@127.0.0.1:9/{CANARY}?key={CANARY}",
    "DATELINE_ALERTS": f'["https://127.0.0.1:9/hooks/{CANARY}"]',
    "OPENLINEAGE_API_KEY": CANARY,
    "PREFECT_API_KEY": CANARY,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("secrets")
    (home / "inbox").mkdir()
    (home / "inbox/page.txt").write_text(ARTICLE)
    (home / "inbox/broken.jsonl").write_text("no record\n")
    return home


def printed_by(home: Path, *arguments: str) -> str:
    ended = subprocess.run(
        [COMMAND, *arguments],
        cwd=home,
        env={
            **{name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ},
            "HOME": str(home),
            "PREFECT_HOME": str(home / "prefect"),
            **SECRETS,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stdout + ended.stderr


def files_with_canary(home: Path) -> list[str]:
    """The files that hold it as it is; tables are looked at as they are exported."""
    return [
        str(path)
        for path in home.rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    ]


def test_runs_and_questions_show_no_secret(home: Path) -> None:
    said = printed_by(home, "run", "inbox", "--inline", "--verbose")
    assert "127.0.0.1" in said  # the delivery that failed
    for arguments in (
        ("run", "missing", "--inline", "--verbose"),
        ("runs",),
        ("sql", "SELECT getenv('DATELINE_LINEAGE')"),
        ("export", "tables", "--format", "jsonl"),
    ):
        said += printed_by(home, *arguments)
    assert CANARY not in said
    assert (home / "tables/ops.runs.jsonl").read_text()
    assert files_with_canary(home) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"DATELINE_LINEAGE": f"ftp://user:{CANARY}@host"},
        {"DATELINE_LINEAGE": f"http://user:{CANARY}@host:99999999"},
        {"DATELINE_ALERTS": f"{CANARY} is no JSON"},
        {"DATELINE_ALERTS": f'{{"{CANARY}": 1}}'},
    ],
    ids=range(4),
)
def test_a_setting_that_is_wrong_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, str]
) -> None:
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    ended = dateline("run", "inbox", "--inline", home=tmp_path)
    assert "DATELINE_" in ended.stderr
    assert CANARY not in ended.stdout + ended.stderr


def test_the_canary_would_be_found(home: Path) -> None:
    (home / "told.txt").write_text(CANARY)
    assert files_with_canary(home) == [str(home / "told.txt")]
    (home / "told.txt").unlink()


@pytest.mark.soak
def test_a_run_in_prefect_keeps_no_secret(home: Path) -> None:
    said = printed_by(home, "run", "inbox")
    for arguments in (
        ("check",),
        ("quarantine",),
        ("explain", "page.txt"),
        ("sql", "FROM duckdb_settings()", "--csv"),
        ("report", "report.html"),
    ):
        said += printed_by(home, *arguments)
    assert CANARY not in said
    assert files_with_canary(home) == []
