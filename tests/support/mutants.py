"""Rules broken on purpose, to see that the made-up rows tell them from the real ones."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import duckdb
import pyarrow as pa

from dateline.expectations.rules import (
    Between,
    Check,
    InSet,
    Matches,
    NotNull,
    RowCondition,
    Rule,
    TableCondition,
    UniqueKey,
)
from dateline.transforms.schema import TABLES

_OTHER_TOKENS = {
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    "=": ("<>",),
    "<>": ("=",),
    "+": ("-",),
    "AND": ("OR",),
    "OR": ("AND",),
    "NOT": ("",),
    "count": ("2 * count",),
}


def mutants(rule: Rule) -> Iterator[Rule]:
    """The rule with one thing wrong; some of them are no SQL."""
    types = {column.name: column.arrow for column in TABLES[rule.table].columns}
    for check in (*_checks(rule), *_native(rule.check, types)):
        yield replace(rule, check=check)


def _checks(rule: Rule) -> Iterator[Check]:
    judges = TableCondition if rule.scope == "table" else RowCondition
    yield judges("true")
    yield judges("false")
    if isinstance(rule.check, RowCondition | TableCondition):
        yield judges(f"NOT ({rule.check.condition})")
        yield from map(judges, _edited(rule.check.condition))


def _native(check: Check, types: Mapping[str, pa.DataType]) -> Iterator[Check]:
    match check:
        case InSet(column, values):
            yield InSet(column, (*values, f"{values[0]}'"))
            for value in values:
                yield InSet(column, tuple(other for other in values if other != value))
        case Between(column, minimum, maximum):
            step = 1 if types[column] == pa.int64() else 0.01
            for shift in (-step, step):
                if minimum is not None:
                    yield Between(column, minimum + shift, maximum)
                if maximum is not None:
                    yield Between(column, minimum, maximum + shift)
        case Matches(column, pattern):
            yield NotNull(column)
            yield Matches(column, f"(?s)(?:{pattern}).*")
            yield Matches(column, f"(?s).*(?:{pattern})")
            yield Matches(column, f"(?i)(?:{pattern})")
            yield Matches(column, f"(?:{pattern})?")
            yield Matches(column, f"(?:{pattern})+")
        case UniqueKey(columns) if len(columns) > 1:
            for column in columns:
                yield UniqueKey(tuple(other for other in columns if other != column))


def _edited(condition: str) -> Iterator[str]:
    """A condition with one operator, number or string replaced."""
    starts = duckdb.tokenize(condition)
    ends = [start for start, _ in starts[1:]] + [len(condition)]
    for (start, kind), end in zip(starts, ends, strict=True):
        token = condition[start:end].strip()
        if kind == duckdb.token_type.numeric_const:
            shift = "0.01" if "." in token else "1"
            others: tuple[str, ...] = (f"({token} + {shift})", f"({token} - {shift})")
        elif kind == duckdb.token_type.string_const:
            others = ("'x'",)
        else:
            others = _OTHER_TOKENS.get(token, ())
        for other in others:
            yield f"{condition[:start]}{other} {condition[end:]}"
