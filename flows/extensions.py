"""What other installed distributions add: readers, rules and lexicons, found by entry points.

A distribution declares an entry point in one of the groups below. It is imported where it is
needed, and nowhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import entry_points

from dateline.warehouse.errors import UsageError


class ExtensionGroup(StrEnum):
    """The groups of entry points that Dateline reads."""

    RULES = "dateline.rules"
    LEXICONS = "dateline.lexicons"


class ExtensionError(UsageError):
    """An extension can't be used; the message names its distribution."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What an entry point names, and who declared it."""

    name: str
    distribution: str
    target: object

    def __str__(self) -> str:
        return f"{self.name} of {self.distribution}"


def extensions(group: ExtensionGroup) -> Iterator[Extension]:
    """Import what the installed distributions declare in a group, by name.

    Raises:
        ExtensionError: it can't be imported.
    """
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        distribution = point.dist.name if point.dist is not None else "an unknown distribution"
        try:
            target = point.load()
        except Exception as error:  # an extension may raise anything
            raise ExtensionError(
                f"{group} {point.name} = {point.value!r} of {distribution} cannot be imported: "
                f"{type(error).__name__}: {error}; repair or uninstall {distribution}"
            ) from error
        yield Extension(point.name, distribution, target)
