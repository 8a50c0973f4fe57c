from dataclasses import asdict

import pyarrow as pa
import pytest
from made_rows import as_tables, good_rows

from dateline.transforms.schema import ROW_TYPES
from dateline.transforms.schema.columns import table_of, to_arrow
from dateline.transforms.schema.content import Article
from dateline.transforms.schema.pages import Line
from dateline.warehouse.catalog.records import records


@pytest.mark.parametrize("row_type", ROW_TYPES, ids=lambda row_type: row_type.__name__)
def test_records_survive_the_way_to_arrow_and_back(row_type: type) -> None:
    rows = as_tables(good_rows())[table_of(row_type).qualified_name]
    assert to_arrow(row_type, records(row_type, rows)).equals(rows)


def test_a_structure_becomes_its_record_and_a_list_a_tuple() -> None:
    (article, *_) = records(Article, as_tables(good_rows())["articles"])
    assert isinstance(article.author, tuple)
    assert all(type(evidence).__name__ == "Evidence" for evidence in article.evidence)


def test_columns_that_are_not_there_or_not_declared_do_no_harm() -> None:
    (line,) = records(Line, pa.table({"document_id": ["a"], "odd": [1]}))
    assert asdict(line) == dict.fromkeys(asdict(line)) | {"document_id": "a"}
    (article,) = records(Article, pa.table({"document_id": ["a"]}))
    assert (article.author, article.headline) == ((), None)
