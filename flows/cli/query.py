"""Query the lake and export its tables."""

import sys
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar, cast

import typer

from dateline.flows.cli.context import console, open_lake, settings_for, time_limited
from dateline.flows.cli.exit_codes import EXIT_USAGE, fail
from dateline.flows.cli.interruption import stop_in_own_way
from dateline.flows.cli.options import (
    AtOption,
    JsonOption,
    LakeOption,
    parse_bytes,
    parse_duration,
    parse_text,
)
from dateline.flows.cli.output_files import require_file_path, require_folder_path, writing
from dateline.flows.remedies import choose_from
from dateline.flows.show.layout import Layout

if TYPE_CHECKING:
    from dateline.transforms.schema.columns import Table
    from dateline.warehouse.catalog.lake import Lake
    from dateline.warehouse.catalog.results import QueryResult
    from dateline.warehouse.catalog.sandbox import QueryLimits
    from dateline.warehouse.read.export import Format

_Answer = TypeVar("_Answer")


class ExportFormat(StrEnum):
    """The formats that `dateline export` writes."""

    PARQUET = "parquet"
    CSV = "csv"
    JSONL = "jsonl"
    DUCKDB = "duckdb"
    GRAPHML = "graphml"


def sql(
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="QUERY",
            help="The query. Without one, reads it from a pipe, or starts an interactive prompt.",
        ),
    ] = None,
    lake: LakeOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print all rows as CSV.")] = False,
    parquet: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write all rows to a Parquet file.")
    ] = None,
    limit: Annotated[
        int,
        typer.Option(metavar="N", min=1, help="Maximum rows to show; other formats have all rows."),
    ] = 100,
    mode: Annotated[
        Layout,
        typer.Option(
            help="Show rows in columns, or each value on a line of its own; auto chooses lines "
            "when columns would be narrower than their names."
        ),
    ] = Layout.AUTO,
    pager: Annotated[
        bool, typer.Option(help="Page results that are longer than the terminal.")
    ] = True,
    timeout: Annotated[
        str,
        typer.Option(metavar="DURATION", help="Longest time for a query, such as 90s or 15m."),
    ] = "1h",
    memory: Annotated[
        str | None,
        typer.Option(
            metavar="SIZE",
            help="Memory for queries, such as 2GB; larger ones go on in temporary files.",
            show_default="1GB",
        ),
    ] = None,
    rows: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            min=1,
            help="Fail when a result has more rows.",
            show_default="any number",
        ),
    ] = None,
    trusted: Annotated[
        bool,
        typer.Option(
            "--trusted",
            help="Run any SQL that you may: read and write other files, attach databases, load "
            "extensions. The lake stays read-only.",
        ),
    ] = False,
) -> None:
    """Query the lake in SQL (DuckDB dialect), read-only.

    Queries reach the lake and nothing else, unless they are `--trusted`.
    """
    if as_json + as_csv + (parquet is not None) > 1:
        fail("--json, --csv and --parquet exclude each other: choose one", EXIT_USAGE)
    if parquet is not None:
        require_file_path(parquet)
    from dateline.warehouse.catalog.sandbox import QueryLimits

    limits = QueryLimits(parse_duration(timeout), rows)
    memory_bytes = None if memory is None else parse_bytes(memory)
    from dateline.warehouse.catalog.process_memory import machine_memory, memory_bound

    with (
        open_lake(lake, at, memory_bytes=memory_bytes, is_trusted=trusted) as opened,
        memory_bound(memory_bytes or machine_memory()),
    ):
        if query is None and sys.stdin.isatty():
            _start_prompt(opened, limits, limit=limit, paged=pager, layout=mode)
            return
        text = parse_text(sys.stdin.read() if query is None else query)
        if as_json or as_csv or parquet is not None:
            write = partial(_write_all, as_csv=as_csv, parquet=parquet)
            _answer(opened, text, limits, write)
        else:
            _print_table(opened, text, limits, limit=limit, paged=pager, layout=mode)


def _print_table(
    lake: "Lake", query: str, limits: "QueryLimits", *, limit: int, paged: bool, layout: Layout
) -> None:
    from dateline.flows.show.query_results import as_table
    from dateline.flows.show.terminal import print_paged

    screen = console()
    read = partial(as_table, limit=limit, width=screen.width, layout=layout)
    table = _answer(lake, query, limits, read)
    stop_in_own_way()  # in a pager, Ctrl-C is the pager's
    print_paged(screen, table, paged=paged)


def _start_prompt(
    lake: "Lake", limits: "QueryLimits", *, limit: int, paged: bool, layout: Layout
) -> None:
    from dateline.flows.cli.prompt import run_prompt

    stop_in_own_way()
    history_file = Path(typer.get_app_dir("dateline")) / "sql-history"
    run_prompt(
        lake,
        console(),
        limits,
        history_file=history_file,
        limit=limit,
        paged=paged,
        layout=layout,
    )


