from dataclasses import fields, replace

import pytest
from made_batches import document_id, tables

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.batch import BatchTables
from dateline.warehouse.publish.staging import DERIVED


@pytest.fixture
def batch() -> BatchTables:
    rows = tables([0, 1])
    return BatchTables(**{name.removeprefix("ops."): table for name, table in rows.items()})


def test_a_batch_has_every_table_that_is_not_made_of_others() -> None:
    brought = BatchTables().by_name()
    assert set(brought) == set(TABLES) - DERIVED - {"ops.runs", "ops.waivers"}
    for name, rows in brought.items():
        assert rows.schema == TABLES[name].arrow_schema


def test_without_a_document_all_its_rows_are_gone_and_the_ledgers_stay(batch: BatchTables) -> None:
    left = batch.without([document_id(0)])
    for kind in fields(batch):
        rows, before = getattr(left, kind.name), getattr(batch, kind.name)
        if TABLES.get(kind.name) is None:
            assert rows.equals(before)
        elif before.num_rows:
            assert set(rows["document_id"].to_pylist()) == {document_id(1)}, kind.name


def test_rows_of_no_document_of_the_batch_go_too(batch: BatchTables) -> None:
    stray = replace(batch, documents=batch.documents.slice(1))
    assert stray.without(["of no page"]).lines["document_id"].unique().to_pylist() == [
        document_id(1)
    ]
    assert stray.without([]) is stray
