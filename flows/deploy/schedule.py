"""`dateline schedule`: one Prefect deployment of the flow `ingest`, and the process that serves it.

The lake, not the clock, decides which pages are new: a run does the work of all that were missed,
and the next run completes one that was killed.
"""

import asyncio
import hashlib
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout
from prefect.deployments.runner import RunnerDeployment
from prefect.runner import Runner
from prefect.schedules import Cron, Interval, Schedule
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings
from prefect.types.entrypoint import EntrypointType

from dateline.flows.deploy.alerts import TAG, create_alerts
from dateline.flows.deploy.server import Server, ServerError, schedule_server
from dateline.flows.ingest import ingest_flow, require_server
from dateline.flows.inputs.discovery import discover
from dateline.flows.prefect_runs.deployment_runs import SCHEDULER_VARIABLE, mark_killed_runs
from dateline.flows.settings import Settings, SettingsError
from dateline.warehouse.catalog.address import LakeAddress
from dateline.warehouse.catalog.errors import LakeHeldError, LakeMissingError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.store import store_of

SCHEDULE_LOCK_FILE = ".schedule.lock"
_QUERY_SECONDS = 5.0
_NOT_IN_NAMES = frozenset("/%&><")  # by Prefect's rule
# Intervals are aligned to this, so that a restart does not shift them.
_ANCHOR = datetime(2000, 1, 1, tzinfo=UTC)


def interval_schedule(interval: timedelta) -> Schedule:
    """A run every `interval`, aligned to midnight (UTC): `15m` runs on the quarters of the hour.

    Raises:
        SettingsError: the interval is 0.
    """
    if not interval:
        raise SettingsError("--every must be longer than 0: use 90s, 15m, 6h or 1d")
    return Interval(interval, anchor_date=_ANCHOR)


def cron_schedule(expression: str, time_zone: str) -> Schedule:
    """Runs at the times of a cron expression in a time zone such as `Europe/Oslo`.

    Raises:
        SettingsError: the expression or the time zone is invalid.
    """
    try:
        ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError) as error:
        raise SettingsError(
            f"unknown --time-zone {time_zone!r}: use a name such as Europe/Oslo"
        ) from error
    try:
        return Cron(expression, timezone=time_zone)
    except ValueError as error:
        raise SettingsError(
            f"invalid --cron {expression!r}: use minute, hour, day, month and weekday, such as "
            "'*/15 * * * *'"
        ) from error


def deployment_name(lake: LakeAddress) -> str:
    """The name of a lake's deployment: the lake's name and a hash of its whole address."""
    store = store_of(lake)
    address_hash = hashlib.sha256(os.fsencode(str(store.address))).hexdigest()[:8]
    name = "".join(it if it.isalnum() else "-" for it in store.name)
    return f"{name}-{address_hash}"


def serve_schedule(
    inputs: Sequence[str],
    settings: Settings,
    schedule: Schedule,
    echo: Callable[[str], None],
    *,
    name: str | None = None,
) -> None:
    """Serve the schedule until SIGTERM or Ctrl-C.

    Args:
        inputs: folders, globs and paths, relative to the working folder.
        settings: the settings of its runs.
        schedule: when they begin.
        name: of the deployment; without it, `deployment_name` of the lake.
        echo: prints a message for the user.

    Raises:
        UnknownInputError: an input cannot be read now.
        LakeHeldError: another process serves a schedule for the lake.
        ConnectionError: the configured server does not answer.
        ServerError: the server that was started for the schedule does not start, or has exited.
        SettingsError: Prefect does not accept the name.
    """
    if name is not None:
        _require_deployment_name(name)
    name = name or deployment_name(settings.lake)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    discover(inputs)
    _ensure_lake(settings.lake)
    os.environ[SCHEDULER_VARIABLE] = str(os.getpid())
    with (
        suppress(KeyboardInterrupt),
        _schedule_lock(settings.lake),
        _server(settings.lake) as server,
    ):
        asyncio.run(_serve(name, inputs, settings, schedule, server, echo))


