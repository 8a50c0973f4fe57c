"""A batch writes the stories whose topics it changes, and no others."""

from pathlib import Path

from made_stories import batch_of_stories, document

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage


def test_only_stories_of_the_topic_are_written(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, batch_of_stories([0, 11, 15, 18], "first")))
        (before,) = lake.query(
            "SELECT topic_id FROM stories WHERE document_id = ?", [document(15)]
        ).to_pylist()
        publish(lake, stage(lake.folder, batch_of_stories([16, 17], "second")))
        last = lake.snapshot_id
        written = lake.query(f"FROM lake.table_insertions('stories', {last}, {last})").to_pylist()
        (event,) = lake.query("FROM once_per_topic WHERE story_count > 1").to_pylist()
    now = {row["document_id"]: row["topic_id"] for row in written}
    is_renamed = before["topic_id"] != event["topic_id"]
    assert now.keys() == {document(page) for page in ((15, 16, 17) if is_renamed else (16, 17))}
    assert set(now.values()) == {event["topic_id"]}
    assert (event["story_count"], event["article_count"]) == (3, 3)
