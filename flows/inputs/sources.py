"""What a reader reads, and what it gives: a source of bytes; records, pages and unusable pages."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from io import BufferedReader
from typing import Any, TypeAlias

from dateline.flows.inputs.pages import Origin, RawPage, UnusablePage
from dateline.flows.inputs.record_fields import NO_MAPPING, FieldMapping
from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.warehouse.errors import EnvironmentFailedError

CHUNK = 1 << 20
# JSON may spell a character of two bytes in six.
_JSON_OVERHEAD = 4


class UnreadableError(EnvironmentFailedError):
    """A file that cannot be read on; what was read before stays."""


class ArchiveLimitError(EnvironmentFailedError):
    """An archive holds more than it may."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read: the largest page, in bytes, and the names of a record's fields."""

    byte_limit: int
    mapping: FieldMapping = NO_MAPPING

    @property
    def record_limit(self) -> int:
        """The size of the largest record that may hold such a page, in bytes."""
        return _JSON_OVERHEAD * self.byte_limit


@dataclass(frozen=True, slots=True)
class Source:
    """A file, or a file inside an archive, whose bytes are read once from start to end.

    `location` is its printable path, which goes on inside an archive, and `name` its last part;
    `byte_count` is its size as it lies there. `open` gives its content unpacked; asked to
    resynchronise, it leaves out damaged stretches of compressed data and raises
    `UnreadableError` behind the rest.
    """

    location: str
    name: str
    byte_count: int
    open: Callable[[bool], AbstractContextManager[BufferedReader]]

    def origin(self, source_id: str | None = None) -> Origin:
        """Where a page of it was found; without an identity of its own it is the file itself."""
        return Origin(self.location, self.name if source_id is None else source_id)


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a file.

    `payload` is what a retry would read once more, or None for the values as JSON; `repairs` says
    what its reader had to mend. Where `has_known_fields`, its reader has named the fields, and a
    mapping that a user gives is not of them.
    """

    origin: Origin
    values: Mapping[str, Any]
    payload: bytes | None = None
    repairs: tuple[str, ...] = ()
    has_known_fields: bool = False


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A file inside an archive that is of no kind that is read."""

    location: str


Found: TypeAlias = Record | RawPage | UnusablePage | LeftAlone


def printable_name(name: str | os.PathLike[str]) -> str:
    """A path as text that can be stored and shown; bytes that are no UTF-8 are escaped."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def without_surrogates(text: str) -> str:
    """A text that can be stored; halves of surrogate pairs are joined, or become U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def too_large(origin: Origin, byte_count: int, byte_limit: int) -> UnusablePage:
    """A page that is larger than it may be; its bytes are not kept."""
    return UnusablePage(
        origin,
        QuarantineReason.TOO_LARGE,
        f"larger than {byte_limit:,} bytes; split it, or raise page_byte_limit in the settings",
        rule="input.too_large",
        byte_count=byte_count,
    )


def rejected(
    origin: Origin, reason: QuarantineReason, detail: str, byte_count: int
) -> UnusablePage:
    """What is only noted."""
    return UnusablePage(origin, reason, detail, rule=f"input.{reason}", byte_count=byte_count)


def broken(origin: Origin, reason: str, detail: str, payload: bytes) -> UnusablePage:
    """A record that is no page as it is, with its bytes."""
    return UnusablePage(
        origin,
        reason,
        f"{detail}; fix the record (it needs a text) and run again",
        rule=f"input.{reason}",
        byte_count=len(payload),
        payload=payload,
    )
