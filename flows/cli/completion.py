"""What can come next in a query: tables after FROM, then the columns of the tables it names."""

import re
from collections.abc import Iterator, Mapping

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from transforms.schema.columns import Table

COMMANDS = (".tables", ".schema", ".examples", ".help", ".quit")
_KEYWORDS = (
    *(
        "SELECT",
        "FROM",
        "WHERE",
        "GROUP BY",
        "ORDER BY",
        "HAVING",
        "LIMIT",
        "WITH",
        "AS",
        "DISTINCT",
    ),
    *("JOIN", "LEFT JOIN", "SEMI JOIN", "ANTI JOIN", "USING", "ON", "UNION ALL", "UNNEST", "COUNT"),
    *(
        "AND",
        "OR",
        "NOT",
        "IN",
        "BETWEEN",
        "ILIKE",
        "IS NULL",
        "CASE",
        "WHEN",
        "THEN",
        "ELSE",
        "END",
    ),
    *("DESC", "ASC", "DESCRIBE", "SUMMARIZE", "EXPLAIN"),
)
_WORD = re.compile(r"[\w.]*$")
_TABLE_NEXT = re.compile(r"(?:\b(?:from|join|describe|summarize)|\.schema)\s+$", re.IGNORECASE)
_NAMES = re.compile(r"[A-Za-z_][\w.]*")


class SqlCompleter(Completer):
    """Completes commands, tables, columns and words of SQL.

    Args:
        tables: the tables and views that can be asked, by the name that SQL uses.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables

    def get_completions(self, document: Document, _: CompleteEvent) -> Iterator[Completion]:
        """What begins as the word before the cursor does."""
        before = document.current_line_before_cursor
        match = _WORD.search(before)
        typed = match[0] if match else ""
        said = document.text_before_cursor[: len(document.text_before_cursor) - len(typed)]
        for name in dict.fromkeys(self._candidates(document.text, said, typed)):
            if name.lower().startswith(typed.lower()):
                yield Completion(name, start_position=-len(typed))

    def _candidates(self, text: str, said: str, typed: str) -> Iterator[str]:
        if not said.strip() and typed.startswith("."):
            yield from COMMANDS
        elif _TABLE_NEXT.search(said):
            yield from self._tables
        else:
            named = [self._tables[name] for name in _NAMES.findall(text) if name in self._tables]
            for table in named or self._tables.values():
                yield from (column.name for column in table.columns)
            yield from self._tables
            yield from _KEYWORDS
