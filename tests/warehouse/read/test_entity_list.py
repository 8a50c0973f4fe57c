"""The list of entities: by pages, by kind, by words; stories once."""

import pytest

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.entity_list import listed_entities


def test_copies_of_a_text_count_once(named_lake: Lake) -> None:
    found = listed_entities(named_lake, None, None, limit=9)
    assert found.entity_count == len(found.entities) == 4
    for listed in found.entities:
        ((pages, stories),) = named_lake.rows(
            "SELECT count(DISTINCT document_id), count(DISTINCT story_id) "
            "FROM mentions JOIN story_members USING (document_id) WHERE entity_id = $1",
            [listed.entity.entity_id],
        )
        assert (listed.entity.document_count, listed.story_count) == (pages, stories)
    town = next(it for it in found.entities if it.entity.kind == "place")
    assert (town.entity.document_count, town.story_count) == (4, 3), "two tell one story"


@pytest.mark.parametrize(
    ("kind", "words", "names"),
    [
        ("place", None, ["Quaytown"]),
        ("person", "QUAY", []),
        (None, "quay", ["Quaytown"]),
        (None, "o'hara", ["Cy O'Hara"]),
        ("person", "líma", ["Ana Lima"]),
        (None, "%", []),
    ],
)
def test_only_what_is_asked_for_is_listed(
    named_lake: Lake, kind: str | None, words: str | None, names: list[str]
) -> None:
    found = listed_entities(named_lake, kind, words, limit=9)
    assert [it.entity.name for it in found.entities] == names
    assert found.entity_count == len(names)


def test_entities_in_parts_make_the_whole_list(named_lake: Lake) -> None:
    whole = listed_entities(named_lake, None, None, limit=9).entities
    parts = [listed_entities(named_lake, None, None, limit=3, offset=it) for it in (0, 3, 6)]
    assert [it for part in parts for it in part.entities] == whole
    assert [part.entity_count for part in parts] == [4, 4, 4]
