"""Pages are found by their texts, shingles and lines."""

from collections.abc import Iterator

import numpy as np
import pytest
from made_stories import batch_of_stories, bodies, document

from dateline.transforms.lines.fingerprints import fingerprint
from dateline.transforms.stories.shingles import shingle
from dateline.transforms.stories.sketches import sketch
from dateline.transforms.stories.text_identity import text_id
from dateline.transforms.text.page import Page
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.lookup.index import known_pages
from dateline.warehouse.lookup.pages import KnownPages
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage

PAGES = range(len(bodies()))
# Pages 9 and 10 have one text.
TWICE = text_id(bodies()[9])


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnownPages]:
    with Lake.open(tmp_path_factory.mktemp("known") / "lake") as lake:
        publish(lake, stage(lake.folder, batch_of_stories(PAGES)))
        with known_pages(lake) as known:
            yield known


def test_texts_are_found_by_their_shingles(known: KnownPages) -> None:
    _, hashes = sketch(shingle([bodies()[9]]))
    found = known.texts_with(hashes, most=5)
    number = known.numbers([TWICE, "unknown"])[TWICE]
    assert found.hashes[found.texts == number].tolist() == hashes.tolist()
    assert known.text_ids(np.array([number])) == [TWICE]
    assert known.sketch_sizes(np.array([number])).tolist() == [len(hashes)]
    assert len(found.too_common) == 0


def test_hashes_of_more_texts_are_left_out(known: KnownPages) -> None:
    # The first body is in the second to sixth, whole or in part.
    _, hashes = sketch(shingle([bodies()[0]]))
    found = known.texts_with(hashes, most=2)
    assert len(found.too_common) > 0
    assert sorted({*found.hashes.tolist(), *found.too_common.tolist()}) == hashes.tolist()
    assert not np.isin(found.hashes, found.too_common).any()
    assert np.unique(found.hashes, return_counts=True)[1].max() <= 2


def test_known_pages_are_told_from_new_ones(known: KnownPages) -> None:
    assert known.known_among([document(0), "00", document(99)]) == {document(0)}


def test_articles_are_found_by_their_texts(known: KnownPages) -> None:
    rows = known.articles([TWICE]).to_pylist()
    assert {row["document_id"] for row in rows} == {document(9), document(10)}
    assert {row["fetched_at"] is None for row in rows} == {True, False}
    assert {row["url"] for row in rows} == {"/4/1", "/0/1"}


def test_stories_are_found_by_their_texts_and_members_by_their_stories(known: KnownPages) -> None:
    (number,) = known.numbers([TWICE]).values()
    ((found, story_id),) = known.stories(np.array([number]))
    assert found == number
    members = known.members([story_id, "unknown"]).to_pylist()
    assert {row["document_id"] for row in members} == {document(9), document(10)}
    assert {row["role"] for row in members} == {"origin", "reprint"}
    assert {row["text_id"] for row in members} == {TWICE}


def test_a_text_is_that_of_the_least_page(known: KnownPages) -> None:
    least = min(document(9), document(10))
    assert known.bodies([TWICE]) == {TWICE: (least, bodies()[9])}
    assert known.contents([document(9), "00"])[document(9)].body == bodies()[9]


def test_pages_are_found_by_their_lines(known: KnownPages) -> None:
    menu, _ = fingerprint([Page("", "Home\nx")])["line_hashes"][0].as_py()
    rows = known.pages_with_lines([menu, 1]).to_pylist()
    assert {row["document_id"] for row in rows} == set(map(document, PAGES))
    assert {(row["line_hash"], row["host"]) for row in rows} == {
        (menu, "0.example"),
        (menu, "1.example"),
    }
