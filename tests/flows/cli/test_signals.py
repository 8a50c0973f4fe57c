"""Ctrl-C on a terminal and SIGTERM: one line, the exit code, and nothing is left running."""

import signal
import sys
from pathlib import Path

import pytest
from made_pages import ARTICLE, ask, json_lines
from servers import until
from terminals import CTRL_C, processes_with, terminal

COMMAND = Path(sys.executable).with_name("dateline")
MARK = "DATELINE_TEST_MARK"
SOAK = pytest.mark.soak
INLINE = ("--inline",)
WITH_PREFECT = ()
PAGES = 400


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("prefect")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks at processes in /proc")
@pytest.mark.parametrize(
    ("mode", "workers", "shown"),
    [
        (INLINE, 1, "reading"),
        pytest.param(INLINE, 2, "publishing", marks=SOAK),
        (WITH_PREFECT, 1, "reading"),
        (WITH_PREFECT, 1, "waiting for the Prefect server"),
        pytest.param(WITH_PREFECT, 2, "understanding", marks=SOAK),
        pytest.param(INLINE, 1, "publishing", marks=SOAK),
        pytest.param(INLINE, 1, "understanding", marks=SOAK),
        pytest.param(INLINE, 2, "understanding", marks=SOAK),
        pytest.param(INLINE, 1, "checking", marks=SOAK),
        pytest.param(WITH_PREFECT, 1, "understanding", marks=SOAK),
        pytest.param(WITH_PREFECT, 1, "checking", marks=SOAK),
        pytest.param(WITH_PREFECT, 1, "publishing", marks=SOAK),
        pytest.param(WITH_PREFECT, 2, "publishing", marks=SOAK),
    ],
)
@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=SOAK)])
def test_a_signal_ends_a_run_with_one_line(
    mode: tuple[str, ...],
    workers: int,
    shown: str,
    number: signal.Signals,
    prefect_home: Path,
    tmp_path: Path,
) -> None:
    json_lines(
        tmp_path / "pages.jsonl",
        [{"id": str(n), "text": ARTICLE.replace("two weeks", f"{n} weeks")} for n in range(PAGES)],
    )
    environment = {
        "PREFECT_HOME": str(prefect_home),
        "DATELINE_BATCH_PAGES": "1",
        "DATELINE_WORKERS": str(workers),
        MARK: str(tmp_path),
    }
    command = (str(COMMAND), "run", "pages.jsonl", "--lake", "lake", *mode)
    with terminal(*command, environment=environment, folder=tmp_path) as opened:
        opened.wait_for(shown)
        before = len(opened.shown)
        if number == signal.SIGINT:
            opened.press(CTRL_C)
        else:
            opened.process.send_signal(number)
        code = opened.end()
        # The server writes down what it has been told, and goes after the command.
        until(lambda: not processes_with(f"{MARK}={tmp_path}"))
    assert code == 128 + number
    word = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}[number]
    said = f"dateline: {word}; published batches stay, run again to resume\r\n"
    assert opened.shown[before:].endswith(said)
    assert "Traceback" not in opened.shown
    if shown == "publishing":
        assert ask(tmp_path / "lake", "FROM documents ANTI JOIN lines USING (document_id)") == []


def test_a_signal_ends_a_question_with_one_line(sample_lake: Path, tmp_path: Path) -> None:
    endless = "SELECT sum(hash(a.range, b.range) % 7) FROM range(10000000) a, range(10000000) b"
    arguments = (str(COMMAND), "sql", endless, "--lake", str(sample_lake))
    with terminal(*arguments, environment={}, folder=tmp_path) as opened:
        maps = Path(f"/proc/{opened.process.pid}/maps")
        until(lambda: "ducklake.duckdb_extension" in maps.read_text(), opened.process)
        opened.press(CTRL_C)
        assert opened.end() == 130
    assert opened.shown.endswith("dateline: interrupted\r\n")
    assert "Traceback" not in opened.shown


def test_a_signal_that_comes_twice_counts_once(tmp_path: Path) -> None:
    waits = (
        "import time\n"
        "from dateline.flows.cli.interruption import exit_at_once\n"
        "with exit_at_once():\n"
        "    print('inside', file=__import__('sys').stderr, flush=True)\n"
        "    try:\n"
        "        time.sleep(60)\n"
        "    finally:\n"
        "        time.sleep(60)  # what does not end in order is ended\n"
    )
    with terminal(sys.executable, "-c", waits, environment={}, folder=tmp_path) as opened:
        opened.wait_for("inside")
        opened.press(CTRL_C)
        opened.wait_for("interrupted")
        opened.press(CTRL_C)
        assert opened.end() == 130
    assert opened.shown.count("interrupted") == 1
    assert "Traceback" not in opened.shown
