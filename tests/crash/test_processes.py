"""The command, with Prefect and with worker processes, killed as a whole or in parts."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from crashes import Harness
from made_pages import ARTICLE, ask, json_lines

from dateline.flows.jobs import worker_process

PAGES = 120
SETTINGS = 'lake = "disk/lake"\nbatch_pages = 15\n'
COMMAND = [str(Path(sys.executable).with_name("dateline")), "run", "pages.jsonl", "--quiet"]
WAYS = {"prefect": ["--workers", "1"], "workers": ["--inline", "--workers", "2"]}
KILLS = 12


@pytest.fixture
def case(tmp_path: Path) -> Path:
    texts = [ARTICLE.replace("two weeks", f"{number} weeks") for number in range(PAGES)]
    json_lines(tmp_path / "pages.jsonl", [{"id": str(n), "text": t} for n, t in enumerate(texts)])
    (tmp_path / "dateline.toml").write_text(SETTINGS)
    (tmp_path / "disk").mkdir()
    return tmp_path


def started(case: Path, way: str, **environment: str) -> "subprocess.Popen[bytes]":
    command = [*COMMAND, *WAYS[way]]
    home = {"HOME": str(case), "PREFECT_HOME": str(case / "prefect")}
    return subprocess.Popen(command, cwd=case, env=os.environ | home | environment)


@pytest.mark.soak
@pytest.mark.parametrize("way", WAYS)
def test_a_run_is_killed_until_it_has_loaded_all(way: str, case: Path, harness: Harness) -> None:
    chosen = random.Random(way)  # noqa: S311 - the same ones each time
    preload, killed = {"LD_PRELOAD": str(harness.library)}, 0
    for _ in range(KILLS):
        at = str(chosen.randint(1, 600))
        run = started(case, way, **preload, FAULT_FOLDER=str(case / "disk"), FAULT_AT=at)
        killed += run.wait() == -signal.SIGKILL
        harness.look(case)
    assert started(case, way).wait() == 0
    assert killed >= KILLS / 2
    harness.look(case)
    assert ask(case / "disk/lake", "SELECT count(*) FROM documents") == [(PAGES,)]


@pytest.mark.soak
def test_workers_are_killed_and_their_batches_read_again(case: Path, harness: Harness) -> None:
    chosen = random.Random(0)  # noqa: S311 - the same moments each time
    run = started(case, "workers")
    killed = 0
    while run.poll() is None:
        time.sleep(chosen.uniform(3, 9))
        workers = list(_workers_of(run.pid))
        if workers and killed < KILLS:
            os.kill(chosen.choice(workers), signal.SIGKILL)
            killed += 1
    assert run.returncode in (0, 1)
    harness.look(case)
    # A page that was read as two processes in a row were killed may be taken for the cause.
    assert started(case, "workers").wait() in (0, 1)
    (counts,) = ask(
        case / "disk/lake",
        "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM ops.quarantine)",
    )
    assert killed > 0
    assert sum(counts) == PAGES


@pytest.mark.soak
def test_a_run_that_a_page_killed_is_followed_by_one_that_finds_the_page(
    case: Path, harness: Harness
) -> None:
    """The page is known by what it does to the process of the run: it has it killed."""
    (case / "disk/lake").mkdir()
    few = (case / "pages.jsonl").read_text().splitlines(keepends=True)[:3]
    (case / "pages.jsonl").write_text("".join(few))
    fatal = case / "site/fatal.py"
    fatal.parent.mkdir()
    fatal.write_text(
        "import os\nfrom dateline.transforms import parsing\nreally = parsing.parse_batch\n"
        "def parse_batch(pages, *rest):\n    if any(' 1 weeks' in p.text for p in pages):\n"
        "        os.kill(os.getpid(), 9)\n    return really(pages, *rest)\n"
        "parsing.parse_batch = parse_batch\n"
    )
    (case / "site/sitecustomize.py").write_text("import fatal\n")
    path = {"PYTHONPATH": str(case / "site")}
    assert started(case, "workers", **path).wait() == -signal.SIGKILL
    assert started(case, "workers", **path).wait() == 1
    harness.look(case)
    assert ask(case / "disk/lake", "SELECT source_id, reason FROM ops.quarantine") == [
        ("1", "ended_process")
    ]
    assert ask(case / "disk/lake", "SELECT count(*) FROM documents") == [(2,)]


def _workers_of(run: int) -> Iterator[int]:
    """The workers of a run: the processes that it started, and those that these made."""
    parents = {}
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if worker_process.__name__ in (folder / "cmdline").read_text():
                status = (folder / "stat").read_text().rpartition(")")[2].split()
                parents[int(folder.name)] = int(status[1])
    for process, parent in parents.items():
        if run in (parent, parents.get(parent)):
            yield process
