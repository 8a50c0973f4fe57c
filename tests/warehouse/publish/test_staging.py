"""A batch on disk is what is declared, or there is none."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_batches import tables, with_column

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.errors import BatchRejectedError, LakeNotWritableError
from dateline.warehouse.catalog.folder import STAGING
from dateline.warehouse.publish.staging import DERIVED, stage

BATCH = tables([0, 1])


def test_every_table_with_rows_has_its_file(tmp_path: Path) -> None:
    empty = TABLES["quotes"].arrow_schema.empty_table()
    staged = stage(tmp_path, BATCH | {"quotes": empty})
    assert staged.folder == tmp_path / STAGING / "batch"
    assert set(staged.files) == set(BATCH) - {"quotes"}
    assert set(staged.folder.iterdir()) == set(staged.files.values())
    assert staged.row_counts["quotes"] == 0
    for name, path in staged.files.items():
        assert pq.read_table(path).equals(BATCH[name])
        assert staged.row_counts[name] == BATCH[name].num_rows
    staged.discard()
    assert not staged.folder.exists()


def test_what_was_staged_before_under_the_same_id_is_gone(tmp_path: Path) -> None:
    stage(tmp_path, BATCH)
    staged = stage(tmp_path, {"ops.batches": BATCH["ops.batches"]})
    assert [path.name for path in staged.folder.iterdir()] == ["ops.batches.parquet"]


@pytest.mark.parametrize("name", sorted(DERIVED))
def test_what_publishing_makes_is_not_brought(tmp_path: Path, name: str) -> None:
    rows = TABLES[name].arrow_schema.empty_table()
    with pytest.raises(BatchRejectedError, match=f"{name} is not a table that a batch brings"):
        stage(tmp_path, BATCH | {name: rows})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"nonsense": pa.table({"a": [1]})}, "nonsense is not a table that a batch brings"),
        ({"lines": pa.table({"a": [1]})}, "the columns of lines are not as declared"),
        ({"ops.batches": TABLES["ops.batches"].arrow_schema.empty_table()}, "exactly one row"),
        ({"ops.batches": pa.concat_tables(2 * [BATCH["ops.batches"]])}, "exactly one row"),
        ({"lines": with_column(BATCH["lines"], "label", 4 * [None])}, r"lines\.label is null"),
    ],
)
def test_staging_takes_only_what_is_declared(
    tmp_path: Path, change: dict[str, pa.Table], message: str
) -> None:
    with pytest.raises(BatchRejectedError, match=message):
        stage(tmp_path, BATCH | change)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("batch_id", ["../../elsewhere", "a/b", "", "..", "/etc"])
def test_a_batch_id_cannot_leave_the_staging_folder(tmp_path: Path, batch_id: Any) -> None:
    with pytest.raises(BatchRejectedError, match="cannot name a folder"):
        stage(tmp_path, tables([0], batch_id=batch_id))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / STAGING).write_text("a file")
    with pytest.raises(LakeNotWritableError, match=r"cannot write the batch to .*; make room"):
        stage(tmp_path, BATCH)
