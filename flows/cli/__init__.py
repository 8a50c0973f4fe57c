"""The `dateline` command: its table of contents, and what an error means for its exit code.

What is heavy is imported where it is used: help comes at once.
"""

import os
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from flows.cli import ask, check, history, maintain, quarantine, report, run, schedule, search
from flows.cli.common import EXIT_ENVIRONMENT, EXIT_USAGE, fail


class _Commands(TyperGroup):
    """The commands, ended from outside in their own way; Typer would end with 1 or say nothing."""

    def invoke(self, ctx: Any) -> object:  # its type is private to Typer
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read the output has enough of it; Python must not fail on it again at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit from None
        except KeyboardInterrupt:
            fail("stopped; what was published stays, run again to go on", 130)
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

_CONTENTS = {
    "Ingest": (run.run, schedule.schedule, schedule.alerts, run.replay),
    "Query": (ask.sql, search.search, ask.explain, ask.tables, ask.export),
    "Data quality": (check.check, history.history, quarantine.app, report.report),
    "Maintenance": (
        maintain.runs,
        maintain.snapshots,
        maintain.diff,
        maintain.verify,
        maintain.migrate,
        maintain.compact,
    ),
}
for _panel, _commands in _CONTENTS.items():
    for _command in _commands:
        if isinstance(_command, typer.Typer):
            app.add_typer(_command, rich_help_panel=_panel)
        else:
            app.command(rich_help_panel=_panel)(_command)


def main() -> NoReturn:
    """Run the command and turn what went wrong into a message and an exit code."""
    try:
        app()
    except Exception as error:  # noqa: BLE001 - told apart below, and raised again where unknown
        fail(str(error), _exit_code(error))
    sys.exit(0)


def _exit_code(error: Exception) -> int:
    """The exit code for an error that the user can mend; any other is raised again."""
    from duckdb import IOException

    from expectations.rules import RuleError
    from flows.inputs.sources import UnknownInputError
    from flows.jobs.check import TargetError
    from flows.jobs.explain import NoSuchDocumentError
    from flows.jobs.history import NoSuchSourceError
    from flows.jobs.quarantine import QuarantineError
    from flows.jobs.stored_documents import ConditionError
    from flows.settings import SettingsError
    from flows.show.report.content import NoSuchRunError
    from flows.show.rows import UnshownValueError
    from warehouse.catalog.errors import LakeError, StatementRefusedError, UnknownSnapshotError
    from warehouse.read.whole_tables import UnusableFileError
    from warehouse.search.words import SearchQueryError

    match error:
        case (
            ConditionError()
            | NoSuchDocumentError()
            | NoSuchRunError()
            | NoSuchSourceError()
            | QuarantineError()
            | RuleError()
            | SearchQueryError()
            | SettingsError()
            | StatementRefusedError()
            | TargetError()
            | UnknownInputError()
            | UnknownSnapshotError()
            | UnshownValueError()
            | UnusableFileError()
        ):
            return EXIT_USAGE
        case LakeError() | OSError() | IOException():
            return EXIT_ENVIRONMENT
    raise error


def _version(wanted: bool) -> None:
    if wanted:
        from flows.version import version

        typer.echo(f"dateline {version()}")
        raise typer.Exit


@app.callback()
def _common(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    pass
