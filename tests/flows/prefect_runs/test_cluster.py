"""Pages that the workers of a Dask cluster read, one of which is killed over it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster
from made_distributions import install
from made_pages import ARTICLE, ask, json_lines, rows_of_the_lake, run
from prefect.settings import PREFECT_API_URL, temporary_settings
from servers import free_port, prefect_server

from dateline.flows.ingest import ingest_with_prefect
from dateline.flows.jobs import workforce
from dateline.flows.jobs.fields import installed_fields
from dateline.flows.prefect_runs.cluster import ClusterError, WorkerView, require_same_view
from dateline.flows.settings import Settings
from dateline.flows.version import version
from dateline.warehouse.catalog.folder import STAGING

# One page ends the process that reads it once.
FATAL = """
import os
import signal
from pathlib import Path

from dateline.transforms.article.reading import Reading

ONCE = Path(__file__).with_name("once")

def read(page):
    if "3 weeks" in page.page.text and not ONCE.exists():
        ONCE.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return Reading(None, "it is read")
"""


def two_workers() -> Any:
    return LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)  # type: ignore[no-untyped-call]


def records() -> list[dict[str, Any]]:
    texts = [ARTICLE.replace("two weeks", f"{number} weeks") for number in range(1, 7)]
    return [{"id": str(number), "text": text} for number, text in enumerate(texts)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Prefect's server, for the flows of this process."""
    with (
        prefect_server(tmp_path_factory.mktemp("prefect")) as api,
        temporary_settings({PREFECT_API_URL: api}),
    ):
        yield


def test_a_cluster_reads_as_one_process_does_and_repeats_what_ended_a_worker(
    server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workforce, "FEW_PAGES", 3)
    points, site = "[dateline.fields]\nfatal = fatal:read\n", tmp_path / "site"
    install(site, monkeypatch, "fatal-news", points, {"fatal.py": FATAL})
    installed_fields.cache_clear()
    file, lake, whole = json_lines(tmp_path / "pages.jsonl", records()), tmp_path / "lake", "whole"
    try:
        with two_workers() as cluster:
            settings = Settings(lake=lake, dask=cluster.scheduler_address, batch_pages=2)
            result = ingest_with_prefect([str(file)], settings)
        assert (site / "once").exists()
        run(tmp_path / whole, file, workers=1, batch_pages=2)
    finally:
        installed_fields.cache_clear()
    assert (result.run.loaded_count, result.run.quarantined_count) == (6, 0)
    assert rows_of_the_lake(lake) == rows_of_the_lake(tmp_path / whole)
    assert ask(lake, "SELECT count(*), count(DISTINCT batch_id) FROM ops.batches") == [(3, 3)]
    assert list((lake / STAGING).iterdir()) == []


def test_a_scheduler_that_does_not_answer_is_named_and_the_lake_is_not_touched(
    server: None, tmp_path: Path
) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    file = json_lines(tmp_path / "pages.jsonl", records())
    with pytest.raises(ClusterError, match=f"--dask {address}: no Dask scheduler answers; start"):
        ingest_with_prefect([str(file)], Settings(lake=tmp_path / "lake", dask=address))
    assert not (tmp_path / "lake").exists()


def test_workers_that_see_or_have_something_else_are_named(tmp_path: Path) -> None:
    require_same_view({"tcp://a:1": WorkerView(version(), sees_file=True)}, tmp_path)
    for view, problem in [
        (WorkerView("0.1", sees_file=True), "worker tcp://a:1 .* has Dateline 0.1, and this run"),
        (WorkerView(version(), sees_file=False), f"worker tcp://a:1 .* does not see {tmp_path}"),
    ]:
        with pytest.raises(ClusterError, match=problem):
            require_same_view({"tcp://a:1": view}, tmp_path)
