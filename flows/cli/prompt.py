"""The interactive prompt of `dateline sql`, with history and completion."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer
from rich.console import Console, Group

from dateline.flows.cli.completion import SqlCompleter
from dateline.flows.cli.context import time_limited
from dateline.flows.escaping import printable
from dateline.flows.jobs.name_suggestions import queryable_tables, with_suggestions
from dateline.flows.show.layout import Layout
from dateline.flows.show.query_results import as_table
from dateline.flows.show.terminal import print_paged, print_pairs
from dateline.transforms.schema.columns import Table
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.sandbox import QueryLimits
from dateline.warehouse.catalog.views import VIEWS
from dateline.warehouse.errors import UsageError

_HELP = """End a query with ; and press Enter. Tab completes, Ctrl-C interrupts a query.
.tables lists tables and views, .schema NAME the columns of one, .examples prints example queries,
.mode line prints each value on a line of its own, .mode table rows in columns, .mode auto whichever
fits. .help prints this help, .quit or Ctrl-D exits."""
_Result = TypeVar("_Result")


def run_prompt(
    lake: Lake,
    console: Console,
    limits: QueryLimits,
    *,
    history_file: Path,
    limit: int,
    paged: bool,
    layout: Layout = Layout.AUTO,
) -> None:
    """Read queries and print their results until the user exits."""
    history_file.parent.mkdir(parents=True, exist_ok=True)
    tables = queryable_tables(lake)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history_file)),
        lexer=PygmentsLexer(SqlLexer),
        completer=SqlCompleter(tables),
        complete_while_typing=False,
        multiline=Condition(lambda: not is_complete(get_app().current_buffer.document)),
    )
    console.print(_HELP, style="dim", highlight=False)
    while True:
        try:
            statement = session.prompt("dateline> ").strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if statement in {".quit", ".exit"}:
            return
        if statement.startswith(".mode"):
            layout = _chosen_layout(console, statement.rstrip(";"), layout)
        elif statement.startswith("."):
            _run_command(console, statement.rstrip(";"), tables)
        elif statement:
            query = statement.rstrip(";")
            _run_query(
                lake, console, query, tables, limits, limit=limit, paged=paged, layout=layout
            )


def is_complete(document: Document) -> bool:
    """Whether Enter submits the input: it is empty, a command, or ends with a semicolon."""
    text = document.text.strip()
    return not text or text.startswith(".") or text.endswith(";")


def _run_query(
    lake: Lake,
    console: Console,
    query: str,
    tables: Mapping[str, Table],
    limits: QueryLimits,
    *,
    limit: int,
    paged: bool,
    layout: Layout,
) -> None:
    """Print the result of a query, or the error in it."""

    def answer() -> Group:
        with time_limited(lake, limits.longest):
            rows = lake.rows(query, row_limit=limits.row_count)
            return as_table(rows, limit=limit, width=console.width, layout=layout)

    try:
        table = _interruptible(lake, answer)
        print_paged(console, table, paged=paged)
    except KeyboardInterrupt:
        console.print("interrupted", style="dim")
    except duckdb.Error as error:
        _print_error(console, with_suggestions(str(error), tables))
    except (UsageError, UnicodeEncodeError) as error:
        _print_error(console, str(error))


def _run_command(console: Console, typed: str, tables: Mapping[str, Table]) -> None:
    command, _, argument = typed.partition(" ")
    if command == ".tables":
        print_pairs(console, [(name, table.meaning) for name, table in tables.items()])
    elif command == ".schema":
        _print_schema(console, argument.strip(), tables)
    elif command == ".examples":
        for view in VIEWS.values():
            console.print(f"-- {view.example_title}", style="dim", markup=False, highlight=False)
            console.print(f"{view.example};\n", markup=False, highlight=False)
    else:
        console.print(_HELP, style="dim", highlight=False)


def _chosen_layout(console: Console, typed: str, current: Layout) -> Layout:
    """The layout that `.mode NAME` asks for; the current one, after a message, for no such name."""
    name = typed.removeprefix(".mode").strip()
    if name in tuple(Layout):
        return Layout(name)
    _print_error(console, f"invalid mode {name!r}: use one of {', '.join(Layout)}")
    return current


def _print_schema(console: Console, name: str, tables: Mapping[str, Table]) -> None:
    """Print the columns of a table, or of every table where none is named."""
    if not name:
        for table_name, table in tables.items():
            names = ", ".join(column.name for column in table.columns)
            print_pairs(console, [(table_name, names)])
    elif name in tables:
        columns = tables[name].columns
        print_pairs(console, [(column.name, column.declared.meaning) for column in columns])
    else:
        message = f"Table with name {name} does not exist"
        _print_error(console, with_suggestions(message, tables))


def _print_error(console: Console, message: str) -> None:
    console.print(printable(message), style="red", markup=False, highlight=False)


def _interruptible(lake: Lake, work: Callable[[], _Result]) -> _Result:
    """Run a query in a thread, so that Ctrl-C interrupts it; DuckDB alone would run to its end."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        try:
            return future.result()
        except KeyboardInterrupt:
            lake.connection.interrupt()
            raise
