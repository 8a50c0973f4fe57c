"""Text from pages made safe to show in Markdown."""

import re
from collections.abc import Iterable

from flows.escaping import one_line

_BAR = r"\|"


def code_span(text: str, width: int) -> str:
    """The beginning of a text as a code span, in which nothing is Markdown or HTML."""
    flat = one_line(text, width)
    if not flat:
        return ""
    fence = "`" * (1 + max(map(len, re.findall("`+", flat)), default=0))
    padding = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{padding}{flat}{padding}{fence}"


def table_row(cells: Iterable[str]) -> str:
    """A row of a table; in a cell, even in a code span, a bar would end it."""
    return f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |"
