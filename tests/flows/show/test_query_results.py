import io

import pyarrow as pa
import pytest
from rich.console import Console

from dateline.flows.show.query_results import UnsupportedValueError, print_table, rows_of


def test_columns_of_one_name_keep_their_values() -> None:
    names = ["a", "a", "a_1", "b"]
    batch = pa.RecordBatch.from_arrays([pa.array([n]) for n in (1, 2, 3, 4)], names=names)
    reader = pa.RecordBatchReader.from_batches(batch.schema, [batch])
    (row,) = rows_of(reader)
    assert list(row.values()) == [1, 2, 3, 4]
    assert (row["a"], row["b"]) == (1, 4)
    shown = io.StringIO()
    reader = pa.RecordBatchReader.from_batches(batch.schema, [batch])
    print_table(Console(file=shown, width=60), reader, limit=1)
    assert [cell.strip() for cell in shown.getvalue().splitlines()[2].split("│")] == list("1234")


def test_a_date_that_python_has_not_is_an_error_that_says_what_to_do() -> None:
    batch = pa.record_batch({"day": pa.array([5_000_000], pa.date32())})
    reader = pa.RecordBatchReader.from_batches(batch.schema, [batch])
    with pytest.raises(UnsupportedValueError, match="cast its column to VARCHAR"):
        list(rows_of(reader))
