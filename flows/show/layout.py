"""How rows are laid out on a terminal."""

from enum import StrEnum


class Layout(StrEnum):
    """In columns, or one below the other with each value on a line of its own.

    `auto` is a table unless its columns would be narrower than their names.
    """

    AUTO = "auto"
    TABLE = "table"
    LINE = "line"
