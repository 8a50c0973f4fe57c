"""What a command works with: the settings, the lake and the console."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn

from dateline.flows.cli.exit_codes import EXIT_USAGE, fail
from dateline.flows.cli.interruption import do_before_exit, exit_now
from dateline.flows.cli.options import parse_choice, parse_duration, parse_moment
from dateline.flows.lake_setting import address_in_effect

if TYPE_CHECKING:
    from rich.console import Console

    from dateline.flows.jobs.progress import Progress
    from dateline.flows.settings import Settings
    from dateline.warehouse.catalog.lake import Lake


def settings_for(
    lake: str | None,
    settle: str | None = None,
    layout: str | None = None,
    fields: Mapping[str, str | None] | None = None,
    lineage: str | None = None,
    workers: int | None = None,
    dask: str | None = None,
) -> "Settings":
    """The settings in effect, with the options of the command line applied.

    `fields` are the names of a record's fields, by setting.
    """
    from dateline.flows.settings import (
        RecordLayout,
        lineage_target,
        load_settings,
        scheduler_address,
    )

    given: dict[str, object] = {name: value for name, value in (fields or {}).items() if value}
    if settle is not None:
        given["settle_seconds"] = parse_duration(settle).total_seconds()
    if workers is not None:
        given["workers"] = workers
    if layout is not None:
        given["layout"] = parse_choice(layout, RecordLayout, "layout")
    if lineage is not None:
        try:
            given["lineage"] = lineage_target(lineage)
        except ValueError as error:
            fail(f"invalid --lineage: {error}", EXIT_USAGE)
    if dask is not None:
        try:
            given["dask"] = scheduler_address(dask)
        except ValueError as error:
            fail(f"invalid --dask {dask!r}: {error}", EXIT_USAGE)
    settings = load_settings(lake)
    return settings.model_copy(update=given) if given else settings


def progress_unless(quiet: bool) -> "Progress":
    """What shows the progress of a command."""
    if quiet:
        from dateline.flows.jobs.progress import no_progress

        return no_progress
    from dateline.flows.show.progress import progress_bar

    return progress_bar


def open_lake(
    lake: str | None,
    at: str | None = None,
    *,
    memory_bytes: int | None = None,
    is_trusted: bool = False,
) -> "Lake":
    """The lake, opened read-only, as of its latest snapshot or as of `at`.

    `memory_bytes` is what its queries may hold in memory; None for 1 GB. Where
    `is_trusted`, they may reach beyond the lake.
    """
    from dateline.warehouse.catalog.lake import Lake

    moment = None if at is None else parse_moment(at)
    opened = Lake.open(
        address_in_effect(lake),
        read_only=True,
        at=moment,
        memory_bytes=memory_bytes,
        is_trusted=is_trusted,
    )
    do_before_exit(opened.remove_spilled)
    if isinstance(moment, datetime):
        # A forgotten offset or hour is an easy mistake, so the time that was read is repeated.
        time = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        note = f"{at} is {time}: reading snapshot {opened.snapshot_id}"
        print(f"dateline: {note}", file=sys.stderr)  # noqa: T201
    return opened


@contextmanager
def time_limited(lake: "Lake", longest: timedelta) -> Iterator[None]:
    """Let queries run for a time; what cannot be interrupted then ends with the process.

    Raises:
        QueryTimeoutError: the time was over.
    """
    from dateline.warehouse.catalog.sandbox import overtime, time_limit

    def give_up() -> NoReturn:
        print(f"dateline: {overtime(longest)}", file=sys.stderr)  # noqa: T201
        exit_now(EXIT_USAGE)

    with time_limit(lake.connection, longest, give_up):
        yield


def console() -> "Console":
    """The console on standard output."""
    from dateline.flows.show.terminal import PipedConsole

    # A pipe has no width of its own, and what is cut off there is lost.
    return PipedConsole(highlight=False, width=None if sys.stdout.isatty() else 200)
