"""Stories are a function of the pages: neither order nor size of batches makes a difference."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import made_stories
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from made_stories import batch_of_stories, bodies, document

from dateline.transforms.stories import candidates
from dateline.transforms.stories import topics as transforms_topics
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read import batch_stories, batch_topics, stories
from dateline.warehouse.read.stories import Origins, all_stories

PAGES = range(len(bodies()))
TABLES = ("stories", "story_members")
STORED = (*TABLES, "story_changes")
Rows = dict[str, list[dict[str, Any]]]


def load_pages(lake: Lake, batches: Sequence[Sequence[int]]) -> None:
    for number, pages in enumerate(batches):
        publish(lake, stage(lake.folder, batch_of_stories(pages, f"batch-{number}")))


def stored(lake: Lake) -> Rows:
    return {name: lake.query(f"FROM {name} ORDER BY ALL").to_pylist() for name in STORED}


def recomputed(lake: Lake) -> Rows:
    told = all_stories(lake.connection, Origins("articles", "documents", "sketches"))
    tables = (told.stories, told.members)
    return {
        name: table.sort_by([(key, "ascending") for key in ("story_id", "document_id")]).to_pylist()
        for name, table in zip(TABLES, tables, strict=True)
    }


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    with Lake.open(tmp_path_factory.mktemp("stories") / "lake") as lake:
        load_pages(lake, [PAGES])
        yield lake


def clusters(rows: Rows) -> list[list[int]]:
    pages = {document(page): page for page in PAGES}
    found: dict[str, list[int]] = {}
    for row in rows["story_members"]:
        found.setdefault(row["story_id"], []).append(pages[row["document_id"]])
    return sorted(map(sorted, found.values()))


def test_copies_are_in_the_story_of_their_origin(lake: Lake) -> None:
    assert clusters(stored(lake)) == [
        [0, 1, 2, 3, 4, 5],
        [6, 7, 8],
        [9, 10],
        [11],
        [12],
        [13, 14],
        [15],
        [16],
        [17],
        [18],
    ]


def test_each_member_says_what_it_is_to_the_origin(lake: Lake) -> None:
    rows = {row["document_id"]: row for row in stored(lake)["story_members"]}
    roles = [rows[document(page)]["role"] for page in PAGES]
    assert roles[:6] == ["origin", "cut", "cut", "extended", "reprint", "reprint"]
    assert roles[6:9] == ["reprint", "cut", "origin"]
    assert roles[9:15] == ["reprint", "origin", "origin", "origin", "origin", "reprint"]
    assert roles[15:] == ["origin"] * 4
    half = rows[document(1)]
    assert (half["containment"], half["agency"]) == (1, "NPA")
    assert 0.4 < half["similarity"] == half["origin_containment"] < 0.6
    longer = rows[document(3)]
    assert longer["origin_containment"] == 1 > longer["containment"] > 0.5
    assert rows[document(5)]["earlier_version_id"] == document(0)


def test_a_story_is_credited_to_the_agency_that_its_members_name(lake: Lake) -> None:
    (story,) = lake.query("FROM stories WHERE article_count = 6").to_pylist()
    assert (story["agency"], story["text_count"]) == ("NPA", 6)
    assert story["document_id"] == document(0)
    assert (
        story["story_id"]
        == lake.query(
            "SELECT text_id FROM articles WHERE document_id = ?", [document(0)]
        ).to_pylist()[0]["text_id"]
    )


def test_all_stories_are_those_that_batches_made(lake: Lake) -> None:
    assert recomputed(lake) == {name: stored(lake)[name] for name in TABLES}


def in_any_batches() -> st.SearchStrategy[list[list[int]]]:
    cuts = st.sets(st.integers(1, len(PAGES) - 1), max_size=5)
    return st.tuples(st.permutations(PAGES), cuts).map(
        lambda drawn: [
            list(drawn[0][first:last])
            for first, last in zip(
                [0, *sorted(drawn[1])], [*sorted(drawn[1]), len(PAGES)], strict=True
            )
        ]
    )


def in_other_batches(lake: Lake, batches: Sequence[Sequence[int]], folder: Path) -> None:
    with Lake.open(folder / "lake") as other:
        load_pages(other, batches)
        assert stored(other) == stored(lake)
        assert recomputed(other) == {name: stored(lake)[name] for name in TABLES}


# Each example fills a lake; to make a failing one smaller would take minutes.
@settings(max_examples=2, deadline=None, phases=[Phase.generate])
@given(batches=in_any_batches())
def test_order_and_size_of_batches_make_no_difference(
    lake: Lake, batches: list[list[int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    in_other_batches(lake, batches, tmp_path_factory.mktemp("other"))


@pytest.mark.soak
@settings(max_examples=100, deadline=None, phases=[Phase.generate])
@given(batches=in_any_batches())
def test_many_more_orders_make_no_difference(
    lake: Lake, batches: list[list[int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    in_other_batches(lake, batches, tmp_path_factory.mktemp("other"))


def with_bounds(monkeypatch: pytest.MonkeyPatch, few: int, many: int) -> None:
    """Let hashes be common that so few texts have."""
    monkeypatch.setattr(candidates, "FEW_TEXTS", few)
    monkeypatch.setattr(candidates, "MANY_TEXTS", many)
    monkeypatch.setattr(stories, "COMMONNESS_BOUNDS", (few, many))
    monkeypatch.setattr(batch_stories, "MANY_TEXTS", many)


@pytest.mark.parametrize(("few", "many"), [(1, 2), pytest.param(2, 3, marks=pytest.mark.soak)])
def test_stories_come_apart_where_their_shingles_become_common(
    few: int, many: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_bounds(monkeypatch, few, many)
    found = []
    orders: list[list[Sequence[int]]] = [
        [PAGES],
        [PAGES[first::6] for first in range(6)],
        [PAGES[::-1]],
    ]
    for number, batches in enumerate(orders):
        with Lake.open(tmp_path / str(number)) as lake:
            load_pages(lake, batches)
            found.append(stored(lake))
            assert recomputed(lake) == {name: found[-1][name] for name in TABLES}
    assert found[0] == found[1] == found[2]
    assert len(found[0]["stories"]) > 10


def topics(rows: Rows) -> list[list[int]]:
    """The pages of each topic of several stories."""
    pages = {document(page): page for page in PAGES}
    found: dict[str, list[int]] = {}
    for row in rows["stories"]:
        found.setdefault(row["topic_id"], []).append(pages[row["document_id"]])
    return sorted(sorted(origins) for origins in found.values() if len(origins) > 1)


def test_reports_on_one_event_are_one_topic_and_several_stories(lake: Lake) -> None:
    assert topics(stored(lake)) == [[15, 16, 17]]


def test_a_topic_goes_by_its_earliest_story(lake: Lake) -> None:
    rows = {row["document_id"]: row for row in stored(lake)["stories"]}
    of_topic = [rows[document(page)] for page in (15, 16, 17)]
    # All are of one day.
    assert {row["topic_id"] for row in of_topic} == {min(row["story_id"] for row in of_topic)}


@pytest.mark.parametrize("most", [1, pytest.param(2, marks=pytest.mark.soak)])
def test_topics_come_apart_where_their_words_become_common(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (transforms_topics, batch_topics):
        monkeypatch.setattr(module, "MOST_TEXTS_OF_A_KEY", most)
    pages = PAGES[15:]
    orders: list[list[Sequence[int]]] = [
        [pages],
        [[page] for page in pages],
        [pages[2:], pages[:2]],
    ]
    made = []
    for number, batches in enumerate(orders):
        with Lake.open(tmp_path / str(number)) as lake:
            load_pages(lake, batches)
            made.append(stored(lake))
            assert recomputed(lake) == {name: made[-1][name] for name in TABLES}
    assert made[0] == made[1] == made[2]
    assert topics(made[0]) == []


def test_made_bodies_share_what_they_are_meant_to() -> None:
    assert len(set(made_stories.bodies())) == len(PAGES) - 2
