"""The parts of Great Expectations: few are imported, they agree with the whole, and can wait."""

import subprocess
import sys

import pandas as pd
import pytest

from dateline.expectations.engine import begin_loading, expectation, is_true, validate_frame
from dateline.expectations.rules import Between, InSet, Matches, NotNull, Rule, UniqueKey
from dateline.transforms.schema.closed_sets import Severity

# What Great Expectations imports for data sources, stores, checkpoints and statistics.
UNUSED = (
    "altair",
    "great_expectations.checkpoint",
    "great_expectations.data_context.store",
    "great_expectations.datasource",
    "great_expectations.expectations.core.expect_column_kl_divergence_to_be_less_than",
    "scipy",
)
WITHOUT_SQL = "from dateline.expectations.engine import do_without_sql\ndo_without_sql()\n"
# In a process of its own: the same expectations, met by the parts and then by the whole.
BOTH_WAYS = f"""
import sys
import pandas as pd
from dateline.expectations.engine import expectation, validate_frame
from dateline.expectations.rules import Between, InSet, Matches, NotNull, Rule, UniqueKey
from dateline.transforms.schema.closed_sets import Severity

checks = [
    *(InSet("a", values) for values in (("x", "y"), ("x", "y", "z"))),
    *(Between("n", *bounds) for bounds in ((0, 3), (1, None), (None, 2))),
    *(Matches("a", pattern) for pattern in ("[xyz]", "[xy]", "x|y|z")),
    *(NotNull(column) for column in ("a", "n")),
    *(UniqueKey(columns) for columns in (("a",), ("n",), ("a", "n"), ("a", "b"))),
]
frame = pd.DataFrame(
    {{"a": ["x", "y", "z", "x"], "n": [1.0, 2.0, 3.0, None], "b": [True, True, True, True]}}
)
expectations = [
    expectation(Rule(f"lines.{{number}}", "lines", "It holds.", Severity.WARNING, check))
    for number, check in enumerate(checks)
]
by_parts = validate_frame(frame, expectations)
print(*sorted(set({UNUSED!r}) & sys.modules.keys()), sep=",")

import great_expectations as gx

context = gx.get_context(mode="ephemeral")
batches = context.data_sources.add_pandas("source").add_dataframe_asset("asset")
batch = batches.add_batch_definition_whole_dataframe("batch").get_batch({{"dataframe": frame}})
mean = gx.expectations.ExpectColumnMeanToBeBetween(
    column="n", min_value=2, max_value=2, meta={{"rule": "mean"}}
)
suite = gx.ExpectationSuite(name="suite", expectations=[*expectations, mean])
results = batch.validate(suite).results
by_whole = {{result.expectation_config.meta["rule"]: result.success for result in results}}
assert by_whole.pop("mean")
assert by_whole == by_parts, (by_whole, by_parts)
assert {{*by_parts.values()}} == {{True, False}}
"""


def rule(check: Between | InSet | Matches | NotNull | UniqueKey) -> Rule:
    return Rule("lines.rule", "lines", "It holds.", Severity.WARNING, check)


@pytest.mark.parametrize("beginning", ["", WITHOUT_SQL])
def test_the_parts_agree_with_the_whole_which_can_still_be_used(beginning: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", beginning + BOTH_WAYS], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == ""


def test_missing_values_are_no_failures() -> None:
    frame = pd.DataFrame({"lines": [None, True, None], "quotes": [False, None, None]})
    assert validate_frame(frame, [is_true("lines"), is_true("quotes")]) == {
        "lines": True,
        "quotes": False,
    }


def test_a_rule_that_cannot_be_evaluated_is_named() -> None:
    frame = pd.DataFrame({"a": ["x"]})
    with pytest.raises(RuntimeError, match=r"could not evaluate lines\.rule"):
        validate_frame(frame, [expectation(rule(Between("a", 0, 1)))])
    with pytest.raises(RuntimeError, match=r"could not evaluate lines\.rule"):
        validate_frame(frame, [expectation(rule(NotNull("b")))])


def test_loading_can_begin_early_and_more_than_once() -> None:
    begin_loading()
    begin_loading()
    assert validate_frame(pd.DataFrame({"a": [True]}), [is_true("a")]) == {"a": True}
