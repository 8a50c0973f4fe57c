"""Values reach a statement as they are, whatever they hold."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.warehouse.catalog.parameters import Value, execute

CONNECTION = duckdb.connect()
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.binary(),
    st.dates(),
)


@given(SCALARS)
def test_a_value_comes_back_as_it_went(value: Value) -> None:
    assert execute(CONNECTION, "SELECT $1", [value]).fetchall() == [(value,)]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_so_does_a_list(values: list[str]) -> None:
    assert execute(CONNECTION, "SELECT $1::VARCHAR[]", [values]).fetchall() == [(values,)]


@pytest.mark.parametrize(
    "text", ["'", "''", "\\'", "'); DROP TABLE x; --", "\0", "a\0'b", "$1", "?"]
)
def test_a_text_is_never_part_of_the_statement(text: str) -> None:
    assert execute(CONNECTION, "SELECT ?, '$1'", [text]).fetchall() == [(text, "$1")]


def test_a_time_keeps_its_moment() -> None:
    CONNECTION.execute("SET TimeZone = 'UTC'")
    moment = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=2)))
    ((found,),) = execute(CONNECTION, "SELECT $1", [moment]).fetchall()
    assert found == moment.astimezone(UTC)
    naive = moment.replace(tzinfo=None)
    assert execute(CONNECTION, "SELECT $1", [naive]).fetchall() == [(naive,)]


def test_parameters_may_have_names_and_stand_several_times() -> None:
    sql = "SELECT $day, $day::DATE + $count"
    found = execute(CONNECTION, sql, {"day": date(2026, 1, 1), "count": 2}).fetchall()
    assert found == [(date(2026, 1, 1), date(2026, 1, 3))]


def test_a_statement_without_parameters_is_run_as_it_is() -> None:
    assert execute(CONNECTION, "SELECT '?'").fetchall() == [("?",)]


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(duckdb.Error):
        execute(CONNECTION, "SELECT $1, $2", [1])


def test_no_value_brings_pandas() -> None:
    code = (
        "import duckdb, sys; from dateline.warehouse.catalog.parameters import execute;"
        "execute(duckdb.connect(), 'SELECT $1, $2', ['a', 1]).fetchall();"
        "print(sorted({'pandas', 'numpy', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
