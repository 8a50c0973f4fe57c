"""Tables under their names: of one snapshot, or of files that have what is declared."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_batches import load, tables, with_column

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.errors import LakeDamagedError
from dateline.warehouse.catalog.folder import DATA
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.whole_tables import (
    UnusableFileError,
    WholeTables,
    tables_in_files,
    tables_of_lake,
)

ROWS = tables([0, 1])
ARTICLES = ROWS["articles"]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lake]:
    with Lake.open(tmp_path_factory.mktemp("whole") / "lake") as lake:
        load(lake, [0, 1], batch_id="first")
        yield lake


def count(whole: WholeTables, name: str) -> int:
    ((found,),) = whole.connection.execute(f"SELECT count(*) FROM {name}").fetchall()
    return int(found)


def test_a_lake_stays_as_it_was_whatever_is_published_meanwhile(lake: Lake) -> None:
    with tables_of_lake(lake) as whole:
        assert list(whole.origins) == list(TABLES)
        load(lake, [2], batch_id="second")
        assert {name: count(whole, name) for name in ("documents", "lines", "ops.batches")} == {
            "documents": 2,
            "lines": 4,
            "ops.batches": 1,
        }
    assert lake.query("FROM documents").num_rows == 3


def test_a_broken_data_file_is_damage_and_its_remedy_is_told(lake: Lake) -> None:
    for path in (lake.folder / DATA / "main/page_mentions").iterdir():
        path.write_bytes(b"PAR1 and no more")
    with (
        pytest.raises(LakeDamagedError, match=f"cannot read the tables in {lake.folder}: .*backup"),
        tables_of_lake(lake) as whole,
    ):
        whole.connection.execute("SELECT name FROM mentions").fetchall()


def written(path: Path, rows: pa.Table) -> Path:
    pq.write_table(rows, path)
    return path


def test_files_are_tables_in_the_order_declared(tmp_path: Path) -> None:
    # What is a pattern to DuckDB may be the name of a file.
    names = ("ops.batches", "articles", "lines")
    files = {name: written(tmp_path / f"[{name}]*?'.parquet", ROWS[name]) for name in names}
    written(tmp_path / "l'.parquet", ROWS["lines"])
    with tables_in_files(files) as whole:
        assert list(whole.origins) == ["lines", "articles", "ops.batches"]
        for name in names:
            assert count(whole, name) == count(whole, whole.origins[name]) == ROWS[name].num_rows


def test_columns_that_are_narrower_or_empty_or_more_are_taken(tmp_path: Path) -> None:
    rows = with_column(ARTICLES, "headline", ["a", "b"])
    for name, values in {
        "word_count": rows["word_count"].cast(pa.int16()),
        "author": rows["author"].cast(pa.large_list(pa.large_string())),
        "headline": rows["headline"].dictionary_encode(),
        "publisher": pa.nulls(rows.num_rows),
    }.items():
        rows = rows.set_column(rows.schema.get_field_index(name), name, values)
    rows = rows.append_column("undeclared", pa.array([1, 2]))
    with tables_in_files({"articles": written(tmp_path / "articles.parquet", rows)}) as whole:
        found = whole.connection.execute("FROM articles").to_arrow_table()
    assert found.schema.names == TABLES["articles"].arrow_schema.names
    assert found.schema.field("word_count").type == pa.int64()
    assert found.schema.field("publisher").type == pa.string()


def without(*names: str) -> Callable[[Path], object]:
    return lambda path: pq.write_table(ARTICLES.drop_columns(list(names)), path)


def with_text_for_a_number(path: Path) -> None:
    index = ARTICLES.schema.get_field_index("word_count")
    text = ARTICLES["word_count"].cast(pa.string())
    pq.write_table(ARTICLES.set_column(index, "word_count", text), path)


def with_a_column_twice(path: Path) -> None:
    pq.write_table(ARTICLES.append_column("headline", ARTICLES["headline"]), path)


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (without("headline"), "lacks the column headline; `dateline tables articles` lists"),
        (without("headline", "author"), "lacks the columns headline, author"),
        (with_text_for_a_number, "wrong type: word_count is VARCHAR, not BIGINT; cast them"),
        (with_a_column_twice, "has the column headline more than once; remove one of them"),
        (lambda path: path.write_text("headline,author\n"), "as Parquet: .*; export it again"),
    ],
    ids=["a column", "two columns", "a type", "twice", "no Parquet"],
)
def test_what_cannot_be_a_table_says_why(
    tmp_path: Path, write: Callable[[Path], object], message: str
) -> None:
    path = tmp_path / "articles.parquet"
    write(path)
    with (
        pytest.raises(UnusableFileError, match=f"articles.parquet .*{message}"),
        tables_in_files({"articles": path}),
    ):
        pass


def test_a_file_that_is_damaged_inside_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path / "articles.parquet", ARTICLES)
    content = bytearray(path.read_bytes())
    first_column = pq.read_metadata(path).row_group(0).column(0).total_compressed_size
    for offset in range(4, 4 + first_column):
        content[offset] ^= 0x5A
    path.write_bytes(content)
    with (
        pytest.raises(UnusableFileError, match=r"cannot read .*articles\.parquet: .*export it"),
        tables_in_files({"articles": path}) as whole,
    ):
        whole.connection.execute("FROM articles").fetchall()
