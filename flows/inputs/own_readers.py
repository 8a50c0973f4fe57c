"""Readers that installed distributions bring, each for the suffix that its entry point names.

A reader is a function from an open file and its name to the records of the file: mappings with the
names of fields that any record may have. It may raise anything, and give anything: that ends its
file, never a run.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import BinaryIO, cast

from dateline.flows.extensions import Extension, ExtensionError, ExtensionGroup, extensions
from dateline.flows.inputs.record_fields import NO_MAPPING
from dateline.flows.inputs.sources import (
    ArchiveLimitError,
    Found,
    ReadOptions,
    Record,
    Source,
    UnreadableError,
    without_surrogates,
)

OwnReader = Callable[[BinaryIO, str], Iterable[Mapping[str, object]]]

_SCALARS = (bool, float, type(None))
_LARGEST = 2**63


@cache
def own_readers() -> Mapping[str, Extension]:
    """The readers that are installed, by suffix; nothing is imported.

    Raises:
        ExtensionError: two distributions read the same suffix.
    """
    found: dict[str, Extension] = {}
    for extension in extensions(ExtensionGroup.READERS):
        suffix = f".{extension.name.lower().removeprefix('.')}"
        if suffix in found:
            raise ExtensionError(
                f"{extension} and {found[suffix]} read the same suffix; uninstall one of them"
            )
        found[suffix] = extension
    return found


def read_with(extension: Extension, source: Source, options: ReadOptions) -> Iterator[Found]:
    """The records that an installed reader gives.

    Raises:
        UnreadableError: the reader can't be imported, or it failed.
        ArchiveLimitError: the archive that the file is in holds more than it may.
    """
    try:
        reader = cast(OwnReader, extension.load())
        with source.open(False) as stream:
            for number, fields in enumerate(reader(cast(BinaryIO, stream), source.name), 1):
                origin = source.origin(f"record {number}")
                yield Record(origin, _storable_fields(fields), has_known_fields=True)
    except (UnreadableError, ArchiveLimitError, OSError):
        raise
    except Exception as error:  # a reader may raise anything
        raise UnreadableError(f"{extension} raised {type(error).__name__}: {error}") from error


def _storable_fields(fields: Mapping[str, object]) -> dict[str, object]:
    """A record with values that can be kept as JSON, but for a text that is bytes."""
    if not isinstance(fields, Mapping):
        raise TypeError(f"a record must be a mapping and is {type(fields).__name__}")
    named = {without_surrogates(str(name)): value for name, value in fields.items()}
    text_name = NO_MAPPING.text_name(named)
    return {
        name: value if name == text_name and isinstance(value, bytes) else _storable(value)
        for name, value in named.items()
    }


def _storable(value: object) -> object:
    if isinstance(value, Mapping):
        return {without_surrogates(str(name)): _storable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(item) for item in value]
    if isinstance(value, _SCALARS) or (isinstance(value, int) and abs(value) < _LARGEST):
        return value
    return without_surrogates(str(value))
