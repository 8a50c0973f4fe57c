"""The subcommands of `dateline`, by group. A command's module is imported when it is asked for."""

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from dateline.flows.cli.exit_codes import EXIT_INTERRUPTED, fail
from dateline.flows.cli.help import without_types, write_commands
from dateline.flows.cli.parameters import Command, converted_where_needed

# By group and command, the module and what in it is the command.
COMMAND_GROUPS: Mapping[str, Mapping[str, str]] = {
    "Ingest": {
        "run": "run:run",
        "schedule": "schedule:schedule",
        "alerts": "schedule:alerts",
        "replay": "run:replay",
    },
    "Query": {
        "sql": "query:sql",
        "search": "search:search",
        "explain": "query:explain",
        "tables": "query:tables",
        "export": "query:export",
        "serve": "serve:serve",
        "mcp": "assistants:mcp",
    },
    "Data quality": {
        "check": "check:check",
        "rules": "rules:rules",
        "history": "history:history",
        "quarantine": "quarantine:app",
        "report": "report:report",
    },
    "Maintenance": {
        "runs": "maintain:runs",
        "snapshots": "maintain:snapshots",
        "diff": "maintain:diff",
        "verify": "maintain:verify",
        "migrate": "maintain:migrate",
        "compact": "maintain:compact",
        "help": "help:show_help",
    },
}


class _LazyCommands(Mapping[str, Any]):  # the type of a command is private to Typer
    """The commands by name, each made when it is asked for."""

    def __init__(self) -> None:
        self._locations = {
            name: location for group in COMMAND_GROUPS.values() for name, location in group.items()
        }
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = without_types(get_command(_typer_of(name, self._locations[name])))
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._locations)

    def __len__(self) -> int:
        return len(self._locations)


def _typer_of(command: str, location: str) -> typer.Typer:
    module, _, name = location.partition(":")
    found = getattr(import_module(f"dateline.flows.cli.{module}"), name)
    if isinstance(found, typer.Typer):
        return found
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(command, cls=Command)(found)
    return single


class _Commands(TyperGroup):
    """Handles broken pipes and interrupts, for which Typer exits with 1 or prints nothing."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands: Any = _LazyCommands()

    def get_params(self, ctx: Any) -> list[Any]:
        """The options before a command."""
        return converted_where_needed(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, in the order of their groups."""
        return list(self.commands)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands, group by group."""
        for title, names in COMMAND_GROUPS.items():
            write_commands(formatter, title, names, self.commands)

    def invoke(self, ctx: Any) -> object:  # its type is private to Typer
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has enough; Python must not fail again when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
        except KeyboardInterrupt:
            fail("interrupted", EXIT_INTERRUPTED)
        return result


app = typer.Typer(
    name="dateline",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Rich takes longer to import than the help to write.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Turn the raw text of scraped news pages into queryable tables.

Start with `dateline run FOLDER`, explore the tables with `dateline sql`, and see why a line was
kept or dropped with `dateline explain PAGE`. `dateline schedule FOLDER --every 15m` ingests new
pages as they arrive; `dateline check` is for CI jobs.

Exit codes: 0 success; 1 pages were quarantined or a check failed; 2 wrong usage;
3 an environment error.""",
)


def _print_version(requested: bool) -> None:
    if requested:
        from dateline.flows.cli import print_version

        print_version()
        raise typer.Exit


@app.callback()
def _common(
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    pass
