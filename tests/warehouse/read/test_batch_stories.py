"""A batch looks up what it needs, and no more."""

from pathlib import Path

import pytest
from made_stories import batch_of_stories

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.lookup.pages import KnownPages
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage


def test_only_texts_that_are_like_a_new_one_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[set[str]] = []
    bodies = KnownPages.bodies

    def noted(known: KnownPages, text_ids: list[str]) -> dict[str, tuple[str, str]]:
        read.append(set(bodies(known, text_ids)))
        return bodies(known, text_ids)

    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, batch_of_stories([0, 6, 11, 12], "first")))
        monkeypatch.setattr(KnownPages, "bodies", noted)
        publish(lake, stage(lake.folder, batch_of_stories([1], "second")))
        text_ids = lake.query(
            "SELECT text_id FROM articles JOIN stories USING (document_id) WHERE article_count = 2"
        ).to_pylist()
    assert set().union(*read) == {row["text_id"] for row in text_ids}
