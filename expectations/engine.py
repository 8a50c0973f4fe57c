"""The parts of Great Expectations that tell whether a data frame meets an expectation.

As a whole it imports data sources, stores, Data Docs and statistics, for seconds of CPU time. Here
are the expectations that rules are made of, their metrics, and the engine for data frames. There is
no data context: nothing is stored, sent, or shown.
"""

from collections.abc import Sequence
from contextlib import nullcontext
from functools import cache
from threading import Lock, Thread
from typing import TYPE_CHECKING

from dateline.expectations.lazy_packages import lazy_packages, left_out
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

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.expectations.expectation import Expectation

_LOADING = Lock()
# Finding the failing rows is left to the rule's own query, which is many times faster.
_RESULTS = {"result_format": "BOOLEAN_ONLY"}
_without_sql = False


def do_without_sql() -> None:
    """Load Great Expectations as where SQLAlchemy is not installed, a third of all that it imports.

    It is for a process in which Great Expectations audits data frames and nothing else: it can't
    reach databases.
    """
    global _without_sql
    _without_sql = True


def begin_loading() -> None:
    """Load Great Expectations in the background, where rows to audit are about to come."""
    if _load.cache_info().currsize == 0 and not _LOADING.locked():
        Thread(target=load, name="load Great Expectations", daemon=True).start()


def load() -> None:
    """Load what is used of Great Expectations, or wait until that is done."""
    with _LOADING:
        _load()


@cache
def _load() -> None:
    sql = left_out("sqlalchemy") if _without_sql else nullcontext()
    with sql, lazy_packages("great_expectations"):
        import great_expectations
        from great_expectations._version import get_versions

        great_expectations.__version__ = get_versions()["version"]  # type: ignore[no-untyped-call]

        # An expectation finds its metrics by their names once they are imported.
        from great_expectations.execution_engine import PandasExecutionEngine  # noqa: F401
        from great_expectations.expectations import (  # noqa: F401
            ExpectColumnValuesToBeBetween,
            ExpectColumnValuesToBeInSet,
            ExpectColumnValuesToBeUnique,
            ExpectColumnValuesToMatchRegex,
            ExpectColumnValuesToNotBeNull,
            ExpectCompoundColumnsToBeUnique,
        )
        from great_expectations.expectations.metrics.column_map_metrics import (  # noqa: F401
            ColumnValuesBetween,
            ColumnValuesInSet,
            ColumnValuesMatchRegex,
            ColumnValuesNonNull,
            ColumnValuesUnique,
        )
        from great_expectations.expectations.metrics.multicolumn_map_metrics import (  # noqa: F401
            CompoundColumnsUnique,
        )
        from great_expectations.expectations.metrics.table_metrics import (  # noqa: F401
            ColumnTypes,
            TableColumns,
            TableRowCount,
        )
        from great_expectations.validator.validator import ValidationDependencies  # noqa: F401


def expectation(rule: Rule) -> "Expectation":
    """The Great Expectations expectation that evaluates a rule on the frame of its table."""
    load()
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
            return is_true(rule.name)


def is_true(column: str) -> "Expectation":
    """The expectation that the values of a column are true, as far as there are any."""
    load()
    import great_expectations.expectations as gxe

    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=[True], meta={"rule": column})


def validate_frame(frame: "pd.DataFrame", expectations: "Sequence[Expectation]") -> dict[str, bool]:
    """Whether a data frame meets each expectation, by the name of its rule.

    Raises:
        RuntimeError: Great Expectations could not evaluate one.
    """
    load()
    from great_expectations.execution_engine import PandasExecutionEngine
    from great_expectations.validator.metrics_calculator import MetricsCalculator

    engine = PandasExecutionEngine(batch_data_dict={"frame": frame})
    needed = {
        _rule_of(expected): expected.get_validation_dependencies(
            execution_engine=engine, runtime_configuration=dict(_RESULTS)
        ).get_metric_configurations()
        for expected in expectations
    }
    calculator = MetricsCalculator(engine)
    graph = calculator.build_metric_dependency_graph(
        [metric for of_one in needed.values() for metric in of_one],
        runtime_configuration=dict(_RESULTS),
    )
    metrics, failed = calculator.resolve_validation_graph(graph, dict(_RESULTS))
    for rule, of_one in needed.items():
        if any(metric.id not in metrics for metric in of_one):
            problems = {found["exception_info"].exception_message for found in failed.values()}
            raise RuntimeError(
                f"Great Expectations could not evaluate {rule}: {'; '.join(sorted(problems))}"
            )
    return {
        _rule_of(expected): bool(
            expected.metrics_validate(
                metrics, execution_engine=engine, runtime_configuration=dict(_RESULTS)
            ).success
        )
        for expected in expectations
    }


def _rule_of(expectation: "Expectation") -> str:
    return str((expectation.meta or {})["rule"])
