"""How far rules look is told from their conditions."""

import pytest

from dateline.expectations import ALL_RULES
from dateline.expectations.rules import NotNull, RowCondition, Rule, row_rule, table_rule
from dateline.expectations.scope import reach, stands_alone, tables_needed
from dateline.transforms.schema.closed_sets import Severity

BY_NAME = {rule.name: rule for rule in ALL_RULES}


def test_only_keys_without_a_page_and_whole_tables_need_every_row_at_once() -> None:
    assert {rule.name for rule in ALL_RULES if reach(rule) == "table"} == {
        *(f"{name}.key.unique" for name in ("name_forms", "entities", "stories", "repeated_lines")),
        "ops.runs.key.unique",
        *(f"ops.{name}.key.unique" for name in ("batches", "measures", "checks")),
        *(f"ops.{name}.key.unique" for name in ("quarantine", "waivers")),
        *("documents.source_id.one_text", "documents.articles.share", "documents.loaded.counted"),
    }
    assert reach(BY_NAME["lines.key.unique"]) == "page"
    assert reach(BY_NAME["entities.kind.in_set"]) == "row"


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("quotes.kind.in_set", {"quotes"}),
        ("quotes.segments.inside", {"quotes"}),
        ("quotes.text.excerpt", {"quotes", "documents"}),
        ("quotes.start.in_article", {"quotes", "lines"}),
        ("lines.is_body.label", {"lines"}),
        ("lines.is_body.has_article", {"lines", "documents", "articles"}),
        ("lines.document_id.references", {"lines", "documents"}),
        ("documents.loaded.counted", {"documents", "ops.batches"}),
        ("ops.runs.sighting_count.balances", {"ops.runs"}),
    ],
)
def test_a_rule_needs_the_tables_that_its_condition_names(name: str, needed: set[str]) -> None:
    assert tables_needed(BY_NAME[name]) == needed


def test_a_word_in_a_string_is_no_table() -> None:
    rule = row_rule("quotes.text.plain", "It is.", "quotes.text <> 'page.line_count' -- lines")
    assert tables_needed(rule) == {"quotes"}
    asks = table_rule("quotes.text.asked", "It is.", "count(*) < (SELECT count(*) FROM mentions)")
    assert tables_needed(asks) == {"quotes", "mentions"}


def test_a_rule_stands_alone_where_every_column_is_stored() -> None:
    assert stands_alone(Rule("quotes.a", "quotes", "", Severity.CRITICAL, NotNull("kind")))
    for condition in ("quotes.kind <> ''", "start >= 0"):
        assert stands_alone(
            Rule("quotes.a", "quotes", "", Severity.CRITICAL, RowCondition(condition))
        )
    for condition in ("quotes.words > 2", "words > 2", "line.is_body", "text = text_excerpt"):
        assert not stands_alone(
            Rule("quotes.a", "quotes", "", Severity.CRITICAL, RowCondition(condition))
        )
