"""A name means one document, and a part of its text stands where it says."""

from collections.abc import Iterator

import pytest
from made_batches import document_id, load, page_text

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.documents import (
    AmbiguousDocumentError,
    NoSuchDocumentError,
    document_named,
    document_part,
)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    folder = tmp_path_factory.mktemp("documents") / "lake"
    with Lake.open(folder) as lake:
        load(lake, range(3))
    with Lake.open(folder, read_only=True) as lake:
        yield lake


@pytest.mark.parametrize(
    "name", ["1.txt", document_id(1), document_id(1)[:6], document_id(1)[:9].upper()]
)
def test_a_page_is_named_by_its_source_or_the_beginning_of_its_id(lake: Lake, name: str) -> None:
    assert document_named(lake, name) == document_id(1)


@pytest.mark.parametrize("name", ["", "9.txt", document_id(1)[:5], "' OR true --"])
def test_another_name_is_of_no_page(lake: Lake, name: str) -> None:
    with pytest.raises(NoSuchDocumentError, match="does not exist"):
        document_named(lake, name)


def test_a_name_of_several_pages_lists_them(lake: Lake) -> None:
    beginning = document_id(1)[:6]
    with Lake.open(lake.folder) as writer:
        writer.connection.execute(
            f"INSERT INTO documents SELECT * REPLACE ('{beginning}zz' AS document_id) "
            "FROM documents WHERE source_id = '1.txt'"
        )
    with pytest.raises(AmbiguousDocumentError, match=f"use one of {document_id(1)[:12]}, "):
        document_named(lake, beginning)


@pytest.mark.parametrize(("start", "length"), [(0, 5), (1, 12), (3, 1_000), (1_000, 5)])
def test_a_part_is_the_text_between_its_offsets(lake: Lake, start: int, length: int) -> None:
    text = page_text(2)
    part = document_part(lake, "2.txt", start=start, length=length)
    assert part.text == text[part.start : part.end] == text[start : start + length]
    assert (part.text_length, part.document_id) == (len(text), document_id(2))
    assert part.article is not None
    assert part.article.headline == "Héadline 2"
    assert part.story_id is not None
