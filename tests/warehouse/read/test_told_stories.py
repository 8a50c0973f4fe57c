"""A story's articles, the origin first, and where their texts differ."""

from collections.abc import Iterator

import pytest
from made_stories import batch_of_stories, document, sentences

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read.told_stories import NoSuchStoryError, told_story


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    folder = tmp_path_factory.mktemp("told") / "lake"
    with Lake.open(folder) as lake:
        publish(lake, stage(lake.folder, batch_of_stories([0, 1, 3, 5, 11])))
    with Lake.open(folder, read_only=True) as lake:
        yield lake


def test_a_story_is_named_by_itself_or_by_a_page(lake: Lake) -> None:
    told = told_story(lake, "1.txt", article_limit=9, difference_limit=99)
    assert told == told_story(lake, told.story_id, article_limit=9, difference_limit=99)
    assert told.origin_document_id == told.articles[0].document_id == document(0)
    roles = {article.document_id: article.role for article in told.articles}
    assert (roles[document(0)], roles[document(1)], roles[document(3)]) == (
        *("origin", "cut", "extended"),
    )
    assert (told.article_count, told.difference_count) == (4, len(told.differences))


def test_a_difference_stands_at_its_offsets_in_both_pages(lake: Lake) -> None:
    told = told_story(lake, document(0), article_limit=9, difference_limit=99)
    texts: dict[str, str] = dict(lake.rows("SELECT document_id, text FROM documents"))
    for one in told.differences:
        for page, start, end, text in (
            (one.document_id, one.start, one.end, one.text),
            (one.compared_document_id, one.other_start, one.other_end, one.other_text),
        ):
            assert text == (None if start is None else texts[page][start:end])
    dropped = [one.other_text for one in told.differences if one.document_id == document(1)]
    assert dropped == sentences(1)[5:]


def test_parts_follow_one_another(lake: Lake) -> None:
    whole = told_story(lake, document(0), article_limit=9, difference_limit=99)
    part = told_story(
        lake,
        document(0),
        article_limit=1,
        difference_limit=2,
        article_offset=1,
        difference_offset=3,
    )
    assert part.articles == whole.articles[1:2]
    assert part.differences == whole.differences[3:5]
    assert (part.article_count, part.difference_count) == (4, whole.difference_count)


def test_an_article_that_nobody_else_prints_is_a_story(lake: Lake) -> None:
    told = told_story(lake, "11.txt", article_limit=9, difference_limit=9)
    assert [article.role for article in told.articles] == ["origin"]


def test_what_is_no_story_says_what_to_give(lake: Lake) -> None:
    with pytest.raises(NoSuchStoryError, match="story 'none' does not exist; give a story_id"):
        told_story(lake, "none", article_limit=1, difference_limit=1)
    with Lake.open(lake.folder) as writer:
        writer.connection.execute(
            "INSERT INTO documents SELECT * REPLACE ('ffffffff' AS document_id, 'index.txt' AS "
            "source_id) FROM documents WHERE source_id = '11.txt'"
        )
    with pytest.raises(NoSuchStoryError, match=r"page 'index\.txt' tells no story"):
        told_story(lake, "index.txt", article_limit=1, difference_limit=1)
