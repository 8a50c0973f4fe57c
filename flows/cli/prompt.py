"""`dateline sql` without a query: a small prompt with history and completion."""

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
from rich.console import Console

from flows.cli.completion import SqlCompleter
from flows.cli.nearest_names import tables_of, with_hint
from flows.escaping import printable
from flows.show.rows import UnshownValueError, as_table, print_pairs, print_shown
from transforms.schema.columns import Table
from warehouse.catalog.errors import StatementRefusedError
from warehouse.catalog.lake import Lake
from warehouse.catalog.views import VIEWS

_HELP = """End a query with ; and press Enter; Tab completes, Ctrl-C stops a query.
.tables lists tables and views, .schema NAME the columns of one, .examples shows queries to start
from, .help this, .quit or Ctrl-D leaves."""
_Returned = TypeVar("_Returned")


def run_prompt(lake: Lake, console: Console, *, history: Path, limit: int, paged: bool) -> None:
    """Ask for queries and show their results until the user leaves."""
    history.parent.mkdir(parents=True, exist_ok=True)
    tables = tables_of(lake)
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
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
        answer(lake, console, statement, tables=tables, limit=limit, paged=paged)


def is_complete(document: Document) -> bool:
    """Whether what was typed can be sent: empty, a command, or ended with a semicolon."""
    text = document.text.strip()
    return not text or text.startswith(".") or text.endswith(";")


def answer(
    lake: Lake,
    console: Console,
    statement: str,
    *,
    tables: Mapping[str, Table],
    limit: int,
    paged: bool,
) -> None:
    """Show what one line of the prompt asks for; a wrong query is reported, not raised."""
    if statement.startswith("."):
        _command(console, statement.rstrip(";"), tables)
    elif statement:
        query = statement.rstrip(";")
        try:
            shown = _interruptible(lake, lambda: as_table(lake.stream(query), limit=limit))
            print_shown(console, shown, paged=paged)
        except KeyboardInterrupt:
            console.print("stopped", style="dim")
        except duckdb.Error as error:
            _report(console, with_hint(str(error), tables))
        except (StatementRefusedError, UnshownValueError, UnicodeEncodeError) as error:
            _report(console, str(error))


def _command(console: Console, typed: str, tables: Mapping[str, Table]) -> None:
    command, _, argument = typed.partition(" ")
    name = argument.strip()
    if command == ".tables":
        print_pairs(console, [(name, table.meaning) for name, table in tables.items()])
    elif command == ".schema" and name in tables:
        columns = tables[name].columns
        print_pairs(console, [(column.name, column.declared.meaning) for column in columns])
    elif command == ".schema" and not name:
        for of, table in tables.items():
            print_pairs(console, [(of, ", ".join(column.name for column in table.columns))])
    elif command == ".schema":
        _report(console, with_hint(f"Table with name {name} does not exist", tables))
    elif command == ".examples":
        for view in VIEWS.values():
            console.print(f"-- {view.example_title}", style="dim", markup=False, highlight=False)
            console.print(f"{view.example};\n", markup=False, highlight=False)
    else:
        console.print(_HELP, style="dim", highlight=False)


def _report(console: Console, message: str) -> None:
    console.print(printable(message), style="red", markup=False, highlight=False)


def _interruptible(lake: Lake, work: Callable[[], _Returned]) -> _Returned:
    """Do what may take long so that Ctrl-C stops it; DuckDB itself would go on to its end."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        try:
            return future.result()
        except KeyboardInterrupt:
            lake.connection.interrupt()
            raise
