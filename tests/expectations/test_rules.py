"""What can be told of the rules without running them."""

import re
from pathlib import Path

import pytest

from dateline.expectations import ALL_RULES
from dateline.expectations.declared import DECLARED_RULES
from dateline.expectations.reference import rules_reference
from dateline.expectations.rules import (
    Between,
    InSet,
    Matches,
    NotNull,
    RowCondition,
    Rule,
    RuleError,
    UniqueKey,
    row_rule,
)
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import LABELS, Severity

ROOT = Path(__file__).parents[2]


def test_names_are_distinct_and_start_with_their_table() -> None:
    names = [rule.name for rule in ALL_RULES]
    assert len(set(names)) == len(names)
    assert all(rule.name.startswith(f"{rule.table}.") for rule in ALL_RULES)
    assert {rule.table for rule in ALL_RULES} == set(TABLES)


def test_meanings_are_sentences() -> None:
    odd = [rule.meaning for rule in ALL_RULES if not re.fullmatch(r"[`A-Z].*\.", rule.meaning)]
    assert odd == []


def _checks_of(column_name: str) -> list[object]:
    return [rule.check for rule in ALL_RULES if rule.name.startswith(f"{column_name}.")]


def test_a_column_that_may_be_null_has_no_rule_against_it() -> None:
    assert _checks_of("documents.url") == []


def test_declarations_become_rules() -> None:
    assert _checks_of("lines.label") == [NotNull("label"), InSet("label", LABELS)]
    assert _checks_of("lines.score") == [NotNull("score"), Between("score", 0, 1)]
    assert _checks_of("lines.key") == [UniqueKey(("document_id", "line_number"))]
    assert NotNull("is_body") in _checks_of("lines.is_body")
    not_null, matches, references = _checks_of("quotes.document_id")
    assert not_null == NotNull("document_id")
    assert matches == Matches("document_id", "[0-9a-f]{64}")
    assert isinstance(references, RowCondition)


def test_references_to_rows_of_earlier_batches_are_not_judged() -> None:
    assert not any(rule.name == "mentions.entity_id.references" for rule in ALL_RULES)


def test_patterns_group_without_capturing() -> None:
    # Great Expectations hands them to pandas, which warns about groups it will not return.
    patterns = [rule.check.pattern for rule in ALL_RULES if isinstance(rule.check, Matches)]
    assert [pattern for pattern in patterns if re.compile(pattern).groups] == []


def test_the_reference_names_every_rule_once() -> None:
    text = rules_reference(ALL_RULES)
    assert [
        name for name in (rule.name for rule in ALL_RULES) if text.count(f"`{name}`") != 1
    ] == []


def test_the_reference_survives_a_bar_in_a_meaning() -> None:
    rule = Rule("lines.odd", "lines", "Either a|b.", Severity.WARNING, RowCondition("true"))
    assert r"Either a\|b." in rules_reference([rule])


def _declaration(rule: Rule) -> str:
    return (ROOT / rule.location.path).read_text().splitlines()[rule.location.line - 1].strip()


def test_a_declared_rule_stands_where_its_column_or_table_is_declared() -> None:
    for rule in DECLARED_RULES:
        column = rule.name.removeprefix(f"{rule.table}.").split(".")[0]
        start = "class " if isinstance(rule.check, UniqueKey) else f"{column}: "
        assert rule.location.path.parent == Path("transforms/schema")
        assert _declaration(rule).startswith(start), rule.name


def test_a_written_rule_stands_where_it_is_written() -> None:
    written = [rule for rule in ALL_RULES if rule not in DECLARED_RULES]
    assert {rule.location.path.name for rule in written} == {"content.py", "operations.py"}
    assert len({rule.location for rule in written}) == len(written)
    assert all(re.match(r"_?[a-z]+(_[a-z]+)*\(", _declaration(rule)) for rule in written)


def test_a_rule_for_no_table_is_refused() -> None:
    with pytest.raises(RuleError, match=r"'article\.short'.* articles, "):
        row_rule("article.short", "It is short.", "true")
