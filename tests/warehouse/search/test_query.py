"""What is typed finds the rows that have its words, in all scripts, the best ones first."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_batches import load, tables, with_column
from made_searches import hits, keys

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.search.query import Filters, search
from dateline.warehouse.search.words import SearchQueryError, parse_query


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of twelve pages in three batches."""
    folder = tmp_path_factory.mktemp("search") / "lake"
    with Lake.open(folder) as lake:
        for first in (0, 4, 8):
            load(lake, range(first, first + 4), batch_id=f"batch-{first}")
    return folder


def test_filters_choose_by_words_of_names_and_by_day(tmp_path: Path) -> None:
    rows = tables(range(6), batch_id="filtered")
    publishers = ["Daily Star", "The Star", None, "Starlight", None, "Ténor"]
    articles = with_column(rows["articles"], "publisher", publishers)
    days = [date(2024, 1, day) if day < 4 else None for day in range(1, 7)]
    articles = with_column(articles, "date_published", days)
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, rows | {"articles": articles}))
        quoted = {
            name: len(hits(lake, "s", Filters(kind="quotation", speaker=name)))
            for name in ("ana lima", "LIMA", "hara", "ana ek", "an")
        }
        assert quoted == {"ana lima": 2, "LIMA": 2, "hara": 2, "ana ek": 0, "an": 0}
        outlets = {
            name: len(hits(lake, "s", Filters(kind="article", outlet=name)))
            for name in ("star", "the star", "tenor", "star daily")
        }
        assert outlets == {"star": 2, "the star": 1, "tenor": 1, "star daily": 0}
        within = Filters(since=date(2024, 1, 2), until=date(2024, 1, 3))
        assert len({key for key, _ in keys(hits(lake, "s", within))}) == 2
        assert len(hits(lake, "s", within)) == 4  # their quotations, too
        assert not hits(lake, "s", Filters(since=date(2024, 1, 4)))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Переговоры о мире в Ереване", "ПЕРЕГОВОРЫ ереване"),
        ("Η ειρηνευτική διαδικασία", "ειρηνευτικη"),
        ("和平条约今天签署", "条约"),
        ("สันติภาพในภูมิภาค", "ภูมิภาค"),
        ("शांति समझौता", "समझौता"),
        ("اتفاق السَّلام", "السلام"),
        ("Əliyev Bakıda", "aliyev bakida"),
        ("cafe\u0301 Tromsø", "café tromso"),
        ("the so-called “peace”", '"called peace"'),
        ("ﷺ and ½", "and ½"),
    ],
)
def test_texts_of_many_scripts_are_found(tmp_path: Path, text: str, typed: str) -> None:
    rows = tables([0], batch_id="one")
    articles = with_column(rows["articles"], "article_body", [text])
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, rows | {"articles": articles}))
        assert [hit.body for hit in hits(lake, typed)] == [text]


@pytest.fixture(scope="module")
def reader(folder: Path) -> Iterator[Lake]:
    with Lake.open(folder, read_only=True) as lake:
        yield lake


@settings(max_examples=25, deadline=None)
@given(typed=st.text() | st.text(alphabet="\"()*-:^{}+ aNEAR\0'", max_size=40))
def test_nothing_that_is_typed_is_an_error_of_syntax(reader: Lake, typed: str) -> None:
    try:
        query = parse_query(typed)
    except SearchQueryError:
        return
    search(reader, query, Filters(), limit=1)


def test_words_to_leave_out_and_phrases(reader: Lake) -> None:
    everything = keys(hits(reader, "headline"))
    without = keys(hits(reader, "headline -3"))
    assert len(everything) == 12
    assert len(everything - without) == 1
    assert len(hits(reader, '"headline 1"')) == 1
    assert not hits(reader, '"1 headline"')
    assert len(hits(reader, "headl*")) == 12


def test_the_best_hit_is_first_and_the_count_is_of_all(reader: Lake) -> None:
    found = search(reader, parse_query("ana"), Filters(), limit=2)
    assert len(found.hits) == 2
    assert found.count == len(hits(reader, "ana"))
    scores = [hit.score for hit in hits(reader, "ana")]
    assert scores == sorted(scores)
