"""What differs inside a story: each row points at both pages, and at what is there."""

from collections.abc import Iterator

import pytest
from made_stories import batch_of_stories, bodies, document, sentences

from dateline.warehouse.catalog.derived_tables import compared_of
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read.story_changes import all_changes


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    with Lake.open(tmp_path_factory.mktemp("changes") / "lake") as lake:
        for number, pages in enumerate(([3, 1, 5, 7], [9, 0, 4], [2, 8, 6, 10])):
            publish(lake, stage(lake.folder, batch_of_stories(pages, f"batch-{number}")))
        yield lake


def texts(lake: Lake, page: int, change: str, side: str) -> list[str]:
    columns = ("document_id", "") if side == "own" else ("compared_document_id", "other_")
    rows = lake.query(
        f'SELECT d.text[c.{columns[1]}start + 1 : c."{columns[1]}end"] AS text '
        f"FROM story_changes AS c JOIN documents AS d ON d.document_id = c.{columns[0]} "
        "WHERE c.document_id = ? AND change = ? ORDER BY change_number",
        [document(page), change],
    )
    return [str(row["text"]) for row in rows.to_pylist()]


def test_what_a_cut_text_lacks_was_dropped(lake: Lake) -> None:
    assert texts(lake, 1, "dropped", "other") == sentences(1)[5:]
    assert texts(lake, 1, "added", "own") == texts(lake, 1, "altered", "own") == []


def test_what_a_longer_text_has_more_was_added(lake: Lake) -> None:
    assert texts(lake, 3, "added", "own") == sentences(8, 6)
    assert texts(lake, 4, "added", "own") == []


def test_a_version_is_compared_with_the_one_before(lake: Lake) -> None:
    rows = lake.query(
        "SELECT DISTINCT compared_document_id FROM story_changes WHERE document_id = ?",
        [document(5)],
    ).to_pylist()
    assert rows == [{"compared_document_id": document(0)}]
    assert texts(lake, 5, "altered", "other")


def test_changes_are_those_that_all_pages_together_give(lake: Lake) -> None:
    found = all_changes(
        lake.connection,
        compared_of("stories", "story_members"),
        articles="articles",
        documents="documents",
        quotes="page_quotes",
    )
    stored = lake.query("FROM story_changes ORDER BY document_id, change_number")
    assert found.to_pylist() == stored.to_pylist()
    assert len(bodies()) > 10 < stored.num_rows
