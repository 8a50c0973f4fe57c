"""The Python API: what it gives, and what it imports."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars
import pyarrow as pa
import pytest
from made_pages import ARTICLE, ask, json_lines, run
from pandas.api.types import is_datetime64_any_dtype

import dateline
from dateline.transforms.schema.closed_sets import RunStatus
from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.content import (
    Article,
    ArticleField,
    Quote,
    RelatedPost,
    TimeExpression,
)
from dateline.transforms.schema.names import Mention
from dateline.transforms.schema.pages import Line
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.records import records

SAMPLE = sorted((Path(__file__).parents[2] / "seeds/sample").glob("*.txt"))
URL = "https://news.example/2024/05/bridge"
SPEAKERS = "SELECT speaker, count(*) AS quotations FROM quotes GROUP BY ALL ORDER BY ALL"


def imported_by(code: str) -> set[str]:
    """The modules that code imports in a process of its own."""
    program = f"import sys; before = set(sys.modules)\n{code}\nprint(*set(sys.modules) - before)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=120
    )
    return set(done.stdout.split())


def test_importing_the_package_imports_nothing_else() -> None:
    modules = imported_by("import dateline")
    assert {name for name in modules if name.partition(".")[0] == "dateline"} == {"dateline"}
    assert {name.partition(".")[0] for name in modules} <= {"dateline", *sys.stdlib_module_names}


def test_who_parses_a_page_loads_no_database_and_no_prefect() -> None:
    modules = imported_by(f"import dateline; dateline.parse({ARTICLE!r})")
    assert "lightgbm" in modules
    assert not modules & {"duckdb", "prefect", "great_expectations", "rich", "typer", "pydantic"}


def test_who_reads_a_lake_loads_no_models_and_no_prefect(sample_lake: Path) -> None:
    modules = imported_by(
        "import dateline\n"
        f"with dateline.open_lake({str(sample_lake)!r}) as lake: lake.table('quotes').to_arrow()"
    )
    assert "duckdb" in modules
    assert not modules & {"lightgbm", "prefect", "great_expectations", "polars", "rich", "typer"}


def test_every_name_is_there_and_documented() -> None:
    assert set(dateline.__all__) < set(dir(dateline))
    for name in dateline.__all__:
        assert getattr(dateline, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'scrape'"):
        getattr(dateline, "scrape")  # noqa: B009 - mypy knows that it is not there


def test_parsing_a_page_gives_the_rows_that_a_run_gives(sample_lake: Path) -> None:
    with Lake.open(sample_lake, read_only=True) as lake:
        for file in SAMPLE:
            page = dateline.parse(file.read_bytes())
            parsed: dict[type, Sequence[object]] = {
                Line: page.lines,
                Article: [page.article],
                ArticleField: page.article_fields,
                RelatedPost: page.related_posts,
                Quote: page.quotes,
                Mention: page.mentions,
                TimeExpression: page.times,
            }
            for row_type, rows in parsed.items():
                declared = table_of(row_type)
                table = declared.stored_as or declared.name
                of_run = lake.query(
                    f"SELECT * FROM {table} WHERE document_id = ?", [page.document_id]
                )
                expected: list[object] = records(row_type, of_run)
                assert sorted(map(repr, rows)) == sorted(map(repr, expected)), table


def test_what_a_crawler_knows_of_a_page_counts_as_in_a_run(tmp_path: Path) -> None:
    metadata = {"language": "en", "author": "Ola Berg"}
    record = {"text": ARTICLE, "url": URL, "fetched_at": "2024-05-03T07:00:00", **metadata}
    run(tmp_path / "lake", json_lines(tmp_path / "pages.jsonl", [record]))
    page = dateline.parse(ARTICLE, url=URL, fetched_at=datetime(2024, 5, 3, 7), metadata=metadata)
    assert page.article is not None
    fields = "headline, location_created, date_published_text, publisher, author"
    ((headline, location, date, publisher, author),) = ask(
        tmp_path / "lake", f"SELECT {fields} FROM articles"
    )
    assert page.article.headline == headline == "Harbour bridge to close for repairs"
    assert (page.article.location_created, page.article.publisher) == (location, publisher)
    assert page.article.date_published_text == date
    assert page.article.author == tuple(author)
    assert "Kari Lund" in {quote.speaker for quote in page.quotes}


def test_bytes_are_decoded_and_what_is_no_text_is_an_error() -> None:
    page = dateline.parse(ARTICLE.encode("utf-16"))
    assert page.text == ARTICLE
    assert (page.encoding, page.repairs) == ("utf-16-le", ("byte-order mark removed",))
    with pytest.raises(dateline.UnusablePageError, match=r"^unusable page: empty; "):
        dateline.parse("")
    with pytest.raises(dateline.UsageError, match="control characters"):
        dateline.parse(b"\x00\x01\x02\x03" * 100)


def test_a_run_takes_paths_and_settings(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(ARTICLE)
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    settings = dateline.Settings(lake=tmp_path / "elsewhere", batch_pages=1)
    summary = dateline.run(
        tmp_path / "good.txt",
        str(tmp_path / "bad.txt"),
        lake=tmp_path / "lake",
        settings=settings,
        inline=True,
    )
    assert summary.run.status is RunStatus.DEGRADED
    assert (summary.run.loaded_count, summary.run.quarantined_count) == (1, 1)
    assert summary.run.batch_count == 2
    assert not (tmp_path / "elsewhere").exists()
    with pytest.raises(dateline.UsageError, match="nowhere"):
        dateline.run(tmp_path / "nowhere", lake=tmp_path / "lake", inline=True)


def test_rows_are_the_same_in_every_form(sample_lake: Path) -> None:
    with dateline.open_lake(sample_lake) as lake:
        rows = lake.query(SPEAKERS)
        expected = rows.to_arrow().to_pylist()
        assert len(expected) > 3
        assert rows.to_batches().read_all().to_pylist() == expected
        assert rows.to_polars().to_dicts() == expected
        assert rows.to_pandas()["quotations"].tolist() == [row["quotations"] for row in expected]
        assert rows.to_duckdb().to_arrow_table().to_pylist() == expected
        assert pa.table(rows).to_pylist() == polars.DataFrame(rows).to_dicts() == expected


def test_a_relation_can_be_refined(sample_lake: Path) -> None:
    with dateline.open_lake(sample_lake) as lake:
        quotes = lake.query("FROM quotes WHERE speaker = ?", ["James O'Brien"]).to_duckdb()
        assert quotes.filter("kind = 'direct'").count("*").fetchall() == [(2,)]


def test_dates_in_pandas_are_datetimes(sample_lake: Path) -> None:
    with dateline.open_lake(sample_lake) as lake:
        frame = lake.table("articles", ["date_published", "word_count"]).to_pandas()
    assert is_datetime64_any_dtype(frame["date_published"])
    assert list(frame) == ["date_published", "word_count"]


def test_every_table_and_view_can_be_read(sample_lake: Path) -> None:
    with dateline.open_lake(sample_lake) as lake:
        assert {"articles", "ops.runs", "quotations"} <= set(lake.tables)
        for name in lake.tables:
            assert lake.table(name).to_arrow().num_columns
        with pytest.raises(dateline.UsageError, match="unknown table: 'artikles'; choose from"):
            lake.table("artikles")


def test_a_lake_is_read_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text(ARTICLE)
    run(tmp_path / "lake", tmp_path / "first.txt")
    with dateline.open_lake(tmp_path / "lake") as lake:
        before = lake.snapshot_id
    between = datetime.now(UTC)
    (tmp_path / "second.txt").write_text(f"{ARTICLE}\nThe work begins on Monday.\n")
    run(tmp_path / "lake", tmp_path / "second.txt")
    for at, count in ((before, 1), (between, 1), (None, 2)):
        with dateline.open_lake(tmp_path / "lake", at=at) as lake:
            assert lake.table("documents").to_arrow().num_rows == count


@pytest.mark.parametrize("form", ["to_arrow", "to_batches", "to_pandas", "to_polars", "to_duckdb"])
def test_a_reader_changes_nothing(sample_lake: Path, form: str) -> None:
    with (
        dateline.open_lake(sample_lake) as lake,
        pytest.raises(dateline.UsageError, match="open for reading only"),
    ):
        getattr(lake.query("DELETE FROM articles"), form)()


def test_what_is_missing_says_what_to_do(
    sample_lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(dateline.EnvironmentFailedError, match="does not exist"):
        dateline.open_lake(tmp_path / "nowhere")
    monkeypatch.setitem(sys.modules, "polars", None)
    with (
        dateline.open_lake(sample_lake) as lake,
        pytest.raises(dateline.EnvironmentFailedError, match=r"pip install 'dateline\[polars\]'"),
    ):
        lake.table("quotes").to_polars()


def test_without_a_path_the_lake_of_the_settings_is_read(
    sample_lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LAKE", str(sample_lake))
    with dateline.open_lake() as lake:
        assert lake.table("documents").to_arrow().num_rows == len(SAMPLE)
