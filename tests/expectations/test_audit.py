import json
from dataclasses import replace

import pytest
from made_rows import (
    DOCUMENT,
    UNKNOWN,
    as_tables,
    broken_rows,
    good_rows,
)

from dateline.expectations import ALL_RULES
from dateline.expectations.audit import audit
from dateline.expectations.rules import RowCondition, Rule, RuleError, TableCondition, UniqueKey
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import Severity
from dateline.transforms.schema.content import Quote
from dateline.transforms.schema.names import Entity, Mention
from dateline.transforms.schema.operations import Batch
from dateline.transforms.schema.pages import Document, Line

OTHER_RULES = [
    rule for rule in ALL_RULES if isinstance(rule.check, RowCondition | TableCondition | UniqueKey)
]
ROW_RULES = [rule for rule in ALL_RULES if rule.scope == "row"]


def test_good_rows_break_no_rule() -> None:
    judged = audit(as_tables(good_rows()))
    assert [result.rule for result in judged.results] == list(ALL_RULES)
    assert [result.rule.name for result in judged.results if not result.passed] == []
    assert all(result.checked_count > 0 for result in judged.results)
    assert judged.failed_documents == ()
    assert judged.blocking == ()


@pytest.mark.parametrize("rule", OTHER_RULES, ids=lambda rule: rule.name)
def test_each_other_rule_can_fail(rule: Rule) -> None:
    (result,) = audit(as_tables(broken_rows(rule)), [rule]).results
    assert not result.passed
    assert result.failed_count >= 1
    assert result.failures.num_rows == (result.failed_count if rule.scope == "row" else 0)


def test_empty_tables_break_no_rule() -> None:
    tables = {name: table.arrow_schema.empty_table() for name, table in TABLES.items()}
    assert all(result.passed for result in audit(tables).results)


def test_a_missing_table_is_an_error() -> None:
    tables = as_tables(good_rows())
    del tables["quotes"]
    with pytest.raises(KeyError):
        audit(tables)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    audit(as_tables(good_rows()), ROW_RULES[:3])
    assert capfd.readouterr() == ("", "")


def test_a_document_that_breaks_a_critical_rule_is_set_aside_with_its_reasons() -> None:
    rows = good_rows()
    rows[Quote] = [replace(rows[Quote][0], text="Prices fell,", kind="shouted")]
    judged = audit(as_tables(rows))
    (aside,) = judged.failed_documents
    assert aside.document_id == DOCUMENT
    assert aside.rule == "quotes.kind.in_set"
    assert "quotes.kind.in_set is broken by 1 row: `kind` is one of direct" in aside.detail
    assert "quotes.text.excerpt is broken by 1 row" in aside.detail
    assert judged.blocking == ()


def test_a_warning_sets_nothing_aside() -> None:
    rows = good_rows()
    rows[Quote] = [replace(rows[Quote][0], segments=())]
    judged = audit(as_tables(rows))
    assert [result.rule.name for result in judged.failed(Severity.WARNING)] == [
        "quotes.segments.kind"
    ]
    assert (judged.failed(Severity.CRITICAL), judged.blocking, judged.failed_documents) == (
        (),
        (),
        (),
    )


@pytest.mark.parametrize(
    ("row_type", "changes", "rule_name"),
    [
        (Batch, {"loaded_count": 3}, "documents.loaded.counted"),  # about a whole table
        (
            Batch,
            {"already_known_count": 9},
            "ops.batches.sighting_count.balances",
        ),  # about the books
        (Entity, {"kind": "river"}, "entities.kind.in_set"),  # belongs to no one document
        (Mention, {"document_id": None}, "mentions.document_id.not_null"),  # no one knows whose
        (Mention, {"document_id": UNKNOWN}, "mentions.document_id.references"),  # not of the batch
    ],
)
def test_what_no_document_can_be_blamed_for_blocks_the_batch(
    row_type: type, changes: dict[str, object], rule_name: str
) -> None:
    rows = good_rows()
    rows[row_type] = [replace(rows[row_type][0], **changes)]
    assert rule_name in {result.rule.name for result in audit(as_tables(rows)).blocking}


def test_failing_rows_are_named_by_document_and_key() -> None:
    rows = good_rows()
    rows[Line][2] = replace(rows[Line][2], score=1.5)
    (rule,) = (rule for rule in ALL_RULES if rule.name == "lines.score.between")
    (result,) = audit(as_tables(rows), [rule]).results
    assert (result.checked_count, result.failed_count) == (5, 1)
    assert result.failures.to_pylist() == [{"document_id": DOCUMENT, "line_number": 2}]
    assert [json.loads(example) for example in result.examples()] == result.failures.to_pylist()


def test_not_a_number_is_a_missing_value() -> None:
    rows = good_rows()
    rows[Line][0] = replace(rows[Line][0], score=float("nan"))
    judged = audit(as_tables(rows), [rule for rule in ALL_RULES if rule.table == "lines"])
    assert [result.rule.name for result in judged.failed(Severity.CRITICAL)] == [
        "lines.score.not_null"
    ]


def test_a_duplicate_document_neither_raises_nor_multiplies_rows() -> None:
    rows = good_rows()
    rows[Document].append(rows[Document][0])
    judged = audit(as_tables(rows))
    failed = {result.rule.name: result.failed_count for result in judged.failed(Severity.CRITICAL)}
    assert failed == {"documents.key.unique": 2, "documents.loaded.counted": 1}


def test_a_wrong_condition_is_an_error() -> None:
    wrong = Rule(
        "lines.wrong", "lines", "Wrong.", Severity.WARNING, RowCondition("lines.colour = 1")
    )
    with pytest.raises(RuleError, match=r"lines.wrong.*colour"):
        audit(as_tables(good_rows()), [wrong])
