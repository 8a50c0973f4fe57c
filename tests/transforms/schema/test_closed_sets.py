"""How the closed sets are declared; tests/flows/test_closed_sets.py holds that they occur."""

import inspect
import re
from dataclasses import is_dataclass
from enum import StrEnum

import numpy as np

from dateline import seeds
from dateline.transforms.schema import TABLES, closed_sets
from dateline.transforms.schema.closed_sets import LABELS, LineLabel
from dateline.transforms.schema.columns import Column, columns_of, item_type

SETS = [
    member
    for _, member in inspect.getmembers(closed_sets, inspect.isclass)
    if issubclass(member, StrEnum) and member is not StrEnum
]


def test_a_member_is_its_value_in_capitals() -> None:
    for closed_set in SETS:
        for name, member in closed_set.__members__.items():
            assert name.lower() == member.value
            assert re.fullmatch("[a-z]+(_[a-z]+)*", member)


def _members(column: Column) -> tuple[Column, ...]:
    """The columns of a column's structs."""
    struct = item_type(column.annotation) or column.annotation
    return columns_of(struct) if isinstance(struct, type) and is_dataclass(struct) else ()


def test_each_set_belongs_to_a_column() -> None:
    of_columns = {
        type(value)
        for table in TABLES.values()
        for column in table.columns
        for declared in (column, *_members(column))
        for value in declared.declared.values or ()
    }
    assert of_columns == set(SETS)


def test_a_label_has_the_index_that_the_lexicon_of_phrases_needs() -> None:
    assert np.array_equal([LABELS.index(label) for label in LineLabel], np.arange(len(LineLabel)))
    assert {row["label"] for row in seeds.lexicon("line_phrases")} <= set(LABELS)
