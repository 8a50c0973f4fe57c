"""`dateline schedule`: one Prefect deployment of the flow, and the process that runs it.

What is new is decided by the lake and not by the clock, so a run that begins does the work of all
that were missed, and a run that was killed needs nothing but the next one.
"""

import asyncio
import hashlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings
from prefect.types.entrypoint import EntrypointType

from flows.deploy.alerts import TAG, declare_alerts
from flows.deploy.server import ServerError, own_server
from flows.ingest import ingest_flow, require_server
from flows.inputs.sources import discover
from flows.prefect_runs.deployment_runs import SCHEDULER, bury_killed_runs
from flows.settings import Settings, SettingsError
from warehouse.catalog.errors import LakeHeldError, LakeMissingError
from warehouse.catalog.lake import Lake

LOCK_FILE = ".schedule.lock"
_QUERY_SECONDS = 5.0
# Intervals are counted from here, so that a restart does not shift them.
_ANCHOR = datetime(2000, 1, 1, tzinfo=UTC)


def every(interval: timedelta) -> Schedule:
    """A run each `interval`, counted from midnight (UTC): `15m` are the quarters of the hour.

    Raises:
        SettingsError: the interval is 0.
    """
    if not interval:
        raise SettingsError("--every must be longer than 0; write it as 90s, 15m, 6h or 1d")
    return Interval(interval, anchor_date=_ANCHOR)


def by_cron(line: str, time_zone: str) -> Schedule:
    """Runs at the times of a cron line, by the clock of a place such as `Europe/Oslo`.

    Raises:
        SettingsError: the line or the place is none.
    """
    try:
        ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError) as error:
        raise SettingsError(
            f"--time-zone {time_zone!r} is not in the time zone database; write it as Europe/Oslo"
        ) from error
    try:
        return Cron(line, timezone=time_zone)
    except ValueError as error:
        raise SettingsError(
            f"--cron {line!r} is no cron line; write minute, hour, day, month and weekday, "
            "such as '*/15 * * * *'"
        ) from error


def deployment_name(lake: Path) -> str:
    """The deployment of a lake: its folder's name, told apart by a hash of the whole path."""
    told_apart = hashlib.sha256(os.fsencode(lake.resolve())).hexdigest()[:8]
    name = "".join(letter if letter.isalnum() else "-" for letter in lake.resolve().name)
    return f"{name}-{told_apart}"


def keep_schedule(
    inputs: Sequence[str], settings: Settings, schedule: Schedule, say: Callable[[str], None]
) -> None:
    """Keep the schedule until the process is told to stop, by SIGTERM or Ctrl-C.

    Args:
        inputs: folders, globs and paths; a relative one begins at the working folder.
        settings: the settings of its runs.
        schedule: when they begin.
        say: tells the user where the schedule can be looked at.

    Raises:
        UnknownInputError: an input can't be read now.
        LakeHeldError: another process keeps a schedule for the lake.
        ConnectionError: the server that is configured does not answer.
        ServerError: the server that was started for the schedule does not start, or has ended.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    discover(inputs)
    _make_lake(settings.lake)
    os.environ[SCHEDULER] = str(os.getpid())
    with (
        suppress(KeyboardInterrupt),
        _only_schedule(settings.lake),
        _server(settings.lake) as server,
    ):
        asyncio.run(_keep(inputs, settings, schedule, server, say))


def _make_lake(folder: Path) -> None:
    """See now, and not at the first run in the night, that the lake can be used."""
    try:
        Lake.open(folder, read_only=True).close()
    except LakeMissingError:
        Lake.open(folder).close()


@contextmanager
def _only_schedule(lake: Path) -> Iterator[None]:
    lock = FileLock(lake / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LakeHeldError(
            f"Another `dateline schedule` keeps the lake {lake}. Stop it first, or name all "
            "folders in one command."
        ) from None
    with lock:
        yield


@contextmanager
def _server(lake: Path) -> Iterator[subprocess.Popen[bytes] | None]:
    """The server that is configured, or one for this schedule only, which is yielded."""
    if PREFECT_API_URL.value() is not None:
        require_server()
        yield None
        return
    database = PREFECT_HOME.value() / f"dateline-{deployment_name(lake)}.db"
    with (
        own_server(database) as (address, process),
        temporary_settings({PREFECT_API_URL: f"{address}/api"}),
    ):
        yield process


async def _keep(
    inputs: Sequence[str],
    settings: Settings,
    schedule: Schedule,
    server: subprocess.Popen[bytes] | None,
    say: Callable[[str], None],
) -> None:
    lake = settings.lake.resolve()
    name = deployment_name(lake)
    deployment = await ingest_flow.ato_deployment(
        name=name,
        schedule=schedule,
        parameters={
            "inputs": [str(Path(argument).absolute()) for argument in inputs],
            "settings": settings.model_dump(mode="json") | {"lake": str(lake)},
        },
        description=f"What is new in the inputs, into the lake {lake}",
        tags=[TAG, name],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    # One at a time: the rest are taken over by the next run that begins.
    runner = Runner(name=name, limit=1, query_seconds=_QUERY_SECONDS, pause_on_shutdown=False)
    deployment_id = await runner.aadd_deployment(deployment)
    await asyncio.to_thread(bury_killed_runs, deployment_id)
    await declare_alerts(name, settings.alerts)

    stop = asyncio.Event()
    running = asyncio.create_task(runner.start())
    await asyncio.sleep(0)  # its first step takes SIGTERM for itself
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    say(f"Keeping ingest/{name}; see {str(PREFECT_API_URL.value()).removesuffix('/api')}")
    watches = {asyncio.create_task(stop.wait()), asyncio.create_task(_ended(server))}
    await asyncio.wait({running, *watches}, return_when=asyncio.FIRST_COMPLETED)
    for watch in watches:
        watch.cancel()
    failure = await _stop_runner(runner, running)
    if not stop.is_set():
        raise ServerError(
            "the Prefect server is gone; what was published stays, start again"
        ) from failure
    say("Stopped; what was published stays.")


async def _ended(server: subprocess.Popen[bytes] | None) -> None:
    """Wait until the server has ended; for ever where it is not ours."""
    while server is None or server.poll() is None:
        await asyncio.sleep(1)


async def _stop_runner(runner: Runner, running: asyncio.Task[None]) -> BaseException | None:
    """Cancel the run that goes on, and see its state reported; returns what ended the runner."""
    if runner.started:
        await runner.astop()
        while not running.done():
            # A run that was just being started is not known to it at first.
            await runner.cancel_all()
            await asyncio.wait({running}, timeout=1)
    else:
        running.cancel()
    (failure,) = await asyncio.gather(running, return_exceptions=True)
    return failure
