"""Pages are found by any name of a place that they name."""

from pathlib import Path

import pyarrow as pa
from made_batches import document_id, tables

from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.names import Mention
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read.place_pages import pages_naming_place


def mention(page: int, text: str, entity_id: str, kind: str = "place") -> Mention:
    return Mention(document_id(page), 0, len(text), text, kind, text, None, entity_id, 0.9, "made")


def test_pages_are_found_by_any_name_of_a_place(tmp_path: Path) -> None:
    mentions: pa.Table = to_arrow(
        Mention,
        [
            mention(0, "Tromsø", "place/tromsø"),
            mention(1, "Tromso", "place/tromsø"),
            mention(2, "Tromsø", "person/tromsø", kind="person"),
        ],
    )
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, tables(range(3)) | {"mentions": mentions}))
        expected = sorted([document_id(0), document_id(1)])
        for name in ("place/tromsø", "tromsø", "TROMSO"):
            assert pages_naming_place(lake, name) == expected
        assert pages_naming_place(lake, "person/tromsø") == []
