"""Where a rule is declared, for whoever has to look at one that failed."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dateline.transforms.schema import ROW_TYPES
from dateline.transforms.schema.columns import table_of

_PROJECT = Path(__file__).parents[1]
_ROW_TYPES = {table_of(row_type).qualified_name: row_type for row_type in ROW_TYPES}


@dataclass(frozen=True, slots=True)
class Location:
    """A line of a file, counted from 1.

    `path` is relative to the project for its own files, such as `transforms/schema/content.py`,
    and as the user gave it for theirs.
    """

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}"


def _location(file: str, line: int) -> Location:
    path = Path(file)
    return Location(path.relative_to(_PROJECT) if path.is_relative_to(_PROJECT) else path, line)


def statement_location() -> Location:
    """The statement at the top level of a module that leads to this call."""
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    if frame is None:
        raise RuntimeError("a rule is declared in a module")
    return _location(frame.f_code.co_filename, frame.f_lineno)


def column_location(table_name: str, column: str) -> Location:
    """Where a column is declared, or else its table.

    Args:
        table_name: A qualified name of `transforms.schema.TABLES`.
        column: The column's name; of no column for the table itself.
    """
    row_type = _ROW_TYPES[table_name]
    lines = _declarations(row_type)
    return _location(inspect.getfile(row_type), lines.get(column, lines[row_type.__name__]))


@cache
def _declarations(row_type: type) -> Mapping[str, int]:
    """The line of each field of a row type, and its own under its name.

    The source is searched, not parsed: CPython before 3.11.8 can't build two syntax trees at once
    in threads, and Prefect builds some in its own.
    """
    source = Path(inspect.getfile(row_type)).read_text(encoding="utf-8").splitlines()
    first = source.index(f"class {row_type.__name__}:") + 1
    lines = {row_type.__name__: first}
    for number, line in enumerate(source[first:], start=first + 1):
        if line and not line[0].isspace():
            break
        if field := re.match(r"    ([a-z_]+):", line):
            lines[field[1]] = number
    return lines
