"""What the commands share: options, exit codes, and how they open the lake and speak."""

import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from flows.settings import Settings
    from warehouse.catalog.lake import Lake

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_ENVIRONMENT = 3

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def duration(value: str) -> timedelta:
    """A length of time from the command line, such as 90s, 15m, 6h or 1d."""
    match = re.fullmatch(r"([0-9]{1,6})([smhd])", value)
    if match is None:
        raise typer.BadParameter(f"{value!r} is no length of time; write it as 90s, 15m, 6h or 1d")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


SettleOption = Annotated[
    str | None,
    typer.Option(
        "--settle",
        metavar="TIME",
        help="Leave files that change within this time, such as 5s, for the next run.",
    ),
]
LakeOption = Annotated[
    Path | None,
    typer.Option("--lake", metavar="DIR", help="Folder of the lake.", show_default="lake"),
]
AtOption = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="SNAPSHOT|TIME",
        help="As the lake was at a snapshot, or at a time (ISO 8601; UTC where it names no zone).",
        show_default="the last snapshot",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")]


def fail(message: str, code: int) -> NoReturn:
    """End the command with a message on the error stream and an exit code."""
    from flows.escaping import printable

    print(f"dateline: {printable(message)}", file=sys.stderr)  # noqa: T201
    sys.exit(code)


def settings_for(lake: Path | None, settle: str | None = None) -> "Settings":
    """The settings that hold here, with what was said on the command line."""
    from flows.settings import load_settings

    settings = load_settings(lake)
    if settle is None:
        return settings
    return settings.model_copy(update={"settle_seconds": duration(settle).total_seconds()})


def reading(lake: Path | None, at: str | None = None) -> "Lake":
    """The lake, open for reading, as it is or as it was."""
    from warehouse.catalog.lake import Lake

    folder = settings_for(lake).lake
    if at is None:
        return Lake.open(folder, read_only=True)
    moment = _moment(at)
    opened = Lake.open(folder, read_only=True, at=moment)
    if not isinstance(moment, int):
        # Which moment was meant is not always what was typed: a zone or an hour is easily left out.
        taken = f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
        note = f"{at} is taken as {taken}: snapshot {opened.snapshot_id}"
        print(f"dateline: {note}", file=sys.stderr)  # noqa: T201
    return opened


def _moment(at: str) -> int | datetime:
    """What `--at` names: a snapshot, or a time, which is in UTC where it names no zone."""
    if at.isascii() and at.isdigit():
        return int(at)
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        fail(
            f"--at {at}: neither a snapshot, such as 12, nor a time, such as 2026-03-01T12:00Z",
            EXIT_USAGE,
        )
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def valid_text(argument: str) -> str:
    """An argument that can be looked for; the shell passes on bytes that are no text, too."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        fail(f"{argument!r} is no valid UTF-8", EXIT_USAGE)
    return argument


def console() -> "Console":
    """Where a command prints what a person reads."""
    from flows.show.rows import PipedConsole

    # A pipe has no width of its own, and what is cut off there is lost.
    return PipedConsole(highlight=False, width=None if sys.stdout.isatty() else 200)
