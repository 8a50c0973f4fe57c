"""The index follows the lake: every snapshot can be searched, whatever became of the index."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import made_batches
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_batches import load, tables, with_column

from warehouse.catalog.lake import Lake
from warehouse.catalog.snapshots import transaction
from warehouse.publish.compaction import compact
from warehouse.publish.publishing import publish
from warehouse.publish.staging import stage
from warehouse.search.index import INDEX, SEARCH, rebuild
from warehouse.search.query import Filters, Hit, search
from warehouse.search.words import SearchQueryError, folded, parse_query

ALL = 1_000


def hits(lake: Lake, typed: str, filters: Filters | None = None) -> tuple[Hit, ...]:
    found = search(lake, parse_query(typed), filters or Filters(), limit=ALL)
    assert found.count == len(found.hits)
    return found.hits


def keys(found: tuple[Hit, ...]) -> set[tuple[str, int | None]]:
    return {(hit.document_id, hit.quote_number) for hit in found}


def by_looking(lake: Lake, word: str) -> set[tuple[str, int | None]]:
    """What has a word, found without an index."""
    rows = lake.connection.execute(
        "SELECT document_id, NULL, concat_ws(' ', headline, article_body) FROM articles UNION ALL "
        "SELECT document_id, quote_number, concat_ws(' ', text, speaker) FROM quotes"
    ).fetchall()
    return {(document, number) for document, number, text in rows if word in folded(text).split()}


def assert_as_by_looking(lake: Lake) -> None:
    for word in ("headline", "3", "ana", "s"):
        assert keys(hits(lake, word)) == by_looking(lake, word)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of twelve pages in three batches."""
    folder = tmp_path_factory.mktemp("search") / "lake"
    with Lake.open(folder) as lake:
        for first in (0, 4, 8):
            load(lake, range(first, first + 4), batch_id=f"batch-{first}")
    return folder


def test_the_index_follows_all_that_happens_to_a_lake(tmp_path: Path) -> None:
    index = tmp_path / "lake" / SEARCH / INDEX
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(4), batch_id="first")
        behind = tmp_path / "behind.sqlite"
        shutil.copyfile(index, behind)
        assert_as_by_looking(lake)
        load(lake, range(4, 8), batch_id="second")
        with transaction(lake.connection, "replaced"):
            lake.connection.execute(
                "CREATE TEMP TABLE new AS SELECT * REPLACE ('changed' AS headline) FROM articles "
                "ORDER BY document_id LIMIT 3"
            )
            lake.connection.execute(
                "DELETE FROM articles WHERE document_id IN (SELECT document_id FROM new)"
            )
            lake.connection.execute("INSERT INTO articles BY NAME FROM new")
            lake.connection.execute("DELETE FROM quotes WHERE speaker = 'Ana Lima'")
        assert len(hits(lake, "changed")) == 3
        assert_as_by_looking(lake)
        compact(lake)
        load(lake, range(8, 10), batch_id="third")
        assert_as_by_looking(lake)
        shutil.copyfile(behind, index)  # as if all since the first batch had been killed half-way
        assert_as_by_looking(lake)
        shutil.rmtree(index.parent)
        assert_as_by_looking(lake)
        compact(lake, keep=timedelta(0))
        assert_as_by_looking(lake)
        shutil.copyfile(behind, index)  # its snapshot is forgotten
        assert_as_by_looking(lake)
        assert rebuild(lake) == len(by_looking(lake, "changed") | by_looking(lake, "s"))


def test_an_unchanged_row_is_not_indexed_again_when_files_are_merged(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(4), batch_id="first")
        with transaction(lake.connection, "most of a file"):
            lake.connection.execute(
                "DELETE FROM articles WHERE document_id IN "
                "(SELECT document_id FROM articles ORDER BY document_id LIMIT 2)"
            )
        compact(lake)
        with sqlite3.connect(tmp_path / "lake" / SEARCH / INDEX) as index:
            ((count,),) = index.execute("SELECT count(*) FROM entries")
    assert count == 8


def test_what_most_of_is_forgotten_is_made_anew(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(4), batch_id="first")
        with transaction(lake.connection, "all articles, most quotations"):
            lake.connection.execute("DELETE FROM articles")
            lake.connection.execute("DELETE FROM quotes WHERE speaker <> 'Bo Ek'")
        compact(lake, keep=timedelta(0))
        with sqlite3.connect(tmp_path / "lake" / SEARCH / INDEX) as index:
            assert index.execute("SELECT count(*) FROM entries").fetchall() == [(1,)]
        assert_as_by_looking(lake)


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, None])
def test_a_broken_index_is_made_again(folder: Path, tmp_path: Path, content: bytes | None) -> None:
    shutil.copytree(folder, tmp_path / "lake")
    index = tmp_path / "lake" / SEARCH / INDEX
    if content is None:
        whole = bytearray(index.read_bytes())
        whole[4096:] = b"\xff" * (len(whole) - 4096)
        content = bytes(whole)
    index.write_bytes(content)
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, [20], batch_id="later")
        assert_as_by_looking(lake)


def test_the_index_of_another_lake_is_not_taken(folder: Path, tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        for page in (20, 21, 22):
            load(lake, [page], batch_id=f"{page}")
        shutil.copyfile(folder / SEARCH / INDEX, tmp_path / "lake" / SEARCH / INDEX)
        assert_as_by_looking(lake)


def test_a_reader_finds_while_a_writer_publishes(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    program = [sys.executable, made_batches.__file__, str(folder), "20", "5"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for line in writer.stdout:
            if line != "open\n":
                with Lake.open(folder, read_only=True) as lake:
                    assert len(hits(lake, "headline")) >= int(line) + 5
    assert writer.returncode == 0


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


@pytest.mark.parametrize("is_behind", [False, True])
def test_an_index_that_cannot_be_written_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_behind: bool
) -> None:
    index = tmp_path / "lake" / SEARCH / INDEX
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(2), batch_id="first")
        older = index.read_bytes()
        load(lake, range(2, 4), batch_id="second")
        if is_behind:
            index.write_bytes(older)
        before = index.read_bytes()
        monkeypatch.setattr("os.access", lambda *_: False)
        assert_as_by_looking(lake)
    assert index.read_bytes() == before
