"""The data contract is valid by its standard, and says what the rules say."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from in_process import dateline
from jsonschema import Draft201909Validator

from dateline.expectations import ALL_RULES
from dateline.expectations.rules import Rule, row_rule, table_rule, unique_rule
from dateline.flows.show.data_contract import as_odcs
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import Severity
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.views import described

OWN: tuple[Rule, ...] = (
    row_rule(
        "articles.headline.short", "Short.", "length(headline) < 5 -- characters", Severity.WARNING
    ),
    table_rule("articles.headline.some", "Some.", "count(headline) > 0"),
    unique_rule("articles.headline.unique", "Unique.", ("headline", "publisher")),
)


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    tables = [*TABLES.values(), *described().values()]
    found: dict[str, Any] = yaml.safe_load(as_odcs(tables, (*ALL_RULES, *OWN)))
    return found


def quality_of(contract: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for table in contract["schema"]:
        yield from table.get("quality", ())
        for column in table["properties"]:
            yield from column.get("quality", ())


def test_it_is_valid_by_the_published_schema(contract: dict[str, Any]) -> None:
    schema = files("open_data_contract_standard").joinpath("schema.json").read_text("utf-8")
    validator = Draft201909Validator(json.loads(schema))
    assert [error.message for error in validator.iter_errors(contract)] == []
    assert list(validator.iter_errors({**contract, "status": 1}))


def test_every_table_and_column_is_in_it_once(contract: dict[str, Any]) -> None:
    declared = {**TABLES, **described()}
    found = {table["physicalName"]: table for table in contract["schema"]}
    assert found.keys() == declared.keys()
    for name, table in declared.items():
        columns = {column["name"]: column for column in found[name]["properties"]}
        assert list(columns) == [column.name for column in table.columns]
        assert [name for name in columns if columns[name].get("primaryKey")] == list(table.key)
        for column in table.columns:
            assert columns[column.name]["required"] is not column.nullable


def test_every_rule_that_is_no_property_of_a_column_is_in_it(contract: dict[str, Any]) -> None:
    names = {check["name"] for check in quality_of(contract)}
    written = {rule.name for rule in (*ALL_RULES, *OWN) if rule.written_at is not None}
    closed = {rule.name for rule in ALL_RULES if rule.name.endswith(".in_set")}
    assert names == written | closed


def test_columns_refer_to_columns(contract: dict[str, Any]) -> None:
    tables = {table["name"]: table for table in contract["schema"]}
    assert len(tables) == len(contract["schema"])
    targets = {
        relationship["to"]
        for table in contract["schema"]
        for column in table["properties"]
        for relationship in column.get("relationships", ())
    }
    assert {"documents.document_id", "runs.run_id"} <= targets
    for target in targets:
        table, _, column = target.partition(".")
        assert column in {known["name"] for known in tables[table]["properties"]}


def test_the_queries_count_what_breaks_a_rule(contract: dict[str, Any], sample_lake: Path) -> None:
    checks = [check for check in quality_of(contract) if check["type"] == "sql"]
    assert len(checks) > 10
    with Lake.open(sample_lake, read_only=True) as lake:
        counts = {check["name"]: lake.connection.sql(check["query"]).fetchone() for check in checks}
        long = "SELECT count(*) FROM articles WHERE length(headline) >= 5"
        assert counts.pop("articles.headline.short") == lake.connection.sql(long).fetchone()
    assert counts["articles.headline.some"] == (0,)
    failed = {check["name"] for check in checks if check["severity"] == "error"}
    assert {counts[name] for name in failed} == {(0,)}


def test_a_condition_that_looks_further_is_text_with_the_condition(
    contract: dict[str, Any],
) -> None:
    texts = [check for check in quality_of(contract) if check["type"] == "text"]
    assert texts
    for check in texts:
        (condition,) = check["customProperties"]
        with pytest.raises(duckdb.Error):
            duckdb.sql(f"SELECT {condition['value']}")


def test_the_command_prints_it(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(
        """[[rule]]
name = "quotes.text.short"
meaning = "A quotation is short."
severity = "warning"
condition = "length(text) < 500"
"""
    )
    printed = dateline("tables", "quotes", "--odcs", home=tmp_path)
    (table,) = yaml.safe_load(printed.stdout)["schema"]
    assert table["name"] == "quotes"
    assert "quotes.text.short" in {check["name"] for check in table["quality"]}
    assert dateline("tables", "--odcs", "--json", home=tmp_path).returncode == 2
