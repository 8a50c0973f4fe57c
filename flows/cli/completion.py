"""Tab completion for the prompt of `dateline sql`."""

import re
from collections.abc import Iterator, Mapping

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from dateline.transforms.schema.columns import Table

COMMANDS = (".tables", ".schema", ".examples", ".mode", ".help", ".quit")
_KEYWORDS = (
    *("SELECT", "DISTINCT", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "WITH"),
    *("JOIN", "LEFT JOIN", "SEMI JOIN", "ANTI JOIN", "USING", "ON", "UNION ALL", "UNNEST", "COUNT"),
    *("AND", "OR", "NOT", "IN", "BETWEEN", "ILIKE", "IS NULL", "AS", "ASC", "DESC"),
    *("CASE", "WHEN", "THEN", "ELSE", "END", "DESCRIBE", "SUMMARIZE", "EXPLAIN"),
)
_WORD_AT_END = re.compile(r"[\w.]*$")
_TABLE_NEXT = re.compile(r"(?:\b(?:from|join|describe|summarize)|\.schema)\s+$", re.IGNORECASE)
_IDENTIFIERS = re.compile(r"[A-Za-z_][\w.]*")


class SqlCompleter(Completer):
    """Completes commands, tables, columns and SQL keywords.

    After FROM it offers tables, elsewhere the columns of the tables that the query names.

    Args:
        tables: the tables and views that a query can name, by their names in SQL.
    """

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables

    def get_completions(self, document: Document, _: CompleteEvent) -> Iterator[Completion]:
        """The completions of the word before the cursor."""
        match = _WORD_AT_END.search(document.current_line_before_cursor)
        word = match[0] if match else ""
        before = document.text_before_cursor.removesuffix(word)
        for name in dict.fromkeys(self._candidates(document.text, before, word)):
            if name.lower().startswith(word.lower()):
                yield Completion(name, start_position=-len(word))

    def _candidates(self, text: str, before: str, word: str) -> Iterator[str]:
        if not before.strip() and word.startswith("."):
            yield from COMMANDS
        elif _TABLE_NEXT.search(before):
            yield from self._tables
        else:
            named = [
                self._tables[name] for name in _IDENTIFIERS.findall(text) if name in self._tables
            ]
            for table in named or self._tables.values():
                yield from (column.name for column in table.columns)
            yield from self._tables
            yield from _KEYWORDS
