"""The verdicts, by Great Expectations.

Importing Great Expectations costs seconds of CPU time, so it happens inside the function that needs
it. A suite is validated for each table and kind of frame, with `BOOLEAN_ONLY` results: finding the
failing rows is left to the rule's own query, which is many times faster.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import duckdb

from expectations.candidates import judged_rows_query, message_of, source
from expectations.rules import (
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
from transforms.records import TABLES
from warehouse.ddl import identifier

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.expectations.expectation import Expectation


def verdicts(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> Mapping[str, bool]:
    """Whether each rule holds for the candidate rows, by the rule's name.

    Args:
        connection: The candidate rows, as `candidates.candidates` lays them out.
        rules: Rules with distinct names.

    Raises:
        RuleError: A written condition is wrong, or can't be evaluated for a row.
        RuntimeError: Great Expectations could not judge a rule.
    """
    frames = _frames()
    passed: dict[str, bool] = {}
    for _, group in groupby(sorted(rules, key=_frame_of), key=_frame_of):
        members = tuple(group)
        passed |= _validate(frames, _frame(connection, members), members)
    return passed


def _frame_of(rule: Rule) -> tuple[str, str]:
    """What the rules that share a data frame have in common."""
    return rule.table, rule.scope


def expectation(rule: Rule) -> "Expectation":
    """The Great Expectations expectation that judges a rule on the frame of its table."""
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
            return gxe.ExpectColumnValuesToBeInSet(column=rule.name, value_set=[True], meta=meta)


def _frame(connection: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> "pd.DataFrame":
    """What Great Expectations needs to see of a table, and no more.

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
    query = f"SELECT {', '.join(selected)} FROM {source(table, joined=joined)}"
    try:
        frame: pd.DataFrame = connection.sql(query).to_arrow_table().to_pandas()
    except (duckdb.ProgrammingError, duckdb.DataError):
        for rule in written:
            _evaluate(connection, rule)
        raise
    return frame


def _evaluate(connection: duckdb.DuckDBPyConnection, rule: Rule) -> None:
    """Evaluate one condition by itself, so that an error can be blamed on it."""
    try:
        connection.execute(judged_rows_query(rule)).fetchall()
    except duckdb.Error as error:
        raise RuleError(
            f"{rule.place}: {rule.name} can't be judged: {message_of(error)}"
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
    frames: "BatchDefinition[None]", frame: "pd.DataFrame", rules: Sequence[Rule]
) -> dict[str, bool]:
    if frame.empty:
        return {rule.name: True for rule in rules}
    from great_expectations import ExpectationSuite

    suite = ExpectationSuite(
        name=rules[0].table, expectations=[expectation(rule) for rule in rules]
    )
    batch = frames.get_batch({"dataframe": frame})
    passed = {}
    for result in batch.validate(suite, result_format="BOOLEAN_ONLY").results:
        configuration = result.expectation_config
        if configuration is None or configuration.meta is None:
            raise RuntimeError("Great Expectations gave a verdict without its expectation")
        rule_name = configuration.meta["rule"]
        if result.exception_info["raised_exception"]:
            raise RuntimeError(
                f"Great Expectations could not judge {rule_name}:"
                f" {result.exception_info['exception_message']}"
            )
        passed[rule_name] = bool(result.success)
    return passed
