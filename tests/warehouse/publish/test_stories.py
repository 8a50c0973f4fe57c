"""A batch writes the rows of the stories that it changes, and no others."""

from pathlib import Path

from made_stories import batch_of_stories, document

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage


def test_only_rows_that_change_are_written(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, batch_of_stories([0, 6, 11], "first")))
        publish(lake, stage(lake.folder, batch_of_stories([1, 12], "second")))
        last = lake.snapshot_id
        written, gone = (
            {
                name: lake.query(f"FROM lake.table_{kind}('{name}', {last}, {last})").to_pylist()
                for name in ("stories", "story_members")
            }
            for kind in ("insertions", "deletions")
        )
    assert {row["document_id"] for row in written["story_members"]} == {document(1), document(12)}
    assert gone["story_members"] == []
    assert {row["document_id"] for row in written["stories"]} == {document(0), document(12)}
    assert [row["document_id"] for row in gone["stories"]] == [document(0)]


def test_an_earlier_page_becomes_the_origin(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, batch_of_stories([1], "first")))
        (before,) = lake.query("SELECT story_id FROM stories").to_pylist()
        publish(lake, stage(lake.folder, batch_of_stories([0], "second")))
        (story,) = lake.query("SELECT story_id, document_id FROM stories").to_pylist()
        roles = lake.query("SELECT document_id, story_id, role FROM story_members").to_pylist()
    assert story["story_id"] != before["story_id"]
    assert story["document_id"] == document(0)
    assert {(row["document_id"], row["role"]) for row in roles} == {
        (document(0), "origin"),
        (document(1), "cut"),
    }
    assert {row["story_id"] for row in roles} == {story["story_id"]}
