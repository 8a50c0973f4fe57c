"""What a person does with a lake that version 0.1.0 made, once it is migrated."""

from pathlib import Path

import pytest
from old_lakes import LAST_SNAPSHOT, lake_of_0_1_0

from dateline.flows.jobs.check import check
from dateline.flows.jobs.diff import diff
from dateline.flows.jobs.verify import verify
from dateline.flows.settings import Settings
from dateline.transforms.schema.closed_sets import Severity
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.search.query import Filters, search
from dateline.warehouse.search.words import parse_query


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lake_of_0_1_0(tmp_path_factory.mktemp("migrated"))
    Lake.open(folder).close()
    return folder


def test_it_holds_to_every_rule_and_verifies(migrated: Path) -> None:
    assert check(Settings(lake=migrated)).failed(Severity.CRITICAL) == ()
    assert [part for part in verify(Settings(lake=migrated)).compared if part.differing_count] == []


@pytest.mark.parametrize("at", [LAST_SNAPSHOT, None])
def test_it_is_searched_as_it_is_and_as_it_was(migrated: Path, at: int | None) -> None:
    with Lake.open(migrated, read_only=True, at=at) as lake:
        found = search(lake, parse_query("library"), Filters(kind="article"), limit=5)
    assert [(hit.source_id, hit.outlet) for hit in found.hits] == [("library", "gazette.example")]


def test_it_is_compared_with_what_it_was(migrated: Path) -> None:
    with Lake.open(migrated, read_only=True) as lake:
        found = {one.table: one for one in diff(lake, LAST_SNAPSHOT, lake.snapshot_id)}
    assert set(found) <= {
        "ops.sightings",
        "name_forms",
        "entities",
        "stories",
        "story_members",
    }
    difference = found["ops.sightings"]
    (example,) = difference.fields["outcome"].examples
    assert (difference.added.row_count, difference.removed.row_count) == (0, 0)
    assert (example.old, example.new) == ("known", "already_known")
