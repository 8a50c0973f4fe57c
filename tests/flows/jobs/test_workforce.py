"""Pages that worker processes read, and processes that are killed over it."""

from pathlib import Path
from typing import Any

import pytest
from made_distributions import install
from made_pages import ARTICLE, ask, json_lines, rows_of_the_lake, run

from dateline.flows.jobs import workforce
from dateline.flows.jobs.fields import installed_fields
from dateline.flows.jobs.quarantine import retry
from dateline.flows.jobs.verify import verify
from dateline.flows.jobs.workforce import batch_byte_limit
from dateline.flows.settings import Settings
from dateline.warehouse.catalog.folder import STAGING

# One page ends the process that reads it once, another one each time until that is mended.
FATAL = """
import os
import signal
from pathlib import Path

from dateline.transforms.article.reading import Reading

ONCE = Path(__file__).with_name("once")
MENDED = Path(__file__).with_name("mended")

def read(page):
    text = page.page.text
    if "3 weeks" in text and not ONCE.exists():
        ONCE.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "7 weeks" in text and not MENDED.exists():
        os.kill(os.getpid(), signal.SIGKILL)
    return Reading(None, "it is read")
"""


def records() -> list[dict[str, Any]]:
    texts = [ARTICLE.replace("two weeks", f"{number} weeks") for number in range(1, 12)]
    texts[5] = ""
    # Some come once more while their first batch may still be on the way.
    return [{"id": str(number), "text": text} for number, text in enumerate([*texts, *texts[8:]])]


@pytest.mark.soak
def test_a_page_that_ends_processes_is_quarantined_and_all_others_are_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workforce, "FEW_PAGES", 3)
    points, site = "[dateline.fields]\nfatal = fatal:read\n", tmp_path / "site"
    install(site, monkeypatch, "fatal-news", points, {"fatal.py": FATAL})
    installed_fields.cache_clear()
    file, lake, whole = json_lines(tmp_path / "pages.jsonl", records()), tmp_path / "lake", "whole"
    try:
        first = run(lake, file, workers=2, batch_pages=2).run
        quarantine = ask(lake, "SELECT source_id, reason, rule, state FROM ops.quarantine")
        again = run(lake, file, workers=2, batch_pages=2).run
        (site / "mended").touch()
        tried = retry(Settings(lake=lake, workers=1), reason="ended_process")
        run(tmp_path / whole, file, workers=1, batch_pages=2)
    finally:
        installed_fields.cache_clear()
    assert (site / "once").exists()
    assert sorted(quarantine) == [
        ("5", "empty", "decode.empty", "open"),
        ("6", "ended_process", "transform.ended_process", "open"),
    ]
    assert (first.loaded_count, first.already_known_count, first.quarantined_count) == (9, 3, 2)
    assert (again.loaded_count, again.already_known_count, again.quarantined_count) == (0, 12, 2)
    assert tried is not None
    assert (tried.run.loaded_count, tried.run.quarantined_count) == (1, 0)
    assert rows_of_the_lake(lake) == rows_of_the_lake(tmp_path / whole)
    ((without, first_evidence),) = ask(
        lake,
        "SELECT count_if(evidence_snapshot IS NULL), min(evidence_snapshot) FROM ops.batches "
        "WHERE loaded_count > 0",
    )
    assert (without, first_evidence > 0) == (0, True)
    assert not verify(Settings(lake=lake)).differs
    assert list((lake / STAGING).iterdir()) == []


def test_each_worker_gets_several_batches_and_a_few_pages_are_one() -> None:
    alone, together = Settings(workers=1), Settings(workers=2)
    assert batch_byte_limit(80 << 20, alone) == alone.batch_bytes
    assert batch_byte_limit(80 << 20, together) == 10 << 20
    assert batch_byte_limit(2 << 20, together) == 1 << 20
    assert batch_byte_limit(1000, together) == together.batch_bytes
    assert batch_byte_limit(1 << 40, together) == together.batch_bytes
