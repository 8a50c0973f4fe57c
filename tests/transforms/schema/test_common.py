"""Shared columns: one declaration for each meaning, and each of them shared indeed."""

import re
from collections import Counter
from hashlib import sha256
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

import pytest

from dateline.transforms.schema import ROW_TYPES, common
from dateline.transforms.schema.columns import Col
from dateline.transforms.schema.content import Evidence, Span
from dateline.transforms.schema.operations import FailedRetry

SHARED: dict[str, Any] = {
    name: value for name, value in vars(common).items() if get_origin(value) is Annotated
}


def declaration(annotated: Any) -> Col:
    (declared,) = (part for part in get_args(annotated) if isinstance(part, Col))
    return declared


@pytest.mark.parametrize("name", SHARED)
def test_a_shared_column_is_declared_for_two_fields_at_least(name: str) -> None:
    annotations: list[Any] = []
    for row_type in (*ROW_TYPES, Evidence, Span, FailedRetry):
        annotations += row_type.__annotations__.values()
    columns = [annotation for annotation in annotations if get_origin(annotation) is Annotated]
    used = Counter(id(declaration(column)) for column in columns)
    assert used[id(declaration(SHARED[name]))] >= 2


def test_a_document_is_known_by_the_digest_of_its_bytes_in_small_letters() -> None:
    pattern = declaration(common.DocumentKey).pattern
    assert pattern == common.SHA256
    digest = sha256(b"page").hexdigest()
    assert re.fullmatch(pattern, digest)
    for other in (digest.upper(), digest[:-1], f"{digest}0", f"{digest}\n"):
        assert not re.fullmatch(pattern, other)


@pytest.mark.parametrize("name", ["Start", "End"])
def test_an_optional_offset_differs_by_null_alone(name: str) -> None:
    required, optional = SHARED[name], SHARED[f"Optional{name}"]
    assert declaration(required) == declaration(optional)
    assert get_args(get_args(optional)[0]) == (get_args(required)[0], NoneType)


def test_offsets_are_counted_alike() -> None:
    start, end = declaration(common.Start), declaration(common.End)
    assert (start.unit, start.minimum) == (end.unit, end.minimum)
