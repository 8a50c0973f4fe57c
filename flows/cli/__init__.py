"""The `dateline` command: its entry point, which imports no more than the command line asks for."""

import atexit
import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command; report an error that the user can fix as a message and an exit code."""
    # Python looks for cycles after every 700 new objects, and at its end: a seventh of a run of few
    # pages, whose modules and lexicons are hundreds of thousands of objects that stay.
    gc.set_threshold(100_000, 20, 20)
    atexit.register(gc.freeze)
    if sys.argv[1:] == ["--version"]:
        # Typer, which knows the option too, takes several times as long to import.
        print_version()
        sys.exit(0)
    from dateline.flows.cli.interruption import exit_at_once

    with exit_at_once():
        code = _run_command_line()
    sys.exit(code)


def _run_command_line() -> int | None:
    from typer.exceptions import TyperException

    from dateline.flows.cli.commands import app
    from dateline.flows.cli.exit_codes import fail_with
    from dateline.flows.cli.usage_errors import fail_usage

    try:
        code: int | None = app(prog_name="dateline", standalone_mode=False)
        return code
    except TyperException as error:
        fail_usage(error)
    except Exception as error:  # noqa: BLE001 - `fail_with` raises unknown errors again
        fail_with(error)


def print_version() -> None:
    """Print the version."""
    from dateline.flows.version import version

    print(f"dateline {version()}")  # noqa: T201
