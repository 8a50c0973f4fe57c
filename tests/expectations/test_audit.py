import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_rows import (
    BARE,
    DOCUMENT,
    UNKNOWN,
    as_tables,
    broken_rows,
    good_rows,
    rows_without_values,
)

from expectations import ALL_RULES
from expectations.audit import audit
from expectations.candidates import candidates, failing_rows_query
from expectations.rules import NotNull, RowCondition, Rule, RuleError
from expectations.verdicts import verdicts
from transforms.columns import table_of
from transforms.records import (
    LABELS,
    TABLES,
    Article,
    Batch,
    Document,
    Entity,
    Line,
    Mention,
    Quote,
    RelatedPost,
)

NULL_RULES = [rule for rule in ALL_RULES if isinstance(rule.check, NotNull)]
OTHER_RULES = [pytest.param(rule, id=rule.name) for rule in ALL_RULES if rule not in NULL_RULES]
MADE_ROW_TYPES = (Document, Line, Article, RelatedPost, Quote, Mention, Entity, Batch)
ROW_RULES = [rule for rule in ALL_RULES if rule.scope == "row"]


def test_good_rows_break_no_rule() -> None:
    judged = audit(as_tables(good_rows()))
    assert [verdict.rule for verdict in judged.verdicts] == list(ALL_RULES)
    assert [verdict.rule.name for verdict in judged.verdicts if not verdict.passed] == []
    assert all(verdict.checked_count > 0 for verdict in judged.verdicts)
    assert judged.set_aside == ()
    assert judged.blocking == ()


@pytest.mark.parametrize("table_name", TABLES)
def test_each_rule_against_nulls_can_fail(table_name: str) -> None:
    rules = [rule for rule in NULL_RULES if rule.table == table_name]
    judged = audit(as_tables(rows_without_values(table_name)), rules)
    assert [(verdict.rule, verdict.failed_count) for verdict in judged.verdicts] == [
        (rule, 1) for rule in rules
    ]


@pytest.mark.parametrize("rule", OTHER_RULES)
def test_each_other_rule_can_fail(rule: Rule) -> None:
    (verdict,) = audit(as_tables(broken_rows(rule)), [rule]).verdicts
    assert not verdict.passed
    assert verdict.failed_count >= 1
    assert verdict.failures.num_rows == (verdict.failed_count if rule.scope == "row" else 0)


def test_empty_tables_break_no_rule() -> None:
    tables = {name: table.arrow_schema.empty_table() for name, table in TABLES.items()}
    assert all(verdict.passed for verdict in audit(tables).verdicts)


def test_a_missing_table_is_an_error() -> None:
    tables = as_tables(good_rows())
    del tables["quotes"]
    with pytest.raises(KeyError):
        audit(tables)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    audit(as_tables(good_rows()), ROW_RULES[:3])
    assert capfd.readouterr() == ("", "")


def assert_verdict_and_query_agree(tables: dict[str, pa.Table], rules: Sequence[Rule]) -> None:
    with candidates(tables) as connection:
        by_query = {
            rule.name: connection.sql(failing_rows_query(rule)).fetchone() is None for rule in rules
        }
        assert verdicts(connection, rules) == by_query


def test_verdict_and_query_agree_on_good_rows() -> None:
    assert_verdict_and_query_agree(as_tables(good_rows()), ROW_RULES)


_TEXTS = st.sampled_from(
    [
        "",
        " ",
        "direct",
        "'; DROP TABLE lines; --",
        '"',
        "\x00",
        "\n",
        "nan",
        "<b>",
        "{x}",
        "%s",
        "é🙂",
    ]
)
_VALUES: dict[pa.DataType, st.SearchStrategy[object]] = {
    pa.string(): _TEXTS | st.sampled_from(LABELS) | st.text(max_size=5),
    pa.int64(): st.integers(-2, 70) | st.sampled_from([2**63 - 1, -(2**63)]),
    pa.float64(): st.floats(-1, 2) | st.sampled_from([float("nan"), float("inf")]),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(),
    pa.timestamp("us", tz="UTC"): st.datetimes(
        min_value=datetime(1900, 1, 1), timezones=st.just(UTC)
    ),
}


