"""Ask the lake, and take tables out of it."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from flows.cli.common import (
    EXIT_ENVIRONMENT,
    EXIT_USAGE,
    AtOption,
    JsonOption,
    LakeOption,
    console,
    fail,
    reading,
    valid_text,
)

if TYPE_CHECKING:
    from pyarrow import RecordBatchReader

    from warehouse.read.export import Format


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
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, all rows.")] = False,
    parquet: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write all rows to a Parquet file.")
    ] = None,
    limit: Annotated[
        int, typer.Option(min=1, help="Rows to show in a table; other forms have all of them.")
    ] = 100,
    pager: Annotated[
        bool, typer.Option(help="Show a long table a screen at a time on a terminal.")
    ] = True,
) -> None:
    """Query the lake in SQL (DuckDB dialect), read-only."""
    import duckdb

    from flows.cli.nearest_names import tables_of, with_hint
    from flows.show.rows import print_table

    if as_json + as_csv + (parquet is not None) > 1:
        fail("choose one of --json, --csv and --parquet", EXIT_USAGE)
    with reading(lake, at) as opened:
        if query is None and not sys.stdin.isatty():
            query = sys.stdin.read()
        if query is None:
            from flows.cli.prompt import run_prompt

            history = Path(typer.get_app_dir("dateline")) / "sql-history"
            run_prompt(opened, console(), history=history, limit=limit, paged=pager)
            return
        query = valid_text(query)
        try:
            if as_json or as_csv or parquet is not None:
                _print_all(opened.stream(query), as_csv=as_csv, parquet=parquet)
            else:
                print_table(console(), opened.stream(query), limit=limit, paged=pager)
        except duckdb.IOException:
            raise
        except duckdb.Error as error:
            fail(with_hint(str(error), tables_of(opened)), EXIT_USAGE)


def _print_all(reader: "RecordBatchReader", *, as_csv: bool, parquet: Path | None) -> None:
    from flows.show.rows import names_of, print_csv, print_json_rows, rows_of, write_parquet

    if parquet is not None:
        try:
            row_count = write_parquet(reader, parquet)
        except OSError as error:
            fail(f"{parquet} can't be written ({error.strerror or error})", EXIT_ENVIRONMENT)
        typer.echo(f"{row_count:,} rows written to {parquet}")
    elif as_csv:
        print_csv(rows_of(reader), names_of(reader))
    else:
        print_json_rows(rows_of(reader))


def explain(
    document: Annotated[
        str, typer.Argument(help="A page's source_id, or the beginning of its document_id.")
    ],
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the label, rule and score of every line of a page, and its extracted fields."""
    from flows.jobs.explain import explanation
    from flows.jobs.serialization import to_json
    from flows.show.explanation import print_explanation

    with reading(lake) as opened:
        explained = explanation(opened, valid_text(document))
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
    """Describe the tables, views and columns."""
    from flows.jobs.serialization import to_json
    from flows.show.data_dictionary import as_rows, print_columns, print_tables
    from transforms.schema import TABLES
    from warehouse.catalog.views import described

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
    """Export every table to its own file, or all tables and views to one DuckDB database."""
    from flows.jobs.serialization import to_json
    from warehouse.read.duckdb_file import export_database
    from warehouse.read.export import export as export_tables

    with reading(lake, at) as current, current.pinned() as opened:
        if export_format is ExportFormat.DUCKDB:
            files = [export_database(opened, out)]
            said = f"snapshot {opened.snapshot_id} written to {out}"
        else:
            file_format = cast("Format", export_format.value)
            files = export_tables(opened, out, file_format, with_views=with_views)
            said = f"{len(files)} {'tables and views' if with_views else 'tables'} written to {out}"
    typer.echo(to_json([str(file) for file in files]) if as_json else said)
