"""The `dateline` command: its groups of subcommands and its entry point.

Heavy modules are imported inside the commands that use them, so `--help` answers at once.
"""

import os
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from dateline.flows.cli import (
    check,
    history,
    maintain,
    quarantine,
    query,
    report,
    rules,
    run,
    schedule,
    search,
)
from dateline.flows.cli.exit_codes import EXIT_INTERRUPTED, fail, fail_with
from dateline.flows.cli.help import show_help
from dateline.flows.cli.usage_errors import fail_usage


class _Commands(TyperGroup):
    """Handles broken pipes and interrupts, for which Typer exits with 1 or prints nothing."""

    def invoke(self, ctx: Any) -> object:  # its type is private to Typer
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has enough; Python must not fail again when it flushes at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
        except KeyboardInterrupt:
            fail("interrupted; published pages stay, run again to resume", EXIT_INTERRUPTED)
        return result


app = typer.Typer(
    name="dateline",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Turn the raw text of scraped news pages into queryable tables.

Start with `dateline run FOLDER`, explore the tables with `dateline sql`, and see why a line was
kept or dropped with `dateline explain PAGE`. `dateline schedule FOLDER --every 15m` ingests new
pages as they arrive; `dateline check` is for CI jobs.

Exit codes: 0 success; 1 pages were quarantined or a check failed; 2 wrong usage;
3 an environment error.""",
)

_COMMAND_GROUPS = {
    "Ingest": (run.run, schedule.schedule, schedule.alerts, run.replay),
    "Query": (query.sql, search.search, query.explain, query.tables, query.export),
    "Data quality": (check.check, rules.rules, history.history, quarantine.app, report.report),
    "Maintenance": (
        maintain.runs,
        maintain.snapshots,
        maintain.diff,
        maintain.verify,
        maintain.migrate,
        maintain.compact,
    ),
}
for _panel, _commands in _COMMAND_GROUPS.items():
    for _command in _commands:
        if isinstance(_command, typer.Typer):
            app.add_typer(_command, rich_help_panel=_panel)
        else:
            app.command(rich_help_panel=_panel)(_command)


app.command("help", rich_help_panel="Maintenance")(show_help)


def main() -> NoReturn:
    """Run the command; report an error that the user can fix as a message and an exit code."""
    try:
        code = app(prog_name="dateline", standalone_mode=False)
    except TyperException as error:
        fail_usage(error)
    except Exception as error:  # noqa: BLE001 - `fail_with` raises unknown errors again
        fail_with(error)
    sys.exit(code)


def _print_version(requested: bool) -> None:
    if requested:
        from dateline.flows.version import version

        typer.echo(f"dateline {version()}")
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
