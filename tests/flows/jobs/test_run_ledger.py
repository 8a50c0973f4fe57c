"""What a ledger is told, and what it makes of it."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pyarrow as pa
import pytest

from dateline.expectations import ALL_RULES
from dateline.expectations.audit import Audit, AuditResult
from dateline.flows.inputs.pages import Origin, RawPage, unusable
from dateline.flows.jobs.run_ledger import BatchLedger, Known, RunLedger, Stamp
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.operations import Batch, Quarantined
from dateline.transforms.schema.pages import Document

NOW = datetime(2026, 1, 1, tzinfo=UTC)
NOTHING = Known(loaded_by={}, sightings=(), quarantined={})
(RULE,) = (rule for rule in ALL_RULES if rule.name == "documents.text.not_empty")


def page(name: str, payload: bytes, retried: Quarantined | None = None) -> RawPage:
    return RawPage(Origin(file_path=f"/in/{name}", source_id=name), payload, retried=retried)


def identity(raw: RawPage) -> str:
    return sha256(raw.payload).hexdigest()


def document(raw: RawPage) -> Document:
    return Document(
        document_id=identity(raw),
        source_id=raw.origin.source_id,
        url=None,
        encoding="utf-8",
        repairs=(),
        text=raw.payload.decode(),
        byte_count=len(raw.payload),
        fetched_at=None,
        metadata=None,
        page_metadata=None,
        ingested_at=NOW,
        run_id="run",
    )


def stamp(version: str = "1") -> Stamp:
    return Stamp("run", "run-000000", 0, NOW, version)


def failing(*documents: str) -> Audit:
    failures = pa.table({"document_id": pa.array(documents, pa.string())})
    return Audit((AuditResult(RULE, not documents, 3, len(documents), failures, True),))


@pytest.fixture
def ledger() -> BatchLedger:
    """Two new pages, one of them twice, a page known before, and one that can't be decoded."""
    first, second, known = page("a", b"one"), page("b", b"two"), page("d", b"old")
    ledger = BatchLedger(stamp(), replace(NOTHING, loaded_by={identity(known): "earlier"}))
    ledger.note_loaded(first, document(first))
    ledger.note_loaded(second, document(second))
    ledger.note_already_known(page("c", b"one"), identity(first))
    ledger.note_already_known(known, identity(known))
    bad = page("e", b"\x00")
    ledger.note_quarantined(
        unusable(bad, "binary", "It is binary.", "decode.binary"), identity(bad)
    )
    return ledger


def accounts(ledger: BatchLedger) -> Batch:
    (row,) = ledger.write_into(BatchTables()).batches.to_pylist()
    return Batch(**row)


def test_rows_and_counts_tell_the_same(ledger: BatchLedger) -> None:
    row, batch = accounts(ledger), ledger.write_into(BatchTables())
    assert (row.loaded_count, row.already_known_count, row.quarantined_count) == (2, 2, 1)
    assert row.sighting_count == 5
    assert batch.sightings["outcome"].to_pylist() == [*["loaded"] * 2, *["already_known"] * 2]
    assert batch.quarantine["reason"].to_pylist() == ["binary"]


def test_all_pages_of_a_document_that_fails_the_audit_are_quarantined(ledger: BatchLedger) -> None:
    one = sha256(b"one").hexdigest()
    assert set(ledger.note_audit(failing(one))) == {one}
    row, batch = accounts(ledger), ledger.write_into(BatchTables())
    assert (row.loaded_count, row.already_known_count, row.quarantined_count) == (1, 1, 3)
    assert [left.source_id for left in ledger.documents] == ["b"]
    assert batch.sightings["source_id"].to_pylist() == ["b", "d"]
    assert sorted(batch.quarantine["source_id"].to_pylist()) == ["a", "c", "e"]
    assert batch.checks["failed_count"].to_pylist() == [1]
    assert ledger.reasons == {"failed_check": 2, "binary": 1}


def test_a_page_that_is_loaded_after_all_is_resolved() -> None:
    first = BatchLedger(stamp(), NOTHING)
    bad = page("a", b"one")
    first.note_quarantined(unusable(bad, "failed_check", "No.", RULE.name), identity(bad))
    (row,) = [entry.quarantined for entry in first.entries]
    again = page("a", b"one", retried=row)
    ledger = BatchLedger(stamp("2"), NOTHING)
    ledger.note_loaded(again, document(again))
    (after,) = ledger.write_into(BatchTables()).quarantine.to_pylist()
    assert (after["state"], after["resolved_run_id"], after["version"]) == ("resolved", "run", "1")


def test_a_sighting_that_the_lake_has_is_not_written_again() -> None:
    known = page("a", b"one")
    key = (known.origin.file_path, known.origin.source_id, identity(known))
    ledger = BatchLedger(stamp(), Known({identity(known): "earlier"}, {key}, {}))
    ledger.note_already_known(known, identity(known))
    assert not ledger.has_news
    assert ledger.outcomes == {"already_known": 1}


def test_a_run_is_degraded_unless_all_reasons_are_waived(ledger: BatchLedger) -> None:
    run = RunLedger(("in",), "1")
    run.admitted(ledger)
    run.add(ledger)
    assert run.next_stamp().batch_number == 1
    row = run.row(NOW, waived=())
    assert (row.status, row.sighting_count, row.batch_count) == ("degraded", 5, 1)
    assert (run.row(NOW, {"binary"}).status, run.row(NOW, {"binary"}).waived_count) == (
        "completed",
        1,
    )


def test_a_page_that_was_known_by_a_batch_on_the_way_fails_with_it(ledger: BatchLedger) -> None:
    one = identity(page("a", b"one"))
    later = BatchLedger(
        replace(stamp(), batch_id="run-000001"), replace(NOTHING, loaded_by={one: "run"})
    )
    later.note_already_known(page("a", b"one"), one)
    later.note_already_known(page("f", b"one"), one)
    later.note_already_known(page("g", b"two"), identity(page("g", b"two")))
    later.note_failed_before(ledger.note_audit(failing(one)), ledger)
    assert later.outcomes == {"quarantined": 2, "already_known": 1}
    (new,) = later.quarantined.values()
    assert (new.source_id, new.reason, new.rule) == ("f", "failed_check", RULE.name)
    assert later.reasons == {"failed_check": 2}
