"""What the tables of the run ledger have in common, and that each page has its outcome there."""

import pytest

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import PageOutcome
from dateline.transforms.schema.columns import Column, table_of
from dateline.transforms.schema.operations import (
    Batch,
    FailedRetry,
    Quarantined,
    Run,
    Sighting,
    Waiver,
)

LEDGER = {name: table for name, table in TABLES.items() if table.schema == "ops"}


def columns(row_type: type) -> dict[str, Column]:
    return {column.name: column for column in table_of(row_type).columns}


@pytest.mark.parametrize("row_type", [Run, Batch])
def test_the_accounts_have_a_count_for_every_outcome(row_type: type) -> None:
    found = columns(row_type)
    for name in ("sighting", *PageOutcome):
        assert found[f"{name}_count"].declared.unit == "pages"


def test_a_page_is_sighted_or_quarantined_by_its_outcome() -> None:
    sighted = set(columns(Sighting)["outcome"].declared.values or ())
    kept_out = set(columns(Quarantined)["outcome"].declared.values or ())
    assert sighted | kept_out == set(PageOutcome)
    assert not sighted & kept_out


@pytest.mark.parametrize("name", sorted(set(LEDGER) - {"ops.runs", "ops.waivers"}))
def test_a_row_names_its_run_and_its_batch(name: str) -> None:
    found = {column.name: column for column in LEDGER[name].columns}
    assert found["run_id"].declared.references == "ops.runs.run_id"
    assert not found["run_id"].nullable
    assert not found["batch_id"].nullable


def test_a_waiver_is_of_a_person_and_not_of_a_run() -> None:
    found = columns(Waiver)
    assert "run_id" not in found
    assert not found["waived_by"].nullable
    assert found["reason"].declared.values == columns(Quarantined)["reason"].declared.values


def test_a_failed_retry_says_what_a_quarantined_page_says() -> None:
    retry = columns(Quarantined)["retries"].arrow.value_type
    assert {part.name for part in retry} == set(FailedRetry.__dataclass_fields__)
    page = columns(Quarantined)
    for name in ("run_id", "version", "reason", "detail", "rule"):
        assert retry.field(name).type == page[name].arrow


def test_a_moment_in_the_ledger_is_in_universal_time() -> None:
    moments = [
        (name, column)
        for name, table in LEDGER.items()
        for column in table.columns
        if column.name.endswith("_at")
    ]
    assert moments
    assert [
        f"{name}.{column.name}"
        for name, column in moments
        if "(UTC)" not in column.declared.meaning
    ] == []
