"""Whether rules hold, by Great Expectations.

What it sees of the rows comes from one query for all tables, and from another one for a table that
breaks a rule. Finding the failing rows is left to the rule's own query, which is many times faster.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

import duckdb

from dateline.expectations.candidates import evaluated_rows_query, message_of, relation
from dateline.expectations.engine import expectation, is_true, validate_frame
from dateline.expectations.rules import (
    Between,
    InSet,
    Matches,
    NotNull,
    RowCondition,
    Rule,
    RuleError,
    TableCondition,
    UniqueKey,
)
from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.ddl import identifier, literal, qualified

# The rules that `_all_hold_query` evaluates apart from the rest.
_PARTS = (UniqueKey, RowCondition, TableCondition)

if TYPE_CHECKING:
    import pandas as pd


def validate(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> Mapping[str, bool]:
    """Whether each rule holds for the candidate rows, by the rule's name.

    An expectation costs milliseconds however few rows it looks at, and most rules hold most of the
    time. So the first one for a table is that all of its rules hold; each rule has its own where
    that is not so.

    Args:
        connection: The candidate rows, as `candidates.candidates` lays them out.
        rules: Rules with distinct names.

    Raises:
        RuleError: A written condition is wrong, or can't be evaluated for a row.
        RuntimeError: Great Expectations could not evaluate a rule.
    """
    passed = {rule.name: True for rule in rules}
    filled = _filled(connection)
    evaluated = sorted(
        (rule for rule in rules if rule.table in filled or rule.scope == "table"), key=_frame_of
    )
    if not evaluated:
        return passed
    by_table = {table: tuple(group) for table, group in groupby(evaluated, key=_table_of)}
    # A row of one table has no value in the columns of others.
    together = " UNION ALL BY NAME ".join(
        _all_hold_query(table, members) for table, members in by_table.items()
    )
    all_hold = validate_frame(
        _frame(connection, together, evaluated), [is_true(table) for table in by_table]
    )
    broken = (rule for rule in evaluated if not all_hold[rule.table])
    for _, alike in groupby(broken, key=_frame_of):
        apart = tuple(alike)
        frame = _frame(connection, _each_query(apart), apart)
        passed |= validate_frame(frame, [expectation(rule) for rule in apart])
    return passed


def _filled(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables that have rows."""
    found = " UNION ALL ".join(
        f"(SELECT {literal(name)} FROM {qualified(table)} LIMIT 1)"
        for name, table in TABLES.items()
    )
    return {name for (name,) in connection.execute(found).fetchall()}


def _table_of(rule: Rule) -> str:
    return rule.table


def _frame_of(rule: Rule) -> tuple[str, str]:
    """What the rules that share a data frame have in common."""
    return rule.table, rule.scope


def _all_hold_query(table: str, rules: Sequence[Rule]) -> str:
    """For the rules of a table, a column that is true for every row that holds to all of them.

    Rules that are evaluated over the same rows share a part of it; keys have one of their own, so
    that nothing but keys is compared.
    """

    def part(rule: Rule) -> str:
        return type(rule.check).__name__ if isinstance(rule.check, _PARTS) else ""

    queries = []
    for _, group in groupby(sorted(rules, key=part), key=part):
        alike = tuple(group)
        conditions = " AND ".join(f"coalesce({rule.check.condition}\n, true)" for rule in alike)
        joined = isinstance(alike[0].check, RowCondition)
        rows = relation(TABLES[table], joined=joined)
        queries.append(f"SELECT {conditions} AS {identifier(table)} FROM {rows}")
    return " UNION ALL BY NAME ".join(queries)


def _each_query(rules: Sequence[Rule]) -> str:
    """For rules that share a frame, what Great Expectations needs to see of it, and no more.

    A column that only has to be there comes as a mark for each value, so that no text, blob or list
    is converted; a written condition comes as a column of its values.
    """
    table = TABLES[rules[0].table]
    values: dict[str, None] = {}
    marks: dict[str, None] = {}
    written: list[Rule] = []
    for rule in rules:
        match rule.check:
            case NotNull(column):
                marks[column] = None
            case InSet(column, _) | Between(column, _, _) | Matches(column, _):
                values[column] = None
            case UniqueKey(columns):
                values |= dict.fromkeys(columns)
            case RowCondition() | TableCondition():
                written.append(rule)
    name = identifier(table.name)
    selected = [
        *(f"{name}.{identifier(column)}" for column in values),
        *(
            f"CASE WHEN {name}.{identifier(column)} IS NOT NULL THEN 1.0::DOUBLE END"
            f" AS {identifier(column)}"
            for column in marks
            if column not in values
        ),
        *(
            f"coalesce({rule.check.condition}\n, true) AS {identifier(rule.name)}"
            for rule in written
        ),
    ]
    joined = any(isinstance(rule.check, RowCondition) for rule in written)
    return f"SELECT {', '.join(selected)} FROM {relation(table, joined=joined)}"


def _frame(
    connection: duckdb.DuckDBPyConnection, query: str, rules: Sequence[Rule]
) -> "pd.DataFrame":
    try:
        frame: pd.DataFrame = connection.sql(query).to_arrow_table().to_pandas()
    except (duckdb.ProgrammingError, duckdb.DataError):
        # Each condition by itself tells which one it is.
        for rule in rules:
            with blamed_on(rule):
                connection.execute(evaluated_rows_query(rule)).fetchall()
        raise
    return frame


@contextmanager
def blamed_on(rule: Rule) -> Iterator[None]:
    """Blame a rule's condition for what DuckDB can't evaluate.

    Raises:
        RuleError: something can't be evaluated.
    """
    try:
        yield
    except duckdb.Error as error:
        raise RuleError(
            f"{rule.location}: cannot evaluate {rule.name}: {message_of(error)}"
        ) from error
