"""A run that is killed, and two runs at once."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import made_quarantine
import pytest
from made_pages import ARTICLE, ask, json_lines, rows_of_the_lake, run
from made_quarantine import BROKEN, MENDED

from dateline.flows.jobs.ingest import ingest
from dateline.flows.jobs.quarantine import retry
from dateline.flows.jobs.verify import verify
from dateline.flows.settings import Settings
from dateline.warehouse.catalog.lock import writer_lock

COMMAND = Path(sys.executable).with_name("dateline")
PAGES = 6


def started(lake: Path, file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(COMMAND), "run", str(file), "--inline", "--lake", str(lake)],
        env={**os.environ, "DATELINE_BATCH_PAGES": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def batch_files(lake: Path) -> int:
    return len(list(lake.glob("data/ops/batches/*.parquet")))


@pytest.mark.soak
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    records: list[dict[str, Any]] = [
        {"id": str(number), "text": ARTICLE.replace("two weeks", f"{number} weeks")}
        for number in range(3, 3 + PAGES)
    ]
    file = json_lines(tmp_path / "pages.jsonl", records)
    lake = tmp_path / "lake"
    process = started(lake, file)
    deadline = time.monotonic() + 240
    while batch_files(lake) < 2:
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    loaded_before = len(ask(lake, "FROM documents"))
    assert 1 <= loaded_before < PAGES

    result = run(lake, file)
    assert result.run.loaded_count == PAGES - loaded_before
    assert result.run.already_known_count == loaded_before
    run(tmp_path / "whole", file)
    assert rows_of_the_lake(lake) == rows_of_the_lake(tmp_path / "whole")
    books = json.loads(
        subprocess.check_output([str(COMMAND), "runs", "--json", "--lake", str(lake)])
    )
    assert [row["status"] for row in books] == ["completed", "stopped"]


RETRY = """
import sys
from pathlib import Path
from made_quarantine import MENDED
from dateline.flows.jobs.quarantine import retry
from dateline.flows.settings import Settings
retry(Settings(lake=Path(sys.argv[1]), batch_pages=1), steps=MENDED)
"""


@pytest.mark.soak
def test_a_killed_retry_has_resolved_what_it_has_loaded_and_nothing_else(tmp_path: Path) -> None:
    texts = [ARTICLE.replace("two weeks", f"{number} weeks") for number in range(PAGES)]
    file = json_lines(
        tmp_path / "pages.jsonl", [{"id": str(n), "text": text} for n, text in enumerate(texts)]
    )
    settings = Settings(lake=tmp_path / "lake")
    assert ingest([str(file)], settings, BROKEN).run.quarantined_count == PAGES
    with subprocess.Popen(
        [sys.executable, "-c", RETRY, str(settings.lake)], cwd=Path(made_quarantine.__file__).parent
    ) as process:
        deadline = time.monotonic() + 240
        while batch_files(tmp_path / "lake") < 4:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)

    states = dict(ask(settings.lake, "SELECT document_id, state FROM ops.quarantine"))
    loaded = {name for (name,) in ask(settings.lake, "SELECT document_id FROM documents")}
    assert 1 <= len(loaded) < PAGES == len(states)
    assert {name for name, state in states.items() if state == "resolved"} == loaded
    kept = ask(settings.lake, "FROM ops.quarantine WHERE state = 'open' AND payload IS NULL")
    assert kept == []
    assert not verify(settings).differs

    rest = retry(settings, steps=MENDED)
    assert rest is not None
    assert rest.run.loaded_count == PAGES - len(loaded)
    whole = Settings(lake=tmp_path / "whole")
    ingest([str(file)], whole, MENDED)
    assert rows_of_the_lake(settings.lake) == rows_of_the_lake(whole.lake)
    assert not verify(settings).differs


def test_a_second_run_is_told_who_holds_the_lake(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    (tmp_path / "page.txt").write_text(ARTICLE)
    run(lake, tmp_path / "page.txt")
    with writer_lock(lake):
        second = started(lake, tmp_path / "page.txt")
        _, error = second.communicate(timeout=120)
    assert second.returncode == 3
    assert str(os.getpid()) in error.decode()
    assert len(ask(lake, "FROM documents")) == 1
