"""Whether the records of a run have the fields that the settings name."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from dateline.flows.inputs.discovery import InputFile
from dateline.flows.inputs.readers import read_found
from dateline.flows.inputs.record_fields import value_at
from dateline.flows.inputs.sources import ReadOptions, Record
from dateline.warehouse.errors import UsageError

_MOST_RECORDS = 10_000
_MOST_FIELDS = 40


class UnknownFieldError(UsageError):
    """No record has a field that the settings name."""


def require_mapped_fields(input_files: Sequence[InputFile], options: ReadOptions) -> None:
    """See that each field that the settings name is in one of the first 10,000 records.

    Nothing is read where the settings name none, and no further than until all are found.

    Raises:
        UnknownFieldError: one is in none of them; the message names the fields that there are.
    """
    missing = dict(options.mapping.names)
    if not missing:
        return
    known: dict[str, None] = {}
    found = chain.from_iterable(read_found(file, options) for file in input_files)
    records = (each for each in found if isinstance(each, Record) and not each.has_known_fields)
    for record in islice(records, _MOST_RECORDS):
        missing = {
            field: name for field, name in missing.items() if value_at(record.values, name) is None
        }
        if not missing:
            return
        known |= dict.fromkeys(_names(record.values))
    if known:
        names = ", ".join(list(known)[:_MOST_FIELDS])
        wanted = " and ".join(f"{name!r} ({field})" for field, name in missing.items())
        raise UnknownFieldError(f"no record has the field {wanted}; the fields are {names}")


def _names(values: Mapping[str, Any]) -> Iterator[str]:
    """The names of a record's fields, those of objects in it after a dot."""
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            yield from (f"{name}.{inner}" for inner in value)
        else:
            yield str(name)
