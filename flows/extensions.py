"""What installed distributions add: readers, fields, rules and lexicons, by entry points.

A distribution declares an entry point in one of the groups below. It is imported where it is
needed, and nowhere else.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from dateline.warehouse.errors import UsageError


class ExtensionGroup(StrEnum):
    """The groups of entry points that Dateline reads."""

    READERS = "dateline.readers"
    FIELDS = "dateline.fields"
    RULES = "dateline.rules"
    LEXICONS = "dateline.lexicons"


class ExtensionError(UsageError):
    """An extension can't be used; the message names its distribution."""


@dataclass(frozen=True, slots=True)
class Extension:
    """An entry point in a group, and who declared it."""

    group: ExtensionGroup
    point: EntryPoint

    @property
    def name(self) -> str:
        """Its name."""
        return self.point.name

    @property
    def distribution(self) -> str:
        """The distribution that declares it."""
        return self.point.dist.name if self.point.dist is not None else "an unknown distribution"

    def __str__(self) -> str:
        return f"{self.group} {self.name} of {self.distribution}"

    def load(self) -> object:
        """Import what it names.

        Raises:
            ExtensionError: it can't be imported.
        """
        try:
            return self.point.load()
        except Exception as error:  # an extension may raise anything
            raise ExtensionError(
                f"{self.group} {self.name} = {self.point.value!r} of {self.distribution} cannot be "
                f"imported: {type(error).__name__}: {error}; repair or uninstall "
                f"{self.distribution}"
            ) from error


def extensions(group: ExtensionGroup) -> Iterator[Extension]:
    """What the installed distributions declare in a group, by name; nothing is imported."""
    points = _declared(tuple(sys.path)).select(group=group)
    for point in sorted(points, key=lambda point: point.name):
        yield Extension(group, point)


@cache
def _declared(_: tuple[str, ...]) -> Any:  # of another type before Python 3.12
    """All entry points of the distributions on a path, each of which is opened for it."""
    return entry_points()