def _values(name: str, arrow: pa.DataType) -> st.SearchStrategy[object]:
    if name == "document_id":
        return st.sampled_from([DOCUMENT, BARE, UNKNOWN, "no hash"]) | st.none()
    if pa.types.is_list(arrow):
        return st.lists(_values(name, arrow.value_type), max_size=2) | st.none()
    if pa.types.is_struct(arrow):
        return st.fixed_dictionaries(
            {field.name: _values(field.name, field.type) for field in arrow}
        )
    return _VALUES[arrow] | st.none()


@st.composite
def _made_tables(draw: st.DrawFn) -> dict[str, pa.Table]:
    tables = as_tables(good_rows())
    for row_type in MADE_ROW_TYPES:
        table = table_of(row_type)
        row = st.fixed_dictionaries(
            {column.name: _values(column.name, column.arrow) for column in table.columns}
        )
        rows = draw(st.lists(row, max_size=3))
        made = pa.Table.from_pylist(
            rows,
            schema=pa.schema([pa.field(column.name, column.arrow) for column in table.columns]),
        )
        if draw(st.booleans()):
            made = pa.concat_tables([tables[table.qualified_name].cast(made.schema), made])
        tables[table.qualified_name] = made
    return tables


@settings(max_examples=8, deadline=None)
@given(_made_tables())
def test_verdict_and_query_agree_on_any_rows(tables: dict[str, pa.Table]) -> None:
    names = {table_of(row_type).qualified_name for row_type in MADE_ROW_TYPES}
    assert_verdict_and_query_agree(tables, [rule for rule in ROW_RULES if rule.table in names])


def test_a_document_that_breaks_a_critical_rule_is_set_aside_with_its_reasons() -> None:
    rows = good_rows()
    rows[Quote] = [replace(rows[Quote][0], text="Prices fell,", kind="shouted")]
    judged = audit(as_tables(rows))
    (aside,) = judged.set_aside
    assert aside.document_id == DOCUMENT
    assert aside.rule == "quotes.kind.in_set"
    assert "quotes.kind.in_set is broken by 1 row: `kind` is one of direct" in aside.detail
    assert "quotes.text.excerpt is broken by 1 row" in aside.detail
    assert judged.blocking == ()


def test_a_warning_sets_nothing_aside() -> None:
    rows = good_rows()
    rows[Quote] = [replace(rows[Quote][0], segments=())]
    judged = audit(as_tables(rows))
    assert [verdict.rule.name for verdict in judged.failed("warning")] == ["quotes.segments.kind"]
    assert judged.failed("critical") == judged.blocking == judged.set_aside == ()


@pytest.mark.parametrize(
    ("row_type", "changes", "rule_name"),
    [
        (Batch, {"loaded_count": 3}, "documents.loaded.counted"),  # about a whole table
        (Batch, {"known_count": 9}, "ops.batches.sighting_count.balances"),  # about the books
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
    assert rule_name in {verdict.rule.name for verdict in audit(as_tables(rows)).blocking}


def test_failing_rows_are_named_by_document_and_key() -> None:
    rows = good_rows()
    rows[Line][2] = replace(rows[Line][2], score=1.5)
    (rule,) = (rule for rule in ALL_RULES if rule.name == "lines.score.between")
    (verdict,) = audit(as_tables(rows), [rule]).verdicts
    assert (verdict.checked_count, verdict.failed_count) == (5, 1)
    assert verdict.failures.to_pylist() == [{"document_id": DOCUMENT, "line_number": 2}]
    assert [json.loads(example) for example in verdict.examples()] == verdict.failures.to_pylist()


def test_not_a_number_is_a_missing_value() -> None:
    rows = good_rows()
    rows[Line][0] = replace(rows[Line][0], score=float("nan"))
    judged = audit(as_tables(rows), [rule for rule in ALL_RULES if rule.table == "lines"])
    assert [verdict.rule.name for verdict in judged.failed("critical")] == ["lines.score.not_null"]


def test_a_duplicate_document_neither_raises_nor_multiplies_rows() -> None:
    rows = good_rows()
    rows[Document].append(rows[Document][0])
    judged = audit(as_tables(rows))
    failed = {verdict.rule.name: verdict.failed_count for verdict in judged.failed("critical")}
    assert failed == {"documents.key.unique": 2, "documents.loaded.counted": 1}


def test_a_wrong_condition_is_an_error() -> None:
    wrong = Rule("lines.wrong", "lines", "Wrong.", "warning", RowCondition("lines.colour = 1"))
    with pytest.raises(RuleError, match=r"lines.wrong.*colour"):
        audit(as_tables(good_rows()), [wrong])
