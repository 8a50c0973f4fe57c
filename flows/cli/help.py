"""Help as a command, which people try before the option."""

from typing import Annotated

import typer


def show_help(
    context: typer.Context,
    command: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND", help="The command, such as run.")
    ] = None,
) -> None:
    """Show the help of a command."""
    arguments = [*(command or ()), "--help"]
    context.find_root().command.main(arguments, prog_name="dateline", standalone_mode=False)
