"""What a user waits for: `python -m benchmarks.commands [--repeat N]`.

Each command is started as a user starts it, on a lake of the sample pages. Seconds are of the whole
process and its children, the best of its repetitions; `times` says how many times what Python needs
to import duckdb and ask it one question. Machines differ and are noisy: compare ratios of one run.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

SAMPLE = Path(__file__).parents[1] / "seeds" / "sample"
_BIN = Path(sys.executable).parent
_DATELINE = str(_BIN / "dateline")
_QUESTION = "SELECT 1"
_PYTHON_DUCKDB = "Python with duckdb"
_ENVIRONMENT = {name: value for name, value in os.environ.items() if "PREFECT" not in name}


@dataclass(frozen=True)
class Cost:
    """Seconds of one start: of the processors, on the clock, and until the first byte of output."""

    cpu: float
    wall: float
    first_output: float


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command to its end, and measure it.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_ENVIRONMENT
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        output = process.stdout.read(1)
        first_output = time.perf_counter() - start
        output += process.stdout.read()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, first_output)


def commands(lake: Path, document_id: str) -> dict[str, list[str]]:
    """The commands that answer from a lake, by what the table calls them, the yardsticks first."""
    on = ["--lake", str(lake)]
    code = f"import duckdb; duckdb.execute({_QUESTION!r})"
    duckdb = which("duckdb", path=f"{_BIN}{os.pathsep}{os.environ['PATH']}")
    yardsticks = {"duckdb": [duckdb, "-c", _QUESTION]} if duckdb else {}
    return yardsticks | {
        _PYTHON_DUCKDB: [sys.executable, "-c", code],
        "--version": [_DATELINE, "--version"],
        "--help": [_DATELINE, "--help"],
        f'sql "{_QUESTION}"': [_DATELINE, "sql", _QUESTION, *on],
        "runs": [_DATELINE, "runs", *on],
        "tables": [_DATELINE, "tables"],
        "search": [_DATELINE, "search", "government", *on],
        "explain": [_DATELINE, "explain", document_id, *on],
        "run --inline, nothing new": [_DATELINE, "run", str(SAMPLE), "--inline", *on],
    }


def runs(folder: Path) -> dict[str, list[str]]:
    """The commands that load the sample pages, each into a lake of its own."""
    run = [_DATELINE, "run", str(SAMPLE), "--lake"]
    return {
        "run --inline, five pages": [*run, str(folder / "inline"), "--inline"],
        "run, five pages": [*run, str(folder / "flow")],
    }


def report(name: str, costs: Sequence[Cost], yardstick: float | None) -> Cost:
    """Print the best of some costs in one line, and return it."""
    best = Cost(
        min(cost.cpu for cost in costs),
        min(cost.wall for cost in costs),
        min(cost.first_output for cost in costs),
    )
    times = f"{best.cpu / yardstick:>8.1f}" if yardstick else f"{'':>8}"
    print(
        f"{name:<28}{best.cpu:>8.2f}{best.wall:>8.2f}{best.first_output:>8.2f}{times}", flush=True
    )
    return best


def main() -> None:
    """Measure the commands that load pages once, and those that read several times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    repeat = parser.parse_args().repeat
    print(f"{'seconds':<28}{'CPU':>8}{'wall':>8}{'first':>8}{'times':>8}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for title, command in runs(folder).items():
            report(title, [cost_of(command)], None)
        lake = folder / "inline"
        query = "SELECT min(document_id) FROM articles"
        asked = [_DATELINE, "sql", query, "--csv", "--lake", str(lake)]
        output = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        yardstick = None
        for title, command in commands(lake, output.split()[-1]).items():
            best = report(title, [cost_of(command) for _ in range(repeat)], yardstick)
            yardstick = best.cpu if title == _PYTHON_DUCKDB else yardstick


if __name__ == "__main__":
    main()
