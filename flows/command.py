"""The `dateline` command. What is heavy is imported where it is used: help comes at once."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from rich.console import Console

    from flows.settings import Settings
    from warehouse.lake import Lake

EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_ENVIRONMENT = 3


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
            _fail("stopped; what was published stays, run again to go on", 130)
        return result


app = typer.Typer(
    name="dateline",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Turn raw text of scraped news pages into tables that can be asked questions.

Start with `dateline run FOLDER`, look around with `dateline sql`, and see why a line was kept or
dropped with `dateline explain PAGE`.

Exit codes: 0 all well; 1 something was set aside or a check failed; 2 wrong usage;
3 the environment failed.""",
)

LakeOption = Annotated[
    Path | None,
    typer.Option("--lake", metavar="DIR", help="Folder of the lake.", show_default="lake"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a machine to read.")]


class ExportFormat(StrEnum):
    """What `dateline export` can write."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"


def main() -> NoReturn:
    """Run the command and turn what went wrong into a message and an exit code."""
    try:
        app()
    except Exception as error:  # noqa: BLE001 - told apart below, and raised again where unknown
        _fail(str(error), _exit_code(error))
    sys.exit(0)


def _exit_code(error: Exception) -> int:
    """The exit code for an error that the user can mend; any other is raised again."""
    from duckdb import IOException

    from flows.differences import UnknownSnapshotError
    from flows.explain import NoSuchDocumentError
    from flows.output import UnshownValueError
    from flows.settings import SettingsError
    from flows.sources import UnknownInputError
    from flows.stored import ConditionError
    from warehouse.errors import LakeError, StatementRefusedError

    match error:
        case UnknownInputError() | NoSuchDocumentError() | UnknownSnapshotError():
            return EXIT_USAGE
        case UnshownValueError():
            return EXIT_USAGE
        case ConditionError() | SettingsError() | StatementRefusedError():
            return EXIT_USAGE
        case LakeError() | OSError() | IOException():
            return EXIT_ENVIRONMENT
    raise error


def _fail(message: str, code: int) -> NoReturn:
    from flows.terminal import printable

    print(f"dateline: {printable(message)}", file=sys.stderr)  # noqa: T201
    sys.exit(code)


def _settings(lake: Path | None) -> "Settings":
    from flows.settings import load_settings

    return load_settings(lake)


def _reading(lake: Path | None) -> "Lake":
    from warehouse.lake import Lake

    return Lake.open(_settings(lake).lake, read_only=True)


def _console() -> "Console":
    from flows.output import PipedConsole

    # A pipe has no width of its own, and what is cut off there is lost.
    return PipedConsole(highlight=False, width=None if sys.stdout.isatty() else 200)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"dateline {version('dateline')}")
        raise typer.Exit


@app.callback()
def _common(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    pass


@app.command()
def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Folders, globs or files: .txt, .jsonl, .parquet, .wet; plain, .gz or .zst.",
        ),
    ],
    lake: LakeOption = None,
    inline: Annotated[
        bool, typer.Option("--inline", help="Run the same steps without Prefect.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Read pages, understand them, check them and publish them to the lake.

    What is in the lake already is not loaded twice; what cannot be read is set aside with its
    reason, and the rest goes on. A run that was stopped goes on where it was.
    """
    from flows.summary import print_summary, summarise, summary_as_json

    settings = _settings(lake)
    if inline:
        from flows.pipeline import ingest

        result = ingest(inputs, settings)
    else:
        from flows.prefect_environment import prepare

        prepare()
        from flows.ingest import ingest_flow, require_server

        require_server()
        result = ingest_flow(inputs, settings)
    with _reading(settings.lake) as opened:
        summary = summarise(opened, result.run)
    if as_json:
        typer.echo(summary_as_json(summary, result.ignored))
    else:
        print_summary(_console(), summary, result.ignored)
    if result.run.status != "completed":
        raise typer.Exit(EXIT_FINDINGS)


@app.command()
def sql(
    query: Annotated[
        str | None,
        typer.Argument(help="A query; without one, a prompt, or what comes in by a pipe."),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
    limit: Annotated[
        int, typer.Option(min=1, help="Rows to show in a table; --json prints all of them.")
    ] = 100,
) -> None:
    """Ask the lake a question in SQL (DuckDB's); nothing can be changed."""
    import duckdb

    from flows.output import print_json_rows, print_table, rows_of

    with _reading(lake) as opened:
        if query is None and not sys.stdin.isatty():
            query = sys.stdin.read()
        if query is None:
            from flows.prompt import run_prompt

            history = Path(typer.get_app_dir("dateline")) / "sql-history"
            run_prompt(opened, _console(), history=history, limit=limit)
            return
        try:
            if as_json:
                print_json_rows(rows_of(opened.stream(query)))
            else:
                print_table(_console(), opened.stream(query), limit=limit)
        except duckdb.IOException:
            raise
        except duckdb.Error as error:
            _fail(str(error), EXIT_USAGE)


@app.command()
def export(
    out: Annotated[Path, typer.Argument(help="Folder for the files.")],
    export_format: Annotated[
        ExportFormat, typer.Option("--format", help="Format of the files.")
    ] = ExportFormat.PARQUET,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write every table to a file of its own, as of the last snapshot."""
    from flows.output import to_json
    from warehouse.export import export as export_tables

    with _reading(lake) as opened:
        files = export_tables(opened, out, export_format.value)
    if as_json:
        typer.echo(to_json([str(file) for file in files]))
    else:
        typer.echo(f"{len(files)} tables written to {out}")


@app.command()
def explain(
    document: Annotated[
        str, typer.Argument(help="A page's source_id, or the beginning of its document_id.")
    ],
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a page with every line's label, rule and score, and the fields found in it."""
    from flows.explain import explanation, print_explanation
    from flows.output import to_json

    with _reading(lake) as opened:
        explained = explanation(opened, document)
    if as_json:
        typer.echo(to_json(explained.as_json()))
    else:
        print_explanation(_console(), explained)


@app.command()
def tables(
    table: Annotated[
        str | None, typer.Argument(help="One table, such as articles or ops.runs.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Describe the tables and their columns."""
    from flows.dictionary import as_rows, print_columns, print_tables
    from flows.output import to_json
    from transforms.records import TABLES

    if table is not None and table not in TABLES:
        _fail(f"there is no table {table!r}; there are {', '.join(TABLES)}", EXIT_USAGE)
    chosen = list(TABLES.values()) if table is None else [TABLES[table]]
    if as_json:
        typer.echo(to_json(as_rows(chosen)))
    elif table is None:
        print_tables(_console(), chosen)
    else:
        print_columns(_console(), chosen[0])


@app.command()
def runs(
    lake: LakeOption = None,
    as_json: JsonOption = False,
    limit: Annotated[int, typer.Option(min=1, help="Runs to show, the last first.")] = 20,
) -> None:
    """Show the books: each run, what came in, and what became of it."""
    from flows.books import last_runs
    from flows.output import print_json_rows, print_table, rows_of

    with _reading(lake) as opened:
        reader = last_runs(opened, limit)
        if as_json:
            print_json_rows(rows_of(reader))
        else:
            print_table(_console(), reader, limit=limit)


@app.command()
def replay(
    where: Annotated[
        str | None,
        typer.Option(metavar="CONDITION", help="The pages to read again, in SQL on `documents`."),
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Put the new rows in the place of the old ones.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read the stored pages again with today's code, and show what would change.

    Every changed page is checked as in a run; one that breaks a critical rule keeps its old rows.
    With `--publish`, all others get their new rows in one transaction.
    """
    from flows.replay import print_replay
    from flows.replay import replay as read_again

    replayed = read_again(_settings(lake), condition=where, publish=publish)
    if as_json:
        typer.echo(replayed.as_json())
    else:
        print_replay(_console(), replayed, publish=publish)
    if replayed.refusals:
        raise typer.Exit(EXIT_FINDINGS)


@app.command()
def diff(
    old: Annotated[int, typer.Argument(help="The earlier snapshot.")],
    new: Annotated[int, typer.Argument(help="The later snapshot.")],
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two snapshots of the lake, by table and field, with examples.

    `dateline sql "FROM lake.snapshots()"` lists the snapshots.
    """
    from flows.differences import diff as compare_snapshots
    from flows.differences import print_differences
    from flows.output import to_json

    with _reading(lake) as opened:
        differences = compare_snapshots(opened, old, new)
    if as_json:
        typer.echo(to_json(differences))
    elif differences:
        print_differences(_console(), differences)
    else:
        typer.echo(f"snapshots {old} and {new} hold the same rows")


@app.command()
def verify(lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Derive hashes, offsets and counts once more, and compare them with what is stored."""
    from flows.verify import print_verification
    from flows.verify import verify as derive_again

    verification = derive_again(_settings(lake))
    if as_json:
        typer.echo(verification.as_json())
    else:
        print_verification(_console(), verification)
    if verification.differs:
        raise typer.Exit(EXIT_FINDINGS)


@app.command()
def compact(
    keep_days: Annotated[
        int, typer.Option(min=0, help="Days for which older snapshots can still be read.")
    ] = 7,
    lake: LakeOption = None,
) -> None:
    """Merge the small files that batches leave, and forget old snapshots.

    No row of the last snapshot changes; worth doing once a week or every few hundred batches.
    """
    from datetime import timedelta

    from warehouse.lake import Lake
    from warehouse.maintenance import compact as merge_files

    settings = _settings(lake)
    folder = settings.lake
    _reading(folder).close()  # a writer would make a lake where there is none
    before = _parquet_files(folder)
    with Lake.open(folder, wait_seconds=settings.wait_seconds) as opened:
        merge_files(opened, keep=timedelta(days=keep_days))
    typer.echo(f"{before:,} data files before, {_parquet_files(folder):,} now, in {folder}")


def _parquet_files(folder: Path) -> int:
    return sum(1 for _ in folder.glob("data/**/*.parquet"))
