"""OpenLineage events, read into the types that are generated from its published specification."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import attrs
from openlineage.client import generated
from openlineage.client.generated.base import (
    BaseFacet,
    DatasetFacet,
    EventType,
    InputDatasetFacet,
    JobFacet,
    OutputDatasetFacet,
    RunEvent,
    RunFacet,
)

MODULES = [
    import_module(f"{generated.__name__}.{module.name}")
    for module in pkgutil.iter_modules(generated.__path__)
]
FACETS: dict[str, type[BaseFacet]] = {
    kind._get_schema(): kind
    for module in MODULES
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, BaseFacet)
}
# The specification has them as URIs, of which the types make texts.
ADDRESSES = {"producer", "_producer", "schemaURL", "_schemaURL", "uri"}
# The assertions of a table that is written stand where a tool looks for its facets.
ALSO_OF_DATASETS = {DatasetFacet: (DatasetFacet, InputDatasetFacet)}


def event_of(read: Mapping[str, Any]) -> RunEvent:
    """The event that was read from JSON.

    Raises:
        TypeError: a field is missing, unknown or of another type.
        ValueError: a value has another form than the specification says.
        KeyError: a facet is none of the specification, or of another version.
    """
    event = structured(RunEvent, read)
    assert isinstance(event, RunEvent)
    return event


def structured(kind: type, read: Mapping[str, Any]) -> object:
    hints = get_type_hints(kind)
    fields = {field.name: field for field in attrs.fields(kind)}
    unknown = read.keys() - fields.keys()
    if unknown:
        raise TypeError(f"{kind.__name__} has no {unknown}")
    values = {}
    for name, value in read.items():
        if name in ADDRESSES and not urlsplit(value).scheme:
            raise ValueError(f"{value!r} is no address")
        if fields[name].init:
            values[fields[name].alias] = valued(hints[name], value)
        elif value != kind._get_schema():  # type: ignore[attr-defined]
            raise ValueError(f"{value} is not the schema of {kind.__name__}")
    return kind(**values)


def valued(hint: Any, value: Any) -> Any:
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (it for it in get_args(hint) if it is not NoneType)
    if get_origin(hint) is list:
        return [valued(get_args(hint)[0], item) for item in value]
    if get_origin(hint) is dict:
        return {name: valued(get_args(hint)[1], item) for name, item in value.items()}
    if hint in (DatasetFacet, InputDatasetFacet, JobFacet, OutputDatasetFacet, RunFacet):
        kind = FACETS[value["_schemaURL"]]
        if not issubclass(kind, ALSO_OF_DATASETS.get(hint, hint)):
            raise TypeError(f"{kind.__name__} is no {hint.__name__}")
        return structured(kind, value)
    if attrs.has(hint):
        return structured(hint, value)
    if hint is EventType:
        return EventType(value)
    if hint is not Any and type(value) is not hint:
        raise TypeError(f"{value!r} is no {hint}")
    return value
