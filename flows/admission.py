"""Which pages of a batch are new, which are known, and which are set aside."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.pages import Origin, RawPage, SetAside
from transforms.decode import Decoded, Rejection, decode
from transforms.records import Document, Quarantined, Sighting
from warehouse.lake import Lake


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and by what a batch was made; every row that it writes carries parts of this."""

    run_id: str
    batch_id: str
    batch_number: int
    at: datetime
    version: str


@dataclass(frozen=True, slots=True)
class Admission:
    """A batch sorted out; nothing of it is in the lake yet.

    `pages` holds, by document, the page that each document was made of. `outcomes` counts the pages
    by what became of them, as in `ops.batches`, and `repeats` how often a new document turned up
    again in the batch; `quarantined` and `sightings` hold only rows that the lake has not got.
    """

    documents: tuple[Document, ...]
    pages: dict[str, RawPage]
    sightings: tuple[Sighting, ...]
    quarantined: tuple[Quarantined, ...]
    outcomes: Counter[str]
    repeats: Counter[str]
    sighting_count: int

    def without(self, failures: Mapping[str, tuple[str, str]], stamp: Stamp) -> "Admission":
        """The same batch with some documents set aside after all.

        `failures` gives, by document_id, the name of the broken rule and the detail.
        """
        rows = []
        for document_id, (rule, detail) in failures.items():
            page = self.pages[document_id]
            problem = SetAside(
                page.origin, "failed_check", detail, rule, len(page.payload), payload=page.payload
            )
            quarantine_id = _quarantine_id(page, document_id, stamp)
            rows.append(_quarantined(problem, quarantine_id, document_id, stamp))
        repeated = sum(self.repeats[document_id] for document_id in failures)
        count = len(failures) + repeated
        outcomes = self.outcomes.copy()
        outcomes.update(loaded=-len(failures), known=-repeated, quarantined=count)
        return replace(
            self,
            documents=tuple(row for row in self.documents if row.document_id not in failures),
            sightings=tuple(row for row in self.sightings if row.document_id not in failures),
            quarantined=(*self.quarantined, *rows),
            outcomes=outcomes,
        )


def admit(
    batch: Sequence[RawPage | SetAside], lake: Lake, stamp: Stamp, *, byte_limit: int
) -> Admission:
    """Sort a batch out against what the lake holds; nothing is written."""
    digests = [_digest(page.payload) for page in batch]
    quarantine_ids = [
        _quarantine_id(page, digest, stamp) for page, digest in zip(batch, digests, strict=True)
    ]
    known_documents = lake.known_documents(digests)
    known_quarantine = lake.known_quarantine(quarantine_ids)

    documents: dict[str, Document] = {}
    pages: dict[str, RawPage] = {}
    sightings: list[Sighting] = []
    quarantined: dict[str, Quarantined] = {}
    outcomes: Counter[str] = Counter()
    repeats: Counter[str] = Counter()
    for page, digest, quarantine_id in zip(batch, digests, quarantine_ids, strict=True):
        if isinstance(page, SetAside):
            row = _quarantined(page, quarantine_id, digest, stamp)
            quarantined[quarantine_id] = row
            outcomes[row.outcome] += 1
        elif digest in known_documents or digest in documents:
            sightings.append(_sighting(page.origin, digest, "known", stamp))
            outcomes["known"] += 1
            repeats[digest] += digest in documents
        elif quarantine_id in known_quarantine:
            outcomes["quarantined"] += 1
        else:
            decoded = decode(page.payload, byte_limit=byte_limit)
            if isinstance(decoded, Rejection):
                problem = _rejected(page, decoded)
                quarantined[quarantine_id] = _quarantined(problem, quarantine_id, digest, stamp)
                outcomes["quarantined"] += 1
            else:
                documents[digest] = _document(page, digest, decoded, stamp)
                pages[digest] = page
                sightings.append(_sighting(page.origin, digest, "loaded", stamp))
                outcomes["loaded"] += 1
    return Admission(
        documents=tuple(documents.values()),
        pages=pages,
        sightings=_unseen(sightings, lake),
        quarantined=tuple(row for key, row in quarantined.items() if key not in known_quarantine),
        outcomes=outcomes,
        repeats=repeats,
        sighting_count=len(batch),
    )


def _digest(payload: bytes | None) -> str:
    return "" if payload is None else hashlib.sha256(payload).hexdigest()


def _quarantine_id(page: RawPage | SetAside, digest: str, stamp: Stamp) -> str:
    """One identity for a page at a place under a version: a newer version tries once more."""
    parts = (page.origin.source, page.origin.source_id, digest, stamp.version)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


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
        ingested_at=stamp.at,
        run_id=stamp.run_id,
    )


def _rejected(page: RawPage, rejection: Rejection) -> SetAside:
    return SetAside(
        page.origin,
        rejection.reason,
        rejection.detail,
        rule=f"decode.{rejection.reason}",
        byte_count=len(page.payload),
        payload=page.payload,
    )


def _quarantined(problem: SetAside, quarantine_id: str, digest: str, stamp: Stamp) -> Quarantined:
    origin = problem.origin
    return Quarantined(
        quarantine_id=quarantine_id,
        run_id=stamp.run_id,
        batch_id=stamp.batch_id,
        source=origin.source,
        source_id=origin.source_id,
        document_id=digest or None,
        reason=problem.reason,
        detail=problem.detail,
        rule=problem.rule,
        severity="critical",
        outcome="rejected" if problem.payload is None else "quarantined",
        payload=problem.payload,
        url=origin.url,
        fetched_at=origin.fetched_at,
        metadata=origin.metadata,
        byte_count=problem.byte_count,
        set_aside_at=stamp.at,
        version=stamp.version,
        repairs=(),
        state="open",
        state_at=stamp.at,
        resolved_run_id=None,
        retries=(),
    )


def _sighting(origin: Origin, document_id: str, outcome: str, stamp: Stamp) -> Sighting:
    return Sighting(
        source=origin.source,
        source_id=origin.source_id,
        document_id=document_id,
        run_id=stamp.run_id,
        batch_id=stamp.batch_id,
        outcome=outcome,
        url=origin.url,
        fetched_at=origin.fetched_at,
        seen_at=stamp.at,
    )


def _unseen(sightings: Sequence[Sighting], lake: Lake) -> tuple[Sighting, ...]:
    """The sightings that the lake has not got, each once."""
    by_key = {(row.source, row.source_id, row.document_id): row for row in reversed(sightings)}
    known = lake.known_sightings(list(by_key))
    return tuple(row for key, row in reversed(by_key.items()) if key not in known)
