"""Pages that worker processes read, and processes that are killed over it."""

from pathlib import Path
from typing import Any

import pytest
from made_distributions import install
from made_pages import ARTICLE, ask, json_lines, rows_of_the_lake, run

from dateline.flows.jobs import workforce
from dateline.flows.jobs.fields import installed_fields
from dateline.flows.jobs.verify import verify
from dateline.flows.jobs.worker_processes import WorkerDiedError
from dateline.flows.jobs.workforce import batch_byte_limit
from dateline.flows.settings import Settings
from dateline.warehouse.catalog.folder import STAGING

# It ends the process that reads a certain page, three times.
FATAL = """
import os
import signal
from pathlib import Path

from dateline.transforms.article.reading import Reading

DEATHS = Path(__file__).with_name("deaths")

def read(page):
    deaths = DEATHS.stat().st_size if DEATHS.exists() else 0
    if "7 weeks" in page.page.text and deaths < 3:
        DEATHS.write_text("x" * (deaths + 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return Reading(None, "it is read")
"""
LEDGER = (
    "SELECT batch_number, sighting_count, loaded_count, already_known_count, quarantined_count "
    "FROM ops.batches ORDER BY ALL"
)


def records() -> list[dict[str, Any]]:
    texts = [ARTICLE.replace("two weeks", f"{number} weeks") for number in range(1, 12)]
    texts[5] = ""
    # Some come once more while their first batch may still be on the way.
    return [{"id": str(number), "text": text} for number, text in enumerate([*texts, *texts[8:]])]


def test_killed_workers_end_a_run_or_a_try_and_the_rows_are_those_of_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workforce, "FEW_PAGES", 3)
    points = "[dateline.fields]\nfatal = fatal:read\n"
    install(tmp_path / "site", monkeypatch, "fatal-news", points, {"fatal.py": FATAL})
    installed_fields.cache_clear()
    file, lake, whole = json_lines(tmp_path / "pages.jsonl", records()), tmp_path / "lake", "whole"
    try:
        with pytest.raises(WorkerDiedError, match=r"two processes ended .* fewer --workers"):
            run(lake, file, workers=2, batch_pages=2)
        died_with = ask(lake, LEDGER)
        result = run(lake, file, workers=2, batch_pages=2)
        one = run(tmp_path / whole, file, workers=1, batch_pages=2)
    finally:
        installed_fields.cache_clear()
    assert (tmp_path / "site/deaths").read_text() == "xxx"
    assert died_with == [(0, 2, 2, 0, 0), (1, 2, 2, 0, 0), (2, 2, 1, 0, 1)]
    assert (result.run.loaded_count, result.run.already_known_count) == (5, 8)
    assert (one.run.loaded_count, one.run.already_known_count) == (10, 3)
    assert rows_of_the_lake(lake) == rows_of_the_lake(tmp_path / whole)
    ((without, first),) = ask(
        lake,
        "SELECT count_if(evidence_snapshot IS NULL), min(evidence_snapshot) FROM ops.batches "
        "WHERE loaded_count > 0",
    )
    assert (without, first > 0) == (0, True)
    assert not verify(Settings(lake=lake)).differs
    assert list((lake / STAGING).iterdir()) == []


def test_each_worker_gets_several_batches_and_a_few_pages_are_one() -> None:
    alone, together = Settings(workers=1), Settings(workers=2)
    assert batch_byte_limit(80 << 20, alone) == alone.batch_bytes
    assert batch_byte_limit(80 << 20, together) == 10 << 20
    assert batch_byte_limit(2 << 20, together) == 1 << 20
    assert batch_byte_limit(1000, together) == together.batch_bytes
    assert batch_byte_limit(1 << 40, together) == together.batch_bytes
