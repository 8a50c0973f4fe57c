"""`dateline sql` without a query: a small prompt with history and completion."""

from pathlib import Path

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer
from rich.console import Console

from flows.output import UnshownValueError, print_table
from flows.terminal import printable
from transforms.records import TABLES
from warehouse.errors import StatementRefusedError
from warehouse.lake import Lake

_HELP = """End a query with ; and press Enter.  .tables lists the tables, .schema TABLE its columns,
.quit or Ctrl-D leaves."""
_KEYWORDS = [
    "SELECT",
    "FROM",
    "WHERE",
    "GROUP",
    "BY",
    "ORDER",
    "BY",
    "LIMIT",
    "JOIN",
    "USING",
    "ON",
    "AS",
    "COUNT",
    "UNNEST",
    "DISTINCT",
]


def run_prompt(lake: Lake, console: Console, *, history: Path, limit: int) -> None:
    """Ask for queries and show their results until the user leaves."""
    history.parent.mkdir(parents=True, exist_ok=True)
    columns = {column.name for table in TABLES.values() for column in table.columns}
    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
        lexer=PygmentsLexer(SqlLexer),
        completer=WordCompleter([*TABLES, *sorted(columns), *_KEYWORDS], ignore_case=True),
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
        answer(lake, console, statement, limit=limit)


def is_complete(document: Document) -> bool:
    """Whether what was typed can be sent: empty, a command, or ended with a semicolon."""
    text = document.text.strip()
    return not text or text.startswith(".") or text.endswith(";")


def answer(lake: Lake, console: Console, statement: str, *, limit: int) -> None:
    """Show what one line of the prompt asks for; a wrong query is reported, not raised."""
    command, _, argument = statement.rstrip(";").partition(" ")
    if command == ".tables":
        for table in TABLES.values():
            console.print(f"{table.qualified_name:16} {table.meaning}", highlight=False)
    elif command == ".schema" and argument.strip() in TABLES:
        for column in TABLES[argument.strip()].columns:
            console.print(f"{column.name:26} {column.declared.meaning}", highlight=False)
    elif command.startswith("."):
        console.print(_HELP, style="dim", highlight=False)
    elif statement:
        try:
            print_table(console, lake.stream(statement.rstrip(";")), limit=limit)
        except (duckdb.Error, StatementRefusedError, UnshownValueError) as error:
            console.print(printable(str(error)), style="red", markup=False, highlight=False)
