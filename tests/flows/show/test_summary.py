import os
import subprocess
import sys
from pathlib import Path

from dateline.flows.show.summary import left_alone

COMMAND = Path(sys.executable).with_name("dateline")


def test_commands_to_try_next_are_found_from_where_the_run_was_called(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path, called in (("/nowhere", str(COMMAND)), (str(COMMAND.parent), "dateline")):
        done = subprocess.run(
            [str(COMMAND), "run", "empty", "--inline", "--lake", "lake"],
            cwd=tmp_path,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"\n  {called} sql " in done.stdout


def test_what_is_left_alone_says_how_to_have_it_read(tmp_path: Path) -> None:
    assert left_alone([]) == []
    (tmp_path / "lake").mkdir()
    paths = [Path("page.pdf"), Path("notes.md"), Path(".page.txt"), tmp_path / "lake"]
    others, hidden, lakes = left_alone(paths)
    assert others.startswith("2 files of other types ignored: page.pdf, notes.md; plain text")
    assert ".jsonl" in others
    assert (
        hidden == "1 hidden file ignored: .page.txt; a hidden file is read where it is named itself"
    )
    assert lakes.startswith("1 lake among the inputs ignored: lake;")
