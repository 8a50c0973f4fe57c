"""Help as a command, which people try before the option, and how help is written."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

_WHOLE_SENTENCE = 1_000


class Subcommands(TyperGroup):
    """A group of commands whose help has the first sentence of each whole."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands."""
        write_commands(formatter, "Commands", self.commands, self.commands)


def write_commands(
    formatter: Any, title: str, names: Iterable[str], commands: Mapping[str, Any]
) -> None:
    """Write a list of commands, in lines that begin as those of the other lists do."""
    width = max(map(len, commands))
    with formatter.section(title):
        formatter.write_dl(
            [
                (name.ljust(width), commands[name].get_short_help_str(_WHOLE_SENTENCE))
                for name in names
            ]
        )


def without_types(command: Any) -> Any:  # the type of a command is private to Typer
    """A command, in whose help arguments have names, and not the types that Python gives them."""
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            parameter.display_type_rich = lambda ctx: None
    for subcommand in getattr(command, "commands", {}).values():
        without_types(subcommand)
    return command


def show_help(
    context: typer.Context,
    command: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND", help="The command, such as run.")
    ] = None,
) -> None:
    """Show the help of a command."""
    arguments = [*(command or ()), "--help"]
    context.find_root().command.main(arguments, prog_name="dateline", standalone_mode=False)
