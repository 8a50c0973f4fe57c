"""How far a job is, told to whoever shows it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from typing import TypeAlias

Advance: TypeAlias = Callable[[int, int], None]
"""Told the numbers of pages and of bytes that were done since the last call."""

Progress: TypeAlias = Callable[[int], AbstractContextManager[Advance]]
"""Given the bytes there are to do, a context in which progress is shown."""


class Phase(StrEnum):
    """What a run does at the moment."""

    READING = "reading"
    UNDERSTANDING = "understanding"
    CHECKING = "checking"
    PUBLISHING = "publishing"


@contextmanager
def no_progress(total_bytes: int) -> Iterator[Advance]:
    """Show nothing."""
    yield lambda pages, byte_count: None
