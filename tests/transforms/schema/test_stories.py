"""What the tables of stories have in common."""

import pytest

from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.stories import Story, StoryChange, StoryMember


@pytest.mark.parametrize("row", [StoryMember, StoryChange])
def test_what_belongs_to_a_story_refers_to_it(row: type) -> None:
    columns = {column.name: column for column in table_of(row).columns}
    assert columns["story_id"].declared.references == "stories.story_id"
    assert columns["story_id"].arrow == table_of(Story).columns[0].arrow


def test_shares_of_shingles_lie_between_none_and_all() -> None:
    shares = [c.declared for c in table_of(StoryMember).columns if c.declared.unit == "share"]
    assert [(share.minimum, share.maximum) for share in shares] == [(0, 1)] * 3


def test_offsets_of_a_change_are_of_both_pages() -> None:
    units = {c.name: c.declared.unit for c in table_of(StoryChange).columns}
    assert units["start"] == units["end"] == units["other_start"] == units["other_end"]
