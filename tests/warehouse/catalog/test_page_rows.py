"""Records by a key are the same by a query and from where they lie, with names in memory or not."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from made_batches import document_id

from dateline.transforms.schema.content import Article, Quote
from dateline.transforms.schema.names import Entity, Mention
from dateline.transforms.schema.pages import Document, Line
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.name_tables import make_name_tables
from dateline.warehouse.catalog.page_files import page_files_of
from dateline.warehouse.catalog.page_rows import (
    rows_by_key,
    rows_of_page,
    rows_of_pages,
    text_of_page,
)

PAGES = range(4)
QUOTATION = ("document_id", "quote_number", "text", "via")


def everything(lake: Lake) -> list[object]:
    found: list[object] = []
    for page in PAGES:
        key = document_id(page)
        found += rows_of_page(lake, Document, key)
        found += rows_of_page(lake, Article, key)
        found += rows_of_page(lake, Line, key, order=["line_number"])
        found += rows_of_page(lake, Quote, key, order=["quote_number"])
        found += rows_of_page(lake, Mention, key, order=["start"])
        found.append(text_of_page(lake, key))
    for (entity,) in list(lake.rows("SELECT entity_id FROM entities ORDER BY ALL")):
        found += rows_by_key(lake, Entity, "entity_id", entity)
    keys = [document_id(page) for page in PAGES]
    return found + sorted(map(repr, rows_of_pages(lake, "quotes", keys, QUOTATION)))


@pytest.fixture
def lake(named_folder: Path, tmp_path: Path) -> Iterator[Lake]:
    """A lake in which a form of a name means somebody else than its pages say."""
    folder = shutil.copytree(named_folder, tmp_path / "lake")
    with Lake.open(folder) as writer:
        writer.connection.execute(
            "UPDATE name_forms SET entity_id = 'person/somebody', resolved_by = 'surname', "
            "entity_confidence = 0.5 "
            "WHERE form_id IN (SELECT coalesce(form_id, entity_id) FROM page_mentions)"
        )
    with Lake.open(folder, read_only=True) as opened, opened.pinned() as pinned:
        yield pinned


def test_they_are_the_same_whichever_way(lake: Lake) -> None:
    by_query = everything(lake)
    assert "person/somebody" in repr(by_query)
    lake.page_files = page_files_of(lake)
    where_they_lie = everything(lake)
    make_name_tables(lake)
    assert by_query == where_they_lie == everything(lake)


def test_a_file_that_is_gone_is_for_a_query_to_report(lake: Lake) -> None:
    lake.page_files = page_files_of(lake)
    for file in (lake.folder / "data/main/documents").glob("*.parquet"):
        file.unlink()
    with pytest.raises(duckdb.IOException, match="No such file"):
        text_of_page(lake, document_id(0))
