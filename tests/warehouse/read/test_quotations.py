"""What a speaker said is found by any of the names, about what is named or has the words."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

import pytest
from made_batches import document_id, page_text, tables, with_column

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read.quotations import NoNameError, entities_named, quotations_of
from dateline.warehouse.search.words import SearchQueryError


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    """Nine pages, three a speaker: the first of each is the latest, the last has no date."""
    folder = tmp_path_factory.mktemp("quotations") / "lake"
    rows = tables(range(9))
    days = [date(2024, 1, 9 - page) if page < 6 else None for page in range(9)]
    rows["articles"] = with_column(rows["articles"], "date_published", days)
    said = [None, None, None, "They signed treaties", None, None, "It’s about fish"]
    texts = rows["quotes"]["text"].to_pylist()
    texts = [new or old for new, old in zip_longest(said, texts)]
    rows["quotes"] = with_column(rows["quotes"], "text", texts)
    with Lake.open(folder) as lake:
        publish(lake, stage(lake.folder, rows))
    with Lake.open(folder, read_only=True) as lake:
        yield lake


def pages(lake: Lake, speaker: str, about: str | None = None, **part: int) -> list[int]:
    found = quotations_of(lake, speaker, about, **{"limit": 100, **part})
    by_id = {document_id(page): page for page in range(9)}
    return [by_id[quotation.document_id] for quotation in found.quotations]


@pytest.mark.parametrize("name", ["Ana Lima", "LIMA", "ána", "person-0"])
def test_a_speaker_is_found_by_words_of_a_name_or_by_id(lake: Lake, name: str) -> None:
    assert pages(lake, name) == [0, 3, 6]


@pytest.mark.parametrize("name", ["Lima Ana", "An", "Nobody", "person-", "' OR true OR '"])
def test_other_words_are_of_nobody(lake: Lake, name: str) -> None:
    found = quotations_of(lake, name, limit=100)
    assert (found.quotations, found.count, found.speakers) == ((), 0, ())


def test_a_name_with_an_apostrophe_is_two_words(lake: Lake) -> None:
    assert pages(lake, "O’Hara") == pages(lake, "cy o'hara") == [2, 5, 8]


def test_about_takes_words(lake: Lake) -> None:
    assert pages(lake, "Lima", "a treaty") == []
    assert pages(lake, "Lima", "treaty signing") == [3]
    assert pages(lake, "Lima", "it -fish") == [0]
    assert pages(lake, "Ek", "treaty") == []


def test_about_takes_what_a_quotation_names(lake: Lake) -> None:
    # Of made-up pages, the name stands behind the quotation, and only inside it counts.
    found = quotations_of(lake, "Lima", "Ek", limit=10)
    assert [entity.entity_id for entity in found.about] == ["person-1"]
    assert found.quotations == ()
    with Lake.open(lake.folder) as writer:
        writer.connection.execute(
            "INSERT INTO page_mentions SELECT * REPLACE (start - 14 AS start, start - 12 AS "
            "\"end\", 'person-1' AS entity_id) FROM page_mentions "
            f"WHERE document_id = '{document_id(3)}'"
        )
    assert pages(lake, "Lima", "Ek") == [3]


def test_a_part_is_taken_of_all_in_their_order(lake: Lake) -> None:
    assert pages(lake, "Lima", limit=2) == [0, 3]
    assert pages(lake, "Lima", limit=2, offset=2) == [6]
    assert quotations_of(lake, "Lima", limit=1).count == 3


def test_a_quotation_stands_at_its_offsets(lake: Lake) -> None:
    (first, *_) = quotations_of(lake, "Lima", limit=1).quotations
    assert first.text == page_text(0)[first.start : first.end] == "“It’s "
    assert (first.speaker, first.speaker_text, first.cue) == ("Ana Lima", "Ana Lima", "said")


def test_names_without_a_letter_are_rejected(lake: Lake) -> None:
    with pytest.raises(NoNameError, match=r"no name: '\?'; give"):
        quotations_of(lake, "?", limit=1)
    with pytest.raises(SearchQueryError, match="no word to search for"):
        quotations_of(lake, "Lima", "-", limit=1)


def test_entities_are_found_by_name(lake: Lake) -> None:
    assert [entity.name for entity in entities_named(lake, "ek")] == ["Bo Ek"]
