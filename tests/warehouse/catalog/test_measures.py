"""What a batch brought of each source, and what counts as one source."""

from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from made_batches import document_id, load, tables

from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.pages import Fingerprint
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.measures import measures_of, sourced_pages
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.replacing import shadow_of
from dateline.warehouse.publish.staging import stage


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("/crawl/bbc/a-page.txt", "/crawl/bbc/"),
        ("/crawl/bbc/12.TXT.gz", "/crawl/bbc/"),
        ("/crawl/2026-11-20/a.txt", "/crawl/*/"),
        ("/crawl/2026/11/20/a.txt", "/crawl/*/"),
        ("/crawl/20.11.2026_06-00/a.txt", "/crawl/*/"),
        ("/crawl/20261120T060000/a.txt", "/crawl/*/"),
        ("/news24/a.txt", "/news24/"),
        ("/crawl/part-0001.jsonl.gz", "/crawl/part-*.jsonl.gz"),
        ("/crawl/2026-11-20/bbc3.parquet", "/crawl/*/bbc*.parquet"),
        ("/crawl/bbc.jsonl", "/crawl/bbc.jsonl"),
        ("in", "in"),
    ],
)
def test_files_that_differ_by_date_or_number_are_one_source(path: str, source: str) -> None:
    page = "(SELECT 'a' AS document_id, 'r' AS run_id, TIMESTAMP '2026-11-20 23:59:59' "
    sighting = f"(SELECT 'a' AS document_id, 'b' AS batch_id, '{path}' AS file_path, 'loaded' "
    query = sourced_pages(
        {
            "documents": page + "AS ingested_at)",
            "fingerprints": "(SELECT '' AS document_id, '' AS host)",
            "ops.sightings": sighting + "AS outcome)",
        }
    )
    ((*_, found, day),) = duckdb.sql(query).fetchall()
    assert (found, str(day)) == (source, "2026-11-20")


def _with_outlets(pages: list[int], batch_id: str) -> dict[str, pa.Table]:
    """Pages 1 and 2 are of an outlet, all others have no address; page 2 has no article."""
    batch = tables(pages, batch_id=batch_id)
    outlets = {document_id(page): "a.example" if page in (1, 2) else None for page in pages}
    batch["fingerprints"] = to_arrow(
        Fingerprint, [Fingerprint(key, outlet, 1, ()) for key, outlet in outlets.items()]
    )
    empty = document_id(2)
    for name in ("articles", "quotes"):
        keys = batch[name]["document_id"].to_pylist()
        batch[name] = batch[name].filter(pa.array([key != empty for key in keys]))
    return batch


def test_a_batch_is_measured_by_source(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        publish(lake, stage(lake.folder, _with_outlets([1, 2, 3], "b")))
        found = lake.query("FROM ops.measures ORDER BY source").to_pylist()
    assert [row["source"] for row in found] == ["a.example", "in"]
    first, second = found
    assert (first["batch_id"], first["run_id"], str(first["day"])) == ("b", "run", "2026-01-01")
    assert first["page_count"] == 2
    assert first["without_headline_count"] == first["without_body_count"] == 1
    assert first["without_date_count"] == 2
    assert first["quotation_count"] == second["quotation_count"] == 1
    assert second["without_headline_count"] == second["without_body_count"] == 0
    # Of page 3, the headline has 11 characters with its line feed, the body 26 with its own two.
    assert second["body_share_total"] == pytest.approx(26 / 37, abs=1e-6)
    assert second["other_share_total"] == 0


def test_a_batch_without_pages_has_no_measures(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, [])
        assert lake.query("FROM ops.measures").num_rows == 0


def test_sums_do_not_depend_on_how_pages_are_batched(tmp_path: Path) -> None:
    total = "SELECT sum(body_share_total), sum(page_count), sum(quotation_count) FROM ops.measures"
    sums = []
    for name, parts in (("one", [range(9)]), ("many", [range(6, 9), range(2), range(2, 6)])):
        with Lake.open(tmp_path / name) as lake:
            for number, pages in enumerate(parts):
                load(lake, pages, batch_id=f"b{number}")
            sums.append(lake.connection.execute(total).fetchall())
    assert sums[0] == sums[1]


def test_the_measures_can_be_made_again_from_the_lake(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(3), batch_id="a")
        load(lake, range(3, 9), batch_id="b")
        names = ("documents", "fingerprints", "lines", "articles", "quotes", "ops.sightings")
        again = lake.query(measures_of({name: name for name in names})).to_pylist()
        assert again == lake.query("FROM ops.measures ORDER BY batch_id").to_pylist()


def test_an_older_lake_is_measured_when_it_is_brought_up_to_date(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(3), batch_id="a")
        load(lake, range(3, 9), batch_id="b")
        before = lake.query("FROM ops.measures ORDER BY batch_id").to_pylist()
        lake.connection.execute("DROP TABLE ops.measures")
    with Lake.open(tmp_path / "lake") as lake:
        assert lake.query("FROM ops.measures ORDER BY batch_id").to_pylist() == before


def test_pages_that_are_read_again_are_measured_again(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(3), batch_id="a")
        load(lake, range(3, 5), batch_id="b")
        again = tables([1], batch_id="a")
        articles = again.pop("articles")
        column = articles.schema.get_field_index("headline")
        articles = articles.set_column(
            column, articles.schema.field(column), pa.array([None], pa.string())
        )
        rest = {name.removeprefix("ops."): rows for name, rows in again.items()}
        with shadow_of(lake, "again") as shadow:
            shadow.add(BatchTables(articles=articles, **rest))
            assert shadow.settle() == 1
            shadow.replace("again")
        found = lake.query(
            "SELECT batch_id, page_count, without_headline_count FROM ops.measures ORDER BY ALL"
        ).to_pylist()
    assert [tuple(row.values()) for row in found] == [("a", 3, 1), ("b", 2, 0)]