def _require_deployment_name(name: str) -> None:
    if not name.strip() or set(name) & _NOT_IN_NAMES or not name.isprintable():
        raise SettingsError(
            f"invalid --name {name!r}: use a name without / % & > <, such as evening-news"
        )


def _ensure_lake(address: LakeAddress) -> None:
    """Open or create the lake, so that a problem shows now and not in the first run."""
    try:
        Lake.open(address, read_only=True).close()
    except LakeMissingError:
        Lake.open(address).close()


@contextmanager
def _schedule_lock(lake: LakeAddress) -> Iterator[None]:
    lock = FileLock(store_of(lake).local / SCHEDULE_LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise LakeHeldError(
            f"another `dateline schedule` serves the lake {lake}: stop it, or give all inputs to "
            "one command"
        ) from None
    with lock:
        yield


@contextmanager
def _server(lake: LakeAddress) -> Iterator[Server | None]:
    """Use the configured server, or start one for this schedule and yield it."""
    if PREFECT_API_URL.value() is not None:
        require_server()
        yield None
        return
    database = PREFECT_HOME.value() / f"dateline-{deployment_name(lake)}.db"
    with (
        schedule_server(database) as server,
        temporary_settings({PREFECT_API_URL: server.api}),
    ):
        yield server


async def _serve(
    name: str,
    inputs: Sequence[str],
    settings: Settings,
    schedule: Schedule,
    server: Server | None,
    echo: Callable[[str], None],
) -> None:
    # One run at a time; the next that begins does the work of those that are missed meanwhile.
    runner = Runner(name=name, limit=1, query_seconds=_QUERY_SECONDS, pause_on_shutdown=False)
    deployment_id = await runner.aadd_deployment(
        await _deployment(name, inputs, settings, schedule)
    )
    await asyncio.to_thread(mark_killed_runs, deployment_id)
    await create_alerts(name, settings.alerts)

    stop = asyncio.Event()
    running = asyncio.create_task(runner.start())
    await asyncio.sleep(0)  # the runner's first step installs its own handler of SIGTERM
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    echo(f"Serving ingest/{name}; see {str(PREFECT_API_URL.value()).removesuffix('/api')}")
    watches = {asyncio.create_task(stop.wait()), asyncio.create_task(_wait_for_exit(server))}
    await asyncio.wait({running, *watches}, return_when=asyncio.FIRST_COMPLETED)
    for watch in watches:
        watch.cancel()
    failure = await _stop_runner(runner, running)
    if not stop.is_set():
        raise ServerError(
            "the Prefect server has exited; published pages stay, start the schedule again"
        ) from failure
    echo("Stopped; published pages stay.")


async def _deployment(
    name: str, inputs: Sequence[str], settings: Settings, schedule: Schedule
) -> RunnerDeployment:
    lake = store_of(settings.lake).address
    return await ingest_flow.ato_deployment(
        name=name,
        schedule=schedule,
        parameters={
            "inputs": [str(Path(argument).absolute()) for argument in inputs],
            "settings": settings.model_dump(mode="json") | {"lake": str(lake)},
        },
        description=f"Ingests new pages from the inputs into the lake {lake}",
        tags=[TAG, name],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )


async def _wait_for_exit(server: Server | None) -> None:
    """Wait until the server exits; for ever if the server is not ours."""
    while server is None or server.process.poll() is None:
        await asyncio.sleep(1)


async def _stop_runner(runner: Runner, running: asyncio.Task[None]) -> BaseException | None:
    """Cancel the current run, report its state, and return what ended the runner."""
    if runner.started:
        await runner.astop()
        while not running.done():
            # The runner does not yet know a run that is just starting.
            await runner.cancel_all()
            await asyncio.wait({running}, timeout=1)
    else:
        running.cancel()
    (failure,) = await asyncio.gather(running, return_exceptions=True)
    return failure
