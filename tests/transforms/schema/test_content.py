"""What the tables that analysts ask have in common."""

from dataclasses import fields

import pyarrow as pa
import pytest

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import Table, table_of
from dateline.transforms.schema.content import Article, Evidence, Quote, Span
from dateline.warehouse.publish.staging import DERIVED

CONTENT = {name: table for name, table in TABLES.items() if table.schema == "main"}
OF_A_PAGE = {name: table for name, table in CONTENT.items() if name not in DERIVED}


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


@pytest.mark.parametrize("name", OF_A_PAGE)
def test_a_row_of_a_page_begins_its_key_with_the_page(name: str) -> None:
    key = OF_A_PAGE[name].key
    assert key[0] == "document_id"
    for column in OF_A_PAGE[name].columns:
        if column.name == "document_id":
            expected = None if name == "documents" else "documents.document_id"
            assert column.declared.references == expected


@pytest.mark.parametrize("name", CONTENT)
def test_a_start_has_its_end_next_and_both_are_null_or_neither(name: str) -> None:
    columns = CONTENT[name].columns
    starts = [index for index, column in enumerate(columns) if column.name.endswith("start")]
    ends = [index for index, column in enumerate(columns) if column.name.endswith("end")]
    assert ends == [index + 1 for index in starts]
    for index in starts:
        start, end = columns[index : index + 2]
        assert end.name == f"{start.name.removesuffix('start')}end"
        assert (end.arrow, end.nullable) == (start.arrow, start.nullable)
        assert end.declared.unit == start.declared.unit == "code points into documents.text"


@pytest.mark.parametrize("date", ["date_published", "date_modified"])
def test_a_date_comes_with_its_text_its_precision_and_its_basis(date: str) -> None:
    columns = {column.name: column for column in table_of(Article).columns}
    assert columns[date].arrow == pa.date32()
    for suffix in ("text", "precision", "basis"):
        assert columns[f"{date}_{suffix}"].arrow == pa.string()
        assert columns[f"{date}_{suffix}"].nullable
    assert columns[f"{date}_precision"].declared.values


def test_evidence_and_segments_hold_the_same_offsets_as_columns_do() -> None:
    assert [field.name for field in fields(Span)] == ["start", "end"]
    assert {"field", "start", "end", "basis"} == {field.name for field in fields(Evidence)}
    types = {column.name: column.arrow for column in table_of(Quote).columns}
    nested = {part.name: part.type for part in types["segments"].value_type}
    assert nested == {"start": types["start"], "end": types["end"]}


def test_what_is_unknown_of_an_article_can_be_null() -> None:
    article = table_of(Article)
    required = {column.name for column in article.columns if not column.nullable}
    lists = {"author", "evidence"}
    assert required - lists == {"document_id", "word_count"}
