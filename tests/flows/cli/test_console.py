"""The commands in the documentation do what the page shows.

A `console` block has commands behind `$ ` and, below a command, the beginning and the middle of its
output as it was; `…` stands for anything. A block that can't be run here says why, in a comment
`<!-- not run: … -->` before it. `python` blocks are run in the same folder, in their turn.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from in_process import dateline

ROOT = Path(__file__).parents[3]
FROM_NOTHING = {"docs/tutorial/first-week.md"}
_BLOCK = re.compile(
    r"(?P<not_run><!-- not run: [^>]+ -->\n)?"
    r"^(?P<indent> *)```(?P<kind>console|python)\n(?P<content>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Step:
    """Something to run, and what it prints; an empty text where the page shows none."""

    command: str
    kind: str
    shown: str


def steps(page: str) -> list[Step]:
    """What a page runs, in its order."""
    found = []
    for block in _BLOCK.finditer((ROOT / page).read_text(encoding="utf-8")):
        if block["not_run"]:
            continue
        content = textwrap.dedent(block["content"])
        if block["kind"] == "python":
            found.append(Step(content, "python", ""))
            continue
        for one in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
            command, _, shown = one.partition("\n")
            while command.endswith("\\"):
                more, _, shown = shown.partition("\n")
                command = command[:-1] + more.removeprefix("> ")
            found.append(Step(command, "console", shown.rstrip("\n")))
    return found


PAGES = sorted(
    page
    for folder in ("tutorial", "how-to")
    for file in (ROOT / "docs" / folder).glob("*.md")
    if steps(page := str(file.relative_to(ROOT)))
)


def is_shown(shown: str, printed: str) -> bool:
    """Whether an output is what a page shows: `…` is anything, and white space of any width.

    What stands between two `…` is looked for from where the one before ended, so that an output
    that differs is told at once.
    """
    first, *parts = shown.split("…")
    match = _pattern(first).match(printed)
    for number, part in enumerate(parts, 1):
        if match is None:
            return False
        is_last = number == len(parts)
        match = _pattern(part, is_last=is_last).search(printed, match.end())
    return match is not None and (bool(parts) or not printed[match.end() :].strip())


def _pattern(part: str, *, is_last: bool = False) -> re.Pattern[str]:
    lines = (re.sub(r"(?:\\ )+", r"[ ]+", re.escape(line)) for line in part.split("\n"))
    return re.compile(r"[ ]*\n".join(lines) + (r"\s*\Z" if is_last else ""))


def without_prefect(step: Step, page: str) -> Step:
    """A run shows the same either way; it is done as it stands where it is first shown."""
    is_run = step.kind == "console" and step.command.startswith("dateline run ")
    if not is_run or page in FROM_NOTHING or "--inline" in step.command:
        return step
    return replace(step, command=f"{step.command} --inline")


def needs_a_process(step: Step) -> bool:
    is_whole_run = step.command.startswith("dateline run ") and "--inline" not in step.command
    is_dateline = step.kind == "console" and step.command.startswith("dateline ")
    return not is_dateline or is_whole_run or bool(set("|<>&;$") & set(step.command))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_shows(page: str, sample_lake: Path, tmp_path: Path) -> None:
    found = [without_prefect(step, page) for step in steps(page)]
    for name in ("seeds", "docs", "notebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "HOME": str(tmp_path),
    }

    def run(step: Step) -> str:
        if needs_a_process(step):
            command = ["bash", "-c", step.command]
            if step.kind == "python":
                command = [sys.executable, "-c", step.command]
            done = subprocess.run(
                command,
                cwd=tmp_path,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=180,
                check=False,
            )
        else:
            done = dateline(*shlex.split(step.command)[1:], home=tmp_path)
        assert done.returncode == 0, f"$ {step.command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    if page not in FROM_NOTHING:
        shutil.copytree(sample_lake, tmp_path / "lake")
    for step in found:
        printed = run(step)
        if step.shown:
            assert is_shown(step.shown, printed), f"$ {step.command}\n{printed}"
