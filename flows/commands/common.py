"""What the commands share: options, exit codes, and how they open the lake and speak."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from flows.settings import Settings
    from warehouse.lake import Lake

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_ENVIRONMENT = 3

LakeOption = Annotated[
    Path | None,
    typer.Option("--lake", metavar="DIR", help="Folder of the lake.", show_default="lake"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")]


def fail(message: str, code: int) -> NoReturn:
    """End the command with a message on the error stream and an exit code."""
    from flows.terminal import printable

    print(f"dateline: {printable(message)}", file=sys.stderr)  # noqa: T201
    sys.exit(code)


def settings_for(lake: Path | None) -> "Settings":
    """The settings that hold here, with the lake that was named on the command line."""
    from flows.settings import load_settings

    return load_settings(lake)


def reading(lake: Path | None) -> "Lake":
    """The lake, open for reading."""
    from warehouse.lake import Lake

    return Lake.open(settings_for(lake).lake, read_only=True)


def console() -> "Console":
    """Where a command prints what a person reads."""
    from flows.output import PipedConsole

    # A pipe has no width of its own, and what is cut off there is lost.
    return PipedConsole(highlight=False, width=None if sys.stdout.isatty() else 200)
