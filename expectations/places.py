"""Where a rule is declared, for whoever has to look at one that failed."""

import ast
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from transforms.schema import ROW_TYPES
from transforms.schema.columns import table_of

_PROJECT = Path(__file__).parents[1]
_ROW_TYPES = {table_of(row_type).qualified_name: row_type for row_type in ROW_TYPES}


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a file, counted from 1.

    `path` is relative to the project for its own files, such as `transforms/schema/content.py`,
    and as the user gave it for theirs.
    """

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}"


def _place(file: str, line: int) -> Place:
    path = Path(file)
    return Place(path.relative_to(_PROJECT) if path.is_relative_to(_PROJECT) else path, line)


def statement_place() -> Place:
    """The statement at the top level of a module that leads to this call."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    if frame is None:
        raise RuntimeError("a rule is declared in a module")
    return _place(frame.f_code.co_filename, frame.f_lineno)


def column_place(table_name: str, column: str) -> Place:
    """Where a column is declared, or else its table.

    Args:
        table_name: A qualified name of `transforms.schema.TABLES`.
        column: The column's name; of no column for the table itself.
    """
    row_type = _ROW_TYPES[table_name]
    lines = _declarations(row_type)
    return _place(inspect.getfile(row_type), lines.get(column, lines[row_type.__name__]))


@cache
def _declarations(row_type: type) -> Mapping[str, int]:
    """The line of each field of a row type, and its own under its name."""
    source, first = inspect.getsourcelines(row_type)
    (declaration,) = ast.parse("".join(source)).body
    lines = {row_type.__name__: first + declaration.lineno - 1}
    for node in ast.walk(declaration):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            lines[node.target.id] = first + node.lineno - 1
    return lines
