"""A lake that a thousand small runs went into costs hardly more than one that was compacted."""

import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest
from made_batches import load

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.search.query import Filters, search
from dateline.warehouse.search.words import parse_query

RUNS, TIMES, MOST = 1_000, 9, 1.2
QUESTION = "SELECT speaker, count(*) FROM quotes JOIN articles USING (document_id) GROUP BY 1"


def seconds(call: Callable[[int], object]) -> float:
    """The median of the CPU seconds that a call takes."""
    taken = []
    for number in range(TIMES):
        start = time.process_time()
        call(number)
        taken.append(time.process_time() - start)
    return median(taken)


def costs(folder: Path) -> dict[str, float]:
    """What a question, a search and a run cost on a lake."""

    def question(_: int) -> None:
        with Lake.open(folder, read_only=True) as lake:
            lake.query(QUESTION)

    def look_up(_: int) -> None:
        with Lake.open(folder, read_only=True) as lake:
            search(lake, parse_query("said"), Filters(kind="article"), limit=10)

    def run(number: int) -> None:
        with Lake.open(folder) as lake:
            load(lake, [RUNS + number], batch_id=f"later-{number}")

    return {"question": seconds(question), "search": seconds(look_up), "run": seconds(run)}


@pytest.mark.soak
def test_a_thousand_small_runs_make_nothing_dearer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grown, compacted = tmp_path / "grown", tmp_path / "compacted"
    for number in range(RUNS):
        with Lake.open(grown) as lake:
            load(lake, [number], batch_id=str(number))
    shutil.copytree(grown, compacted)
    with Lake.open(compacted) as lake:
        compact(lake, keep=timedelta(0))
    least, found = costs(compacted), costs(grown)
    dearer = {name: found[name] / least[name] for name in least}
    with capsys.disabled():
        print(f"seconds after {RUNS} runs: {found}, on a compacted lake: {least}")  # noqa: T201
    assert max(dearer.values()) < MOST, dearer
