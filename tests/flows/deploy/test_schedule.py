"""`dateline schedule` with its own Prefect server, while files drop in and it is stopped."""

import signal
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from made_pages import ARTICLE, ask, json_lines
from servers import PATIENCE_SECONDS, group, until

from dateline.flows.prefect_runs.environment import set_defaults
from dateline.flows.settings import Settings, SettingsError
from dateline.warehouse.catalog.address import PostgresAddress
from dateline.warehouse.catalog.errors import LakeHeldError, LakeMissingError
from dateline.warehouse.catalog.lake import Lake

set_defaults()

from dateline.flows.deploy.schedule import (  # noqa: E402
    SCHEDULE_LOCK_FILE,
    cron_schedule,
    deployment_name,
    interval_schedule,
    serve_schedule,
)
from dateline.flows.prefect_runs.deployment_runs import SCHEDULER_VARIABLE  # noqa: E402

COUNT = 8


class Inbox:
    """A folder into which files drop, the lake that they go to, and the schedule between them."""

    def __init__(self, folder: Path) -> None:
        self.inbox = folder / "inbox"
        self.lake = folder / "lake"
        self.home = folder / "prefect"
        self.inbox.mkdir()

    @contextmanager
    def schedule(self) -> Iterator[Any]:
        environment = {"PREFECT_HOME": str(self.home), "DATELINE_BATCH_PAGES": "1"}
        options = ("--every", "4s", "--settle", "1s", "--lake", str(self.lake))
        with group(
            "dateline", "schedule", str(self.inbox), *options, environment=environment
        ) as process:
            yield process

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return ask(self.lake, sql)
        except LakeMissingError:
            return []

    def loaded(self, prefix: str = "") -> set[str]:
        names = {name for (name,) in self.ask("SELECT source_id FROM documents")}
        return {name for name in names if name.startswith(prefix)}

    def drop(self, name: str, weeks: int) -> None:
        """Drop a file of pages, whole, as programs should."""
        aside = json_lines(
            self.inbox / f".{name}.new",
            [
                {"id": f"{name}-{n}", "text": ARTICLE.replace("two weeks", f"{weeks + n} weeks")}
                for n in range(COUNT)
            ],
        )
        aside.rename(self.inbox / f"{name}.jsonl")

    def said(self, words: str) -> bool:
        return any(words in message for _, message in self.flow_runs())

    def flow_runs(self) -> list[tuple[str, str]]:
        """The states of the runs that have begun, by what Prefect's server wrote down, in order."""
        database = self.home / f"dateline-{deployment_name(self.lake)}.db"
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            return opened.execute(
                "SELECT flow_run.state_name, coalesce(message, '') FROM flow_run "
                "JOIN flow_run_state ON flow_run_state.id = flow_run.state_id "
                "WHERE flow_run.state_type != 'SCHEDULED' ORDER BY expected_start_time"
            ).fetchall()


def children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(status.parent.name))
    return found


def lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class SlowWriter:
    """Writes a page in pieces until it is told to come to the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._write)
        self._thread.start()

    def _write(self) -> None:
        with self._path.open("w") as out:
            out.write("Harbour bridge")
            while not self._end.wait(0.1):
                out.write(" and road")
                out.flush()
            out.write(" to close\n" + ARTICLE.partition("\n")[2])

    def finish(self) -> None:
        self._end.set()
        self._thread.join()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
def test_what_drops_in_is_loaded_and_a_stop_leaves_no_process(tmp_path: Path) -> None:
    here = Inbox(tmp_path)
    (here.inbox / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    slow = SlowWriter(here.inbox / "slow.txt")
    try:
        with here.schedule() as process:
            until(lambda: bool(here.ask("FROM ops.quarantine")), process)
            until(lambda: here.said("left for the next run"), process)
            assert list((here.home / "ui").glob("*/index.html"))
            slow.finish()
            here.drop("late", 20)
            until(lambda: here.loaded("late"), process)
            left = children(process.pid)
            process.send_signal(signal.SIGTERM)
            _, complaints = process.communicate(timeout=PATIENCE_SECONDS)
    finally:
        slow.finish()
    assert process.returncode == 0, complaints
    assert not any(map(lives, left))
    assert 1 <= len(here.loaded("late")) < COUNT
    assert here.ask("SELECT source_id FROM ops.quarantine") == [("bad.txt",)]
    states = [state for state, _ in here.flow_runs()]
    assert states.count("Degraded") == 1  # only the run that met the bad file first
    assert "Failed" not in states


@pytest.mark.soak
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes in /proc")
def test_all_that_drops_in_arrives_once_whatever_happens_meanwhile(tmp_path: Path) -> None:
    here = Inbox(tmp_path)
    (here.inbox / "first.txt").write_text(ARTICLE)
    (here.inbox / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    slow = SlowWriter(here.inbox / "slow.txt")
    try:
        with here.schedule() as process:
            until(lambda: "first.txt" in here.loaded(), process)
            assert list((here.home / "ui").glob("*/index.html"))
            until(lambda: here.said("left for the next run"), process)
            slow.finish()
            until(lambda: "slow.txt" in here.loaded(), process)
            here.drop("early", 3)
            until(lambda: here.loaded("early"), process)
            left = children(process.pid)
            assert len(left) == 2  # the server and the run
            process.kill()
            process.wait()
            until(lambda: not any(map(lives, left)))
    finally:
        slow.finish()
    assert 1 <= len(here.loaded("early")) < COUNT

    with here.schedule() as process:
        until(lambda: len(here.loaded("early")) == COUNT, process)
        here.drop("late", 20)
        until(lambda: here.loaded("late"), process)
        left = children(process.pid)
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0, complaints
    assert not any(map(lives, left))
    assert 1 <= len(here.loaded("late")) < COUNT

    assert here.loaded() == {"first.txt", "slow.txt", *here.loaded("early"), *here.loaded("late")}
    assert here.ask("SELECT count(*) FROM documents") == [(len(here.loaded()),)]
    assert here.ask("SELECT source_id FROM ops.quarantine") == [("bad.txt",)]
    assert here.ask("SELECT document_id FROM documents ANTI JOIN lines USING (document_id)") == []
    ((text,),) = here.ask("SELECT text FROM documents WHERE source_id = 'slow.txt'")
    assert text == (here.inbox / "slow.txt").read_text()
    states = [state for state, _ in here.flow_runs()]
    assert states.count("Crashed") == states.count("Cancelled") == 1
    assert states.count("Degraded") == 1  # only the run that met the bad file first
    assert "Skipped" in states
    assert "Failed" not in states


def test_an_interval_is_counted_from_midnight() -> None:
    schedule = interval_schedule(timedelta(minutes=15))
    assert schedule.interval == timedelta(minutes=15)
    assert schedule.anchor_date.astimezone(UTC).hour == schedule.anchor_date.minute == 0
    with pytest.raises(SettingsError, match="--every"):
        interval_schedule(timedelta(0))


@pytest.mark.parametrize(
    ("line", "zone", "named"),
    [("*/15 * * *", "UTC", "cron"), ("0 6 * * *", "Nowhere/At all", "time-zone")],
)
def test_a_wrong_cron_line_or_time_zone_is_named(line: str, zone: str, named: str) -> None:
    with pytest.raises(SettingsError, match=f"--{named} '"):
        cron_schedule(line, zone)


def test_lakes_of_one_name_have_deployments_of_their_own(tmp_path: Path) -> None:
    names = {deployment_name(tmp_path / folder / "läke & co") for folder in ("a", "b")}
    assert len(names) == 2
    assert all(name.startswith("läke---co-") for name in names)
    addresses = [PostgresAddress(f"postgres://{host}/news") for host in ("a", "b")]
    assert len(set(map(deployment_name, addresses))) == 2
    assert all(deployment_name(address).startswith("news-") for address in addresses)


def test_a_lake_has_one_schedule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "page.txt").write_text(ARTICLE)
    settings = Settings(lake=tmp_path / "lake")
    Lake.open(settings.lake).close()
    monkeypatch.setenv(SCHEDULER_VARIABLE, "0")
    before = signal.getsignal(signal.SIGTERM)
    try:
        with (
            FileLock(tmp_path / "lake" / SCHEDULE_LOCK_FILE),
            pytest.raises(LakeHeldError, match="dateline schedule"),
        ):
            serve_schedule(
                [str(tmp_path / "page.txt")], settings, interval_schedule(timedelta(1)), print
            )
    finally:
        signal.signal(signal.SIGTERM, before)
