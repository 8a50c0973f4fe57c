"""What a rule is: declared once, and told to Great Expectations, DuckDB and readers alike.

Every check is a condition in SQL that is true for a good row. The query that finds failing rows is
made from it; the result is Great Expectations', by its own expectation where it has one and else
on the condition's value. A condition that is null passes, as in an SQL `CHECK`: whether a value may
be missing is a rule of its own.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from dateline.expectations.locations import Location, column_location, statement_location
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import Severity
from dateline.warehouse.catalog.ddl import identifier, literal
from dateline.warehouse.errors import UsageError


@dataclass(frozen=True, slots=True)
class NotNull:
    """The column has a value; NaN is none."""

    column: str

    @property
    def condition(self) -> str:
        """SQL that is true for a good row."""
        return f"{identifier(self.column)} IS NOT NULL"


@dataclass(frozen=True, slots=True)
class InSet:
    """The column's value is one of a closed set."""

    column: str
    values: tuple[str, ...]

    @property
    def condition(self) -> str:
        """SQL that is true for a good row."""
        return f"{identifier(self.column)} IN ({', '.join(map(literal, self.values))})"


@dataclass(frozen=True, slots=True)
class Between:
    """The column's value lies between two bounds, both inclusive; None is no bound."""

    column: str
    minimum: float | None
    maximum: float | None

    @property
    def condition(self) -> str:
        """SQL that is true for a good row."""
        column, bounds = identifier(self.column), []
        if self.minimum is not None:
            bounds.append(f"{column} >= {self.minimum!r}")
        if self.maximum is not None:
            bounds.append(f"{column} <= {self.maximum!r}")
        return " AND ".join(bounds)


@dataclass(frozen=True, slots=True)
class Matches:
    """The whole of the column's value matches a regular expression in RE2 syntax."""

    column: str
    pattern: str

    @property
    def condition(self) -> str:
        """SQL that is true for a good row."""
        return f"regexp_full_match({identifier(self.column)}, {literal(self.pattern)})"


@dataclass(frozen=True, slots=True)
class UniqueKey:
    """No two rows agree in all of these columns; rows with a null among them are not compared."""

    columns: tuple[str, ...]

    @property
    def condition(self) -> str:
        """SQL that is true for a good row."""
        columns = [identifier(column) for column in self.columns]
        missing = " OR ".join(f"{column} IS NULL" for column in columns)
        return f"{missing} OR count(*) OVER (PARTITION BY {', '.join(columns)}) = 1"


@dataclass(frozen=True, slots=True)
class RowCondition:
    """A written condition on each row, in SQL over the row's relations (`candidates.relation`)."""

    condition: str


@dataclass(frozen=True, slots=True)
class TableCondition:
    """A written condition on the table as a whole, in SQL with aggregates."""

    condition: str


Check: TypeAlias = NotNull | InSet | Between | Matches | UniqueKey | RowCondition | TableCondition


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold.

    `name` is stable and starts with the table's; `table` is a qualified name of
    `transforms.schema.TABLES`; `meaning` says in a sentence what holds. A critical rule keeps bad
    rows out; a warning only reports them. `written_at` is None for a rule that follows from a
    declaration in `transforms/schema/`.
    """

    name: str
    table: str
    meaning: str
    severity: Severity
    check: Check
    written_at: Location | None = field(default=None, compare=False)

    @property
    def location(self) -> Location:
        """Where the rule is written, or the column or table declared that it follows from."""
        column = self.name.removeprefix(f"{self.table}.").split(".")[0]
        return self.written_at or column_location(self.table, column)

    @property
    def scope(self) -> Literal["row", "table"]:
        """Whether the rule holds for each row or the table as a whole."""
        return "table" if isinstance(self.check, TableCondition) else "row"


class RuleError(UsageError):
    """A rule that can't be used; the message names its location and what is allowed."""


def row_rule(
    name: str, meaning: str, condition: str, severity: Severity = Severity.CRITICAL
) -> Rule:
    """A written rule on each row of a table.

    Args:
        name: The table's qualified name, and what tells the rule from others.
        meaning: What holds, in a sentence.
        condition: SQL that is true for a good row; see `expectations.candidates` for what it sees.
        severity: Whether a row that breaks it is kept out or only reported.

    Raises:
        RuleError: The name starts with no table's.
    """
    return _written(name, meaning, severity, RowCondition(condition))


def table_rule(
    name: str, meaning: str, condition: str, severity: Severity = Severity.CRITICAL
) -> Rule:
    """A written rule on a table as a whole; `condition` has aggregates, all else as in `row_rule`.

    Raises:
        RuleError: The name starts with no table's.
    """
    return _written(name, meaning, severity, TableCondition(condition))


def unique_rule(
    name: str, meaning: str, columns: tuple[str, ...], severity: Severity = Severity.CRITICAL
) -> Rule:
    """A written rule that no two rows of a table agree in all of these columns; as `row_rule`.

    Raises:
        RuleError: The name starts with no table's.
    """
    return _written(name, meaning, severity, UniqueKey(columns))


def _written(name: str, meaning: str, severity: Severity, check: Check) -> Rule:
    return Rule(name, table_named_by(name), meaning, severity, check, statement_location())


def table_named_by(rule_name: str) -> str:
    """The table that a rule's name starts with.

    Raises:
        RuleError: It starts with none.
    """
    for table in TABLES:
        if rule_name.startswith(f"{table}."):
            return table
    raise RuleError(
        f"invalid rule name {rule_name!r}: start it with the table that the rule holds for, such as"
        f" `articles.headline.short`; the tables are {', '.join(TABLES)}"
    )
