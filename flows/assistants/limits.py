"""How much an answer may hold: what is left out is said in a note."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import timedelta
from typing import Any, TypeVar

from dateline.flows.jobs.serialization import to_json

_LONGEST_VALUE = 4_000
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """What one answer may take: time, memory for queries, rows, and bytes as JSON."""

    longest: timedelta
    memory_bytes: int
    row_count: int
    byte_count: int


@dataclass(slots=True)
class Allowance:
    """What is left of an answer's bytes, and the notes on what did not fit."""

    byte_count: int
    notes: list[str] = field(default_factory=list)

    def plain(self, value: Any) -> Any:
        """A value as JSON has it, with long texts cut."""
        match value:
            case None | bool() | int() | float():
                return value
            case str():
                return self._cut(value)
            case dict():
                return {str(key): self.plain(item) for key, item in value.items()}
            case list() | tuple():
                return [self.plain(item) for item in value]
            case _ if is_dataclass(value) and not isinstance(value, type):
                return self.plain(asdict(value))
            case _:
                return self._cut(to_json(value).strip('"'))

    def take(self, items: Iterable[_Item], *, row_count: int, what: str) -> list[Any]:
        """As many of the items, as JSON has them, as rows and bytes are left for.

        Args:
            items: what there is, one more than `row_count` where there is more.
            row_count: most items.
            what: what they are, for the note, and how to get the others.
        """
        taken: list[Any] = []
        for item in items:
            plain = self.plain(item)
            size = len(to_json(plain).encode())
            if len(taken) == row_count or size > self.byte_count:
                limit = "rows" if len(taken) == row_count else "bytes"
                self.notes.append(
                    f"cut after {len(taken):,} {what}: the limit of {limit} of one answer"
                )
                break
            self.byte_count -= size
            taken.append(plain)
        return taken

    def _cut(self, text: str) -> str:
        if len(text) <= _LONGEST_VALUE:
            return text
        note = (
            f"values of more than {_LONGEST_VALUE:,} characters are cut there, with an … at the "
            "end; read the text of a page with `document`"
        )
        if note not in self.notes:
            self.notes.append(note)
        return f"{text[:_LONGEST_VALUE]}…"