def _answer(
    lake: "Lake", query: str, limits: "QueryLimits", read: Callable[["QueryResult"], _Answer]
) -> _Answer:
    """What is read of the result; a faulty query is a usage error with suggestions."""
    import duckdb

    try:
        with time_limited(lake, limits.longest):
            return read(lake.rows(query, row_limit=limits.row_count))
    except duckdb.IOException:
        raise
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        (what, *_) = str(error).splitlines() or ["out of memory"]
        fail(f"{what}; ask for less, or allow more with --memory", EXIT_USAGE)
    except duckdb.Error as error:
        from dateline.flows.jobs.name_suggestions import queryable_tables, with_suggestions

        fail(with_suggestions(str(error), queryable_tables(lake)), EXIT_USAGE)


def _write_all(result: "QueryResult", *, as_csv: bool, parquet: Path | None) -> None:
    from dateline.flows.show.query_results import print_csv, print_json, write_parquet

    if parquet is not None:
        with writing(parquet):
            row_count = write_parquet(result.to_arrow_reader(), parquet)
        typer.echo(f"{row_count:,} rows written to {parquet}")
    elif as_csv:
        print_csv(result.dicts(), result.names)
    else:
        print_json(result.dicts())


def explain(
    document: Annotated[
        str,
        typer.Argument(
            metavar="PAGE",
            help="A page's source_id, or the first six or more characters of its document_id.",
        ),
    ],
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the label, rule and score of every line of a page, and its extracted fields."""
    from dateline.flows.jobs.explain import explanation
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.show.explanation import print_explanation

    with open_lake(lake) as opened:
        explained = explanation(opened, parse_text(document))
    if as_json:
        typer.echo(to_json(explained.as_json()))
    else:
        print_explanation(console(), explained)


def tables(
    table: Annotated[
        str | None,
        typer.Argument(metavar="TABLE", help="One table or view, such as articles or ops.runs."),
    ] = None,
    as_odcs: Annotated[
        bool,
        typer.Option("--odcs", help="Print the data contract with all rules: ODCS 3.1, in YAML."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Describe the tables, views and columns."""
    if as_odcs and as_json:
        fail("--odcs and --json exclude each other: choose one", EXIT_USAGE)
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.show.data_dictionary import as_rows, print_columns, print_tables
    from dateline.transforms.schema import TABLES
    from dateline.warehouse.catalog.views import described

    known = {**TABLES, **described()}
    if table is not None and table not in known:
        fail(f"the table {table!r} does not exist; {choose_from(table, known)}", EXIT_USAGE)
    chosen = list(known.values()) if table is None else [known[table]]
    if as_odcs:
        _print_contract(chosen)
    elif as_json:
        typer.echo(to_json(as_rows(chosen)))
    elif table is None:
        print_tables(console(), list(TABLES.values()), list(described().values()))
    else:
        print_columns(console(), known[table])


def _print_contract(tables: "list[Table]") -> None:
    from dateline.flows.jobs.rules import rules_for
    from dateline.flows.show.data_contract import as_odcs

    typer.echo(as_odcs(tables, rules_for(settings_for(None))), nl=False)


def export(
    out: Annotated[
        Path,
        typer.Argument(
            metavar="OUT", help="Folder for the files; for duckdb and graphml, the file."
        ),
    ],
    export_format: Annotated[
        ExportFormat, typer.Option("--format", help="Format of the files.")
    ] = ExportFormat.PARQUET,
    with_views: Annotated[
        bool, typer.Option("--views", help="Export the views too; duckdb always includes them.")
    ] = False,
    lake: LakeOption = None,
    at: AtOption = None,
    as_json: JsonOption = False,
) -> None:
    """Export every table to its own file, all of them to one DuckDB database, or a graph.

    The graph (graphml) has who speaks about whom, through whom and in which outlet, and whom
    outlets credit; each edge counts its stories.
    """
    from dateline.flows.jobs.serialization import to_json
    from dateline.warehouse.read.data_package import FILE_NAME, write_data_package
    from dateline.warehouse.read.duckdb_file import export_database
    from dateline.warehouse.read.export import export as export_tables
    from dateline.warehouse.read.graph import export_graph

    if export_format in (ExportFormat.DUCKDB, ExportFormat.GRAPHML):
        require_file_path(out)
    else:
        require_folder_path(out)
    with open_lake(lake, at) as current, current.pinned() as opened:
        if export_format is ExportFormat.DUCKDB:
            files = [export_database(opened, out)]
            message = f"snapshot {opened.snapshot_id} written to {out}"
        elif export_format is ExportFormat.GRAPHML:
            files = [export_graph(opened, out)]
            message = f"graph of snapshot {opened.snapshot_id} written to {out}"
        else:
            file_format = cast("Format", export_format.value)
            files = export_tables(opened, out, file_format, with_views=with_views)
            kind = "tables and views" if with_views else "tables"
            message = f"{len(files)} {kind} and {FILE_NAME} written to {out}"
            files.append(write_data_package(opened, files, out))
    typer.echo(to_json([str(file) for file in files]) if as_json else message)
