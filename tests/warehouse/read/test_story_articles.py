"""A story with its articles, and what differs between two of them, in words."""

from collections.abc import Iterator

import pytest
from made_stories import batch_of_stories, document, sentences

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read.story_articles import (
    part_in_story,
    story_by_id,
    telling_articles,
    text_changes,
)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    with Lake.open(tmp_path_factory.mktemp("told") / "lake") as lake:
        publish(lake, stage(lake.folder, batch_of_stories([0, 1, 3, 5, 11])))
        yield lake


def test_a_story_has_its_articles(lake: Lake) -> None:
    part = part_in_story(lake, document(1))
    assert part is not None
    story = story_by_id(lake, part.story_id)
    assert story is not None
    articles = telling_articles(lake, part.story_id)
    assert len(articles) == story.article_count == part.article_count == 4
    assert [it.role for it in articles].count("origin") == 1
    assert (articles[0].role, articles[0].document_id) == ("origin", story.document_id)
    assert {it.document_id: it.role for it in articles}[document(1)] == part.role
    assert part_in_story(lake, document(5)) != part
    assert story_by_id(lake, "none") is None
    assert part_in_story(lake, "none") is None


def test_changes_are_told_in_words(lake: Lake) -> None:
    part = part_in_story(lake, document(1))
    assert part is not None
    by_id = {it.document_id: it for it in telling_articles(lake, part.story_id)}
    cut = by_id[document(1)]
    assert cut.compared_document_id is not None
    changes = text_changes(lake, document(1), cut.compared_document_id)
    assert len(changes) == cut.change_count > 0
    dropped = [it.other_text for it in changes if it.unit == "sentence"]
    assert set(sentences(1)[5:]) <= set(dropped)
    assert {it.text for it in changes} == {None}
