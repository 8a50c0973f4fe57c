"""Text from pages made safe to show in Markdown."""

import re

from flows.terminal import one_line


def code_span(text: str, width: int) -> str:
    """The beginning of a text as a code span, in which nothing is Markdown or HTML.

    It may stand in a cell of a table, too.
    """
    flat = one_line(text, width).replace("|", r"\|")
    if not flat:
        return ""
    fence = "`" * (1 + max(map(len, re.findall("`+", flat)), default=0))
    padding = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{padding}{flat}{padding}{fence}"
