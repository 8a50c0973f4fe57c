"""Markdown that holds text from pages safely."""

import re
from collections.abc import Iterable

from dateline.flows.escaping import one_line

_ESCAPED_PIPE = r"\|"


def code_span(text: str, width: int) -> str:
    """The beginning of a text as a code span, in which neither Markdown nor HTML applies."""
    flat = one_line(text, width)
    if not flat:
        return ""
    fence = "`" * (1 + max(map(len, re.findall("`+", flat)), default=0))
    padding = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{padding}{flat}{padding}{fence}"


def table_row(cells: Iterable[str]) -> str:
    """A row of a table; a pipe ends a cell even inside a code span, so it is escaped."""
    return f"| {' | '.join(cell.replace('|', _ESCAPED_PIPE) for cell in cells)} |"
