"""Whether rules hold, by Great Expectations.

Importing Great Expectations costs seconds of CPU time, so it happens inside the function that needs
it. A suite is validated for each table and kind of frame, with `BOOLEAN_ONLY` results: finding the
failing rows is left to the rule's own query, which is many times faster.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

import duckdb

from dateline.expectations.candidates import evaluated_rows_query, message_of, relation
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
from dateline.warehouse.catalog.ddl import identifier, qualified

# The rules that `_all_hold_query` evaluates apart from the rest.
_PARTS = (UniqueKey, RowCondition, TableCondition)
_HOLDS = "holds"

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.expectations.expectation import Expectation


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
    frames = _frames()
    passed = {rule.name: True for rule in rules}
    for table, group in groupby(sorted(rules, key=_frame_of), key=_table_of):
        rows = connection.execute(f"SELECT 1 FROM {qualified(TABLES[table])} LIMIT 1")
        has_rows = rows.fetchone() is not None
        members = tuple(rule for rule in group if has_rows or rule.scope == "table")
        if not members:
            continue
        together = _frame(connection, _all_hold_query(members), members)
        if _validate(frames, together, [_is_true(_HOLDS, table)])[table]:
            continue
        for _, alike in groupby(members, key=_frame_of):
            apart = tuple(alike)
            frame = _frame(connection, _each_query(apart), apart)
            passed |= _validate(frames, frame, [expectation(rule) for rule in apart])
    return passed


def _table_of(rule: Rule) -> str:
    return rule.table


def _frame_of(rule: Rule) -> tuple[str, str]:
    """What the rules that share a data frame have in common."""
    return rule.table, rule.scope


def expectation(rule: Rule) -> "Expectation":
    """The Great Expectations expectation that evaluates a rule on the frame of its table."""
    import great_expectations.expectations as gxe

    meta = {"rule": rule.name}
    match rule.check:
        case NotNull(column):
            return gxe.ExpectColumnValuesToNotBeNull(column=column, meta=meta)
        case InSet(column, values):
            return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=list(values), meta=meta)
        case Between(column, minimum, maximum):
            return gxe.ExpectColumnValuesToBeBetween(
                column=column, min_value=minimum, max_value=maximum, meta=meta
            )
        case Matches(column, pattern):
            return gxe.ExpectColumnValuesToMatchRegex(
                column=column, regex=rf"\A(?:{pattern})\Z", meta=meta
            )
        case UniqueKey((column,)):
            return gxe.ExpectColumnValuesToBeUnique(column=column, meta=meta)
        case UniqueKey(columns):
            return gxe.ExpectCompoundColumnsToBeUnique(
                column_list=list(columns), ignore_row_if="any_value_is_missing", meta=meta
            )
        case RowCondition() | TableCondition():
            return _is_true(rule.name, rule.name)


def _is_true(column: str, rule_name: str) -> "Expectation":
    import great_expectations.expectations as gxe

    return gxe.ExpectColumnValuesToBeInSet(
        column=column, value_set=[True], meta={"rule": rule_name}
    )


def _all_hold_query(rules: Sequence[Rule]) -> str:
    """For the rules of one table, a column that is true for every row that holds to all of them.

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
        rows = relation(TABLES[alike[0].table], joined=joined)
        queries.append(f"SELECT {conditions} AS {_HOLDS} FROM {rows}")
    return " UNION ALL ".join(queries)


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


def _frames() -> "BatchDefinition[None]":
    """Any data frame as a batch, in a context of its own.

    The context lives in memory, shows no progress, sends nothing, and has no Data Docs: those print
    the text of pages unescaped.
    """
    from great_expectations import get_context
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    context = get_context(project_config=config, mode="ephemeral")
    asset = context.data_sources.add_pandas("candidates").add_dataframe_asset("frames")
    return asset.add_batch_definition_whole_dataframe("whole")


def _validate(
    frames: "BatchDefinition[None]", frame: "pd.DataFrame", expectations: "Sequence[Expectation]"
) -> dict[str, bool]:
    """Whether each expectation is met, by the name of its rule."""
    from great_expectations import ExpectationSuite

    suite = ExpectationSuite(name="rules", expectations=list(expectations))
    batch = frames.get_batch({"dataframe": frame})
    passed = {}
    for result in batch.validate(suite, result_format="BOOLEAN_ONLY").results:
        configuration = result.expectation_config
        if configuration is None or configuration.meta is None:
            raise RuntimeError("Great Expectations gave a result without its expectation")
        rule_name = configuration.meta["rule"]
        if result.exception_info["raised_exception"]:
            raise RuntimeError(
                f"Great Expectations could not evaluate {rule_name}:"
                f" {result.exception_info['exception_message']}"
            )
        passed[rule_name] = bool(result.success)
    return passed
