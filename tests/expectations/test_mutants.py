"""A rule that is broken on purpose judges some made-up row another way, so that a test notices."""

from collections.abc import Mapping
from contextlib import ExitStack

import duckdb
import pyarrow as pa
import pytest
from made_rows import as_tables, edge_rows, nearly_equal_rows, rows_around
from mutants import mutants

from dateline.expectations import ALL_RULES
from dateline.expectations.candidates import candidates, evaluated_rows_query
from dateline.expectations.rules import RowCondition, Rule, TableCondition, UniqueKey

WRITTEN = [rule for rule in ALL_RULES if isinstance(rule.check, RowCondition | TableCondition)]
KEYS = [rule for rule in ALL_RULES if isinstance(rule.check, UniqueKey)]
OF_COLUMNS = [rule for rule in ALL_RULES if rule not in WRITTEN and rule not in KEYS]


def judged(connection: duckdb.DuckDBPyConnection, rule: Rule) -> list[str]:
    """Which rows hold to the rule, and which do not."""
    return sorted(map(repr, connection.execute(evaluated_rows_query(rule)).fetchall()))


def unnoticed(rules: list[Rule], *tables: Mapping[str, pa.Table]) -> list[tuple[str, object]]:
    """Broken rules that judge all these rows as the real ones do."""
    found: list[tuple[str, object]] = []
    with ExitStack() as opened:
        connections = [opened.enter_context(candidates(rows)) for rows in tables]
        for rule in rules:
            real = [judged(connection, rule) for connection in connections]
            for mutant in mutants(rule):
                try:
                    broken = [judged(connection, mutant) for connection in connections]
                except duckdb.Error:
                    continue  # it does not even look like a rule
                if broken == real:
                    found.append((rule.name, mutant.check))
    return found


def test_broken_rules_of_columns_are_noticed() -> None:
    assert unnoticed(OF_COLUMNS, as_tables(edge_rows())) == []


def test_broken_keys_are_noticed() -> None:
    twice = {name: pa.concat_tables([rows, rows]) for name, rows in as_tables(edge_rows()).items()}
    assert unnoticed(KEYS, as_tables(nearly_equal_rows()), twice) == []


@pytest.mark.parametrize("rule", WRITTEN, ids=lambda rule: rule.name)
def test_broken_written_rules_are_noticed(rule: Rule) -> None:
    assert unnoticed([rule], *map(as_tables, rows_around(rule))) == []
