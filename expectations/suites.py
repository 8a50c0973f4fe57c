"""The rules as suites of Great Expectations, for a data context of one's own: one suite a table.

A suite is written as Great Expectations stores it, without importing it, which takes seconds. A
written condition has no expectation of its own: it is SQL over more than the columns of a frame. So
a suite's `meta` lists those that it leaves out.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from dateline.expectations.rules import (
    Between,
    InSet,
    Matches,
    NotNull,
    RowCondition,
    Rule,
    TableCondition,
    UniqueKey,
)
from dateline.transforms.schema import TABLES

# A value of JSON.
Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"


def suites(rules: Sequence[Rule]) -> Iterator[tuple[str, dict[str, Json]]]:
    """The suite of each table that has rules, by its name, in its JSON form.

    It is named after its table: `articles`, `ops_runs`. In a name with a dot, Great Expectations
    takes what stands before the dot for a folder.
    """
    order = list(TABLES)

    def table_of(rule: Rule) -> str:
        return rule.table

    for table, group in groupby(
        sorted(rules, key=lambda rule: order.index(rule.table)), key=table_of
    ):
        members = tuple(group)
        expressed = [found for rule in members if (found := _expectation(rule)) is not None]
        left_out: list[Json] = [
            {
                "rule": rule.name,
                "meaning": rule.meaning,
                "severity": rule.severity.value,
                "scope": rule.scope,
                "condition": rule.check.condition,
            }
            for rule in members
            if _expectation(rule) is None
        ]
        name = table.replace(".", "_")
        meta: Json = {"table": table, "not_expressed": left_out}
        yield name, {"name": name, "expectations": expressed, "meta": meta}


def _expectation(rule: Rule) -> Json:
    """A rule as the configuration of an expectation; None where there is none."""
    match rule.check:
        case NotNull(column):
            kind, arguments = "expect_column_values_to_not_be_null", _of_column(column)
        case InSet(column, values):
            kind = "expect_column_values_to_be_in_set"
            arguments = _of_column(column) | {"value_set": [str(value) for value in values]}
        case Between(column, minimum, maximum):
            kind = "expect_column_values_to_be_between"
            arguments = _of_column(column) | {"min_value": minimum, "max_value": maximum}
        case Matches(column, pattern):
            kind = "expect_column_values_to_match_regex"
            # Unlike \Z, the dollar sign means the same to every database.
            arguments = _of_column(column) | {"regex": f"^(?:{pattern})$"}
        case UniqueKey((column,)):
            kind, arguments = "expect_column_values_to_be_unique", _of_column(column)
        case UniqueKey(columns):
            kind = "expect_compound_columns_to_be_unique"
            arguments = {"column_list": list(columns), "ignore_row_if": "any_value_is_missing"}
        case RowCondition() | TableCondition():
            return None
    return {
        "type": kind,
        "kwargs": arguments,
        "severity": rule.severity.value,
        "meta": {"rule": rule.name, "notes": rule.meaning},
    }


def _of_column(column: str) -> dict[str, Json]:
    return {"column": column}
