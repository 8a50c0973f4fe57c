"""What the server and the process that answers say to each other."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Question:
    """A tool's name, the snapshot to read or None for the last, and the tool's arguments."""

    tool: str
    snapshot: int | str | None
    arguments: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as JSON, or what was wrong; `quotes_pages` says whether pages may speak there."""

    content: str
    is_error: bool = False
    quotes_pages: bool = False
