"""The rules that follow from the declarations in `transforms/schema/`."""

from collections.abc import Iterator

from dateline.expectations.rules import (
    Between,
    Check,
    InSet,
    Matches,
    NotNull,
    RowCondition,
    Rule,
    UniqueKey,
)
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import Severity
from dateline.transforms.schema.columns import Column, Table


def _range_in_words(minimum: float | None, maximum: float | None) -> str:
    if maximum is None:
        return f"at least {minimum:g}"
    if minimum is None:
        return f"at most {maximum:g}"
    return f"between {minimum:g} and {maximum:g}"


def _column_rules(table: Table, column: Column) -> Iterator[Rule]:
    def rule(kind: str, meaning: str, check: Check) -> Rule:
        name = f"{table.qualified_name}.{column.name}.{kind}"
        return Rule(
            name, table.qualified_name, f"`{column.name}` {meaning}.", Severity.CRITICAL, check
        )

    declared = column.declared
    if not column.nullable:
        yield rule("not_null", "has a value", NotNull(column.name))
    if declared.values is not None:
        values = ", ".join(declared.values)
        yield rule("in_set", f"is one of {values}", InSet(column.name, tuple(declared.values)))
    if declared.minimum is not None or declared.maximum is not None:
        bounds = declared.minimum, declared.maximum
        yield rule("between", f"is {_range_in_words(*bounds)}", Between(column.name, *bounds))
    if declared.pattern is not None:
        pattern = declared.pattern
        yield rule("matches", f"matches `{pattern}`", Matches(column.name, pattern))
    # Other references may point at rows that an earlier batch published.
    if declared.references == "documents.document_id":
        condition = f"{table.name}.{column.name} IS NULL OR page.document_id IS NOT NULL"
        yield rule("references", "is a document of the same batch", RowCondition(condition))


def _rules(table: Table) -> Iterator[Rule]:
    for column in table.columns:
        yield from _column_rules(table, column)
    if table.key:
        yield Rule(
            f"{table.qualified_name}.key.unique",
            table.qualified_name,
            f"No two rows have the same {', '.join(f'`{column}`' for column in table.key)}.",
            Severity.CRITICAL,
            UniqueKey(table.key),
        )


DECLARED_RULES: tuple[Rule, ...] = tuple(
    rule for table in TABLES.values() for rule in _rules(table)
)
