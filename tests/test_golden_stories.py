"""A golden case of stories: pages in one run, and which of them tell the same story, and how.

`tests/golden/stories/stories.json` names the pages, and says what an editor would: the stories with
the role of each page, which page is a later fetch of which, and what was changed. A rewrite in
other words and another event in the same town are stories of their own.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from made_pages import ask, run

ROOT = Path(__file__).parent.parent
EXPECTED: dict[str, Any] = json.loads((ROOT / "tests/golden/stories/stories.json").read_text())


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stories") / "lake"
    # Batches of three, so that most stories are found with those that are there.
    run(folder, ROOT / EXPECTED["pages"], batch_pages=3)
    return folder


def test_pages_of_one_story_are_together_with_their_roles(lake: Path) -> None:
    rows = ask(
        lake,
        "SELECT story_id, source_id, role, s.agency FROM story_members AS m "
        "JOIN stories AS s USING (story_id) JOIN documents AS d ON d.document_id = m.document_id",
    )
    found = [
        {
            "agency": next(agency for story, _, _, agency in rows if story == one),
            "members": {page: role for story, page, role, _ in rows if story == one},
        }
        for one in {story for story, *_ in rows}
    ]

    def first(story: dict[str, Any]) -> str:
        return str(min(story["members"]))

    assert sorted(found, key=first) == sorted(EXPECTED["stories"], key=first)


def test_a_later_fetch_is_a_version_of_the_page(lake: Path) -> None:
    rows = ask(
        lake,
        "SELECT d.source_id, e.source_id AS earlier FROM story_members AS m JOIN documents AS d "
        "USING (document_id) JOIN documents AS e ON e.document_id = earlier_version_id",
    )
    assert dict(rows) == EXPECTED["earlier_versions"]


def test_what_was_changed_stands_at_its_offsets(lake: Path) -> None:
    rows = ask(
        lake,
        "SELECT d.source_id, unit, change, "
        'd.text[start + 1:"end"][:40], o.text[other_start + 1:other_end][:40] '
        "FROM story_changes AS c JOIN documents AS d USING (document_id) "
        "JOIN documents AS o ON o.document_id = compared_document_id "
        "ORDER BY d.source_id, change_number",
    )
    assert [list(row) for row in rows] == EXPECTED["changes"]
