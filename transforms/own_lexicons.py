"""Rows that a lake's owner adds to the lexicons of `seeds/`.

What is known before a page is read holds for a whole process: lexicons are read once, and patterns
and look-ups are made of them once. `use_lexicons` lets other rows count from then on. It takes them
as a value, so that every process which parses pages can be given the same.
"""

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from dateline.seeds import added_rows, replace_added_rows


@dataclass(frozen=True, slots=True)
class OwnLexicons:
    """Rows beside those that ship, by lexicon; each has every column of its lexicon."""

    rows: Mapping[str, tuple[dict[str, str], ...]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """What tells these rows from others, in eight hexadecimal digits; empty for no rows."""
        if not self.rows:
            return ""
        written = json.dumps({name: list(rows) for name, rows in self.rows.items()}, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:8]


def use_lexicons(own: OwnLexicons) -> None:
    """Let these rows count, beside those that ship, for every page that this process parses.

    They replace the rows that were given before. All that was derived from a lexicon is forgotten,
    and derived again when it is asked for; where the rows are the same, nothing happens. No page
    may be parsed meanwhile in another thread.
    """
    if own.rows == added_rows():
        return
    replace_added_rows(own.rows)
    for name, module in tuple(sys.modules.items()):
        if name.startswith(f"{__package__}."):
            for value in vars(module).values():
                if clear := getattr(value, "cache_clear", None):
                    clear()
