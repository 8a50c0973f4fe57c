"""The index follows the lake: every snapshot can be searched, whatever became of the index."""

import shutil
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import made_batches
import pytest
from made_batches import load
from made_searches import hits, keys

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import transaction
from dateline.warehouse.publish.compaction import compact
from dateline.warehouse.search.index import INDEX, SEARCH, rebuild
from dateline.warehouse.search.words import folded


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
            lake.connection.execute("DELETE FROM page_quotes WHERE speaker = 'Ana Lima'")
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
            lake.connection.execute("DELETE FROM page_quotes WHERE speaker <> 'Bo Ek'")
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


@pytest.mark.soak
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


def test_an_index_of_an_older_form_is_made_again(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "lake")
    with sqlite3.connect(tmp_path / "lake" / SEARCH / INDEX) as index:
        index.execute("DROP TABLE languages")
        index.execute("PRAGMA user_version = 1")
    with Lake.open(tmp_path / "lake", read_only=True) as lake:
        assert_as_by_looking(lake)


def test_forms_of_words_follow_the_language_that_a_replay_finds(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(2), batch_id="first")
        assert len(hits(lake, "headlined")) == 2
        with transaction(lake.connection, "replayed"):
            lake.connection.execute("UPDATE articles SET in_language = 'de'")
        assert not hits(lake, "headlined")
        assert len(hits(lake, "headlines")) == 2


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
