"""What the lake writes itself is compressed, and texts lie in small groups."""

from pathlib import Path

import pyarrow.parquet as pq
from made_batches import load

from dateline.warehouse.catalog.lake import Lake


def test_texts_lie_in_small_groups(tmp_path: Path) -> None:
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, range(2))
        options = lake.connection.execute("FROM lake.options()").fetchall()
        lake.connection.execute(
            "INSERT INTO documents SELECT d.* REPLACE (d.document_id || n AS document_id) "
            "FROM documents AS d, range(3000) AS numbers(n)"
        )
        ((name,),) = lake.connection.execute(
            "SELECT data_file FROM ducklake_list_files('lake', 'documents') "
            "ORDER BY data_file_size_bytes DESC LIMIT 1"
        ).fetchall()
    with Lake.open(tmp_path / "lake") as again:
        assert again.connection.execute("FROM lake.options()").fetchall() == options
    written = pq.ParquetFile(name).metadata
    groups = [written.row_group(number) for number in range(written.num_row_groups)]
    assert sum(group.num_rows for group in groups) == 6000
    assert {group.column(0).compression for group in groups} == {"ZSTD"}
    assert max(group.num_rows for group in groups) == 2048
