"""The step `admit`: which pages of a batch are new, which are known, and which can't go on."""

import hashlib
from collections.abc import Sequence

from dateline.flows.inputs.pages import RawPage, UnusablePage, unusable
from dateline.flows.jobs.run_ledger import BatchLedger, Known, Stamp
from dateline.transforms.schema.operations import Quarantined
from dateline.transforms.schema.pages import Document
from dateline.transforms.text.decode import Decoded, Rejection, decode
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.quarantine import PageKey, loaded_by, rows_at


def admit(
    pages: Sequence[RawPage | UnusablePage],
    lake: Lake,
    stamp: Stamp,
    byte_limit: int,
    on_the_way: Sequence[BatchLedger] = (),
) -> BatchLedger:
    """Sort a batch out against what the lake holds, or is about to hold; nothing is written.

    A quarantined page is retried where it came for that, or where the last to try it was
    another version.

    Args:
        pages: the batch.
        lake: an open lake.
        stamp: when and by what the batch is made.
        byte_limit: how large a page may be.
        on_the_way: the run's batches that were admitted before and are not published yet.

    Returns:
        The batch's ledger, with what became of each page so far.
    """
    digests = [_digest(page.payload) for page in pages]
    ledger = BatchLedger(stamp, _known(pages, digests, lake, on_the_way))
    known, new = ledger.known, set[str]()
    for page, digest in zip(pages, digests, strict=True):
        before = known.quarantined.get(_key(page, digest))
        if isinstance(page, RawPage) and (digest in known.loaded_by or digest in new):
            ledger.note_already_known(page, digest)
        elif before is not None and page.retried is None and not _is_due(before, stamp):
            ledger.note_still_quarantined(page, before)
        elif isinstance(page, UnusablePage):
            ledger.note_quarantined(page, digest)
        else:
            decoded = decode(page.payload, byte_limit=byte_limit)
            if isinstance(decoded, Rejection):
                rule = f"decode.{decoded.reason}"
                problem = unusable(page, decoded.reason, decoded.detail, rule)
                ledger.note_quarantined(problem, digest)
            else:
                new.add(digest)
                ledger.note_loaded(page, _document(page, digest, decoded, stamp))
    return ledger


def _digest(payload: bytes | None) -> str:
    return "" if payload is None else hashlib.sha256(payload).hexdigest()


def _key(page: RawPage | UnusablePage, digest: str) -> PageKey:
    return page.origin.file_path, page.origin.source_id, digest or None


def _known(
    pages: Sequence[RawPage | UnusablePage],
    digests: Sequence[str],
    lake: Lake,
    on_the_way: Sequence[BatchLedger],
) -> Known:
    known = loaded_by(lake, digests)
    # Whatever was sighted is loaded: a new page was sighted nowhere.
    sightings = [
        (page.origin.file_path, page.origin.source_id, digest)
        for page, digest in zip(pages, digests, strict=True)
        if isinstance(page, RawPage) and digest in known
    ]
    sighted = lake.known_sightings(sightings) if sightings else set()
    quarantined = rows_at(lake, list(map(_key, pages, digests)))
    for batch in on_the_way:
        known |= dict.fromkeys((row.document_id for row in batch.documents), batch.stamp.run_id)
        sighted |= {(it.file_path, it.source_id, it.document_id) for it in batch.sightings()}
        quarantined |= batch.quarantined
    return Known(known, sighted, quarantined)


def _is_due(row: Quarantined, stamp: Stamp) -> bool:
    """Whether a page that is met again is to be tried again: only a newer version may differ."""
    version = row.retries[-1].version if row.retries else row.version
    return version != stamp.version and row.resolved_run_id is None


def _document(page: RawPage, document_id: str, decoded: Decoded, stamp: Stamp) -> Document:
    return Document(
        document_id=document_id,
        source_id=page.origin.source_id,
        url=page.origin.url,
        encoding=decoded.encoding,
        repairs=page.repairs + decoded.repairs,
        text=decoded.text,
        byte_count=len(page.payload),
        fetched_at=page.origin.fetched_at,
        metadata=page.origin.metadata,
        page_metadata=page.origin.page_metadata,
        ingested_at=stamp.at,
        run_id=stamp.run_id,
    )
