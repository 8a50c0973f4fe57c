"""`dateline rules` lists what holds, and writes it as suites."""

import json
from pathlib import Path

from in_process import dateline

from dateline.expectations import ALL_RULES

OWN = """[[rule]]
name = "quotes.text.short"
meaning = "A quotation is short."
severity = "warning"
condition = "length(text) < 500"
"""


def test_it_lists_the_rules_of_a_table_and_ones_own(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(OWN)
    rows = json.loads(dateline("rules", "quotes", "--json", home=tmp_path).stdout)
    assert [row["rule"] for row in rows] == [
        *(rule.name for rule in ALL_RULES if rule.table == "quotes"),
        "quotes.text.short",
    ]
    assert rows[-1]["location"] == "rules.toml:1"
    printed = dateline("rules", "quotes", home=tmp_path).stdout
    assert "A quotation is short." in printed
    assert printed.endswith(f"{len(rows)} rules\n")


def test_a_table_that_does_not_exist_is_wrong_usage(tmp_path: Path) -> None:
    answer = dateline("rules", "quote", home=tmp_path)
    assert answer.returncode == 2
    assert "table 'quote' does not exist" in answer.stderr


def test_a_suite_lists_a_rule_of_ones_own_as_left_out(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(OWN)
    written = dateline("rules", "quotes", "--gx", "suites", "--json", home=tmp_path)
    assert json.loads(written.stdout) == ["suites/quotes.json"]
    suite = json.loads((tmp_path / "suites/quotes.json").read_text())
    assert suite["meta"]["not_expressed"][-1]["condition"] == "length(text) < 500"
