"""Ask the lake, and take tables out of it."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from flows.commands.common import (
    EXIT_USAGE,
    AtOption,
    JsonOption,
    LakeOption,
    console,
    fail,
    reading,
)

if TYPE_CHECKING:
    from warehouse.export import Format


class ExportFormat(StrEnum):
    """What `dateline export` can write."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    DUCKDB = "duckdb"


def sql(
    query: Annotated[
        str | None,
        typer.Argument(help="A query; without one, a prompt, or what comes in by a pipe."),
    ] = None,
    lake: LakeOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    limit: Annotated[
        int, typer.Option(min=1, help="Rows to show in a table; --json prints all of them.")
    ] = 100,
) -> None:
    """Ask the lake a question in SQL (DuckDB's); nothing can be changed."""
    import duckdb

    from flows.output import print_json_rows, print_table, rows_of

    with reading(lake, at) as opened:
        if query is None and not sys.stdin.isatty():
            query = sys.stdin.read()
        if query is None:
            from flows.prompt import run_prompt

            history = Path(typer.get_app_dir("dateline")) / "sql-history"
            run_prompt(opened, console(), history=history, limit=limit)
            return
        try:
            if as_json:
                print_json_rows(rows_of(opened.stream(query)))
            else:
                print_table(console(), opened.stream(query), limit=limit)
        except duckdb.IOException:
            raise
        except duckdb.Error as error:
            fail(str(error), EXIT_USAGE)


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

    with reading(lake) as opened:
        explained = explanation(opened, document)
    if as_json:
        typer.echo(to_json(explained.as_json()))
    else:
        print_explanation(console(), explained)


def tables(
    table: Annotated[
        str | None, typer.Argument(help="One table or view, such as articles or ops.runs.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Describe the tables, the views and their columns."""
    from flows.dictionary import as_rows, print_columns, print_tables
    from flows.output import to_json
    from transforms.records import TABLES
    from warehouse.views import described

    known = {**TABLES, **described()}
    if table is not None and table not in known:
        fail(f"there is no table {table!r}; there are {', '.join(known)}", EXIT_USAGE)
    if as_json:
        typer.echo(to_json(as_rows(list(known.values()) if table is None else [known[table]])))
    elif table is None:
        print_tables(console(), list(TABLES.values()), list(described().values()))
    else:
        print_columns(console(), known[table])


def export(
    out: Annotated[Path, typer.Argument(help="Folder for the files; for duckdb, the file itself.")],
    export_format: Annotated[
        ExportFormat, typer.Option("--format", help="Format of the files.")
    ] = ExportFormat.PARQUET,
    with_views: Annotated[
        bool, typer.Option("--views", help="The views, too; duckdb always has them.")
    ] = False,
    lake: LakeOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write every table to a file of its own, or all of them and the views to one DuckDB file."""
    from flows.output import to_json
    from warehouse.database import export_database
    from warehouse.export import export as export_tables

    with reading(lake, at) as opened:
        if export_format is ExportFormat.DUCKDB:
            files = [export_database(opened, out)]
            said = f"snapshot {opened.snapshot_id} written to {out}"
        else:
            file_format = cast("Format", export_format.value)
            files = export_tables(opened, out, file_format, with_views=with_views)
            said = f"{len(files)} {'tables and views' if with_views else 'tables'} written to {out}"
    typer.echo(to_json([str(file) for file in files]) if as_json else said)
