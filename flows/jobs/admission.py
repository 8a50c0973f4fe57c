"""Which pages of a batch are new, which are known, and which are set aside."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flows.inputs.pages import Origin, RawPage, SetAside
from transforms.schema.closed_sets import PageOutcome, QuarantineReason, QuarantineState, Severity
from transforms.schema.content import Document
from transforms.schema.operations import FailedRetry, Quarantined, Sighting
from transforms.text.decode import Decoded, Rejection, decode
from warehouse.catalog.lake import Lake
from warehouse.publish.quarantine import Place, loaded_by, rows_at


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

    `pages` holds, by document, the page that each document was made of, and then those of the batch
    with the same bytes. `outcomes` counts the pages by what became of them, as in `ops.batches`,
    and `reasons` those set aside by the reason. `sightings` and `quarantined` hold only rows that
    the lake has not got, or not as they are now; `known` has the lake's own, by place.
    """

    documents: tuple[Document, ...]
    pages: Mapping[str, Sequence[RawPage]]
    sightings: tuple[Sighting, ...]
    quarantined: Mapping[str, Quarantined]
    known: Mapping[Place, Quarantined]
    outcomes: Counter[str]
    reasons: Counter[str]
    sighting_count: int

    def without(self, failures: Mapping[str, tuple[str, str]], stamp: Stamp) -> "Admission":
        """The same batch with some documents set aside after all.

        `failures` gives, by document_id, the name of the broken rule and the detail.
        """
        outcomes, reasons = self.outcomes.copy(), self.reasons.copy()
        quarantined = dict(self.quarantined)
        for document_id, (rule, detail) in failures.items():
            pages = self.pages[document_id]
            outcomes.update(loaded=-1, known=1 - len(pages), quarantined=len(pages))
            reasons[QuarantineReason.FAILED_CHECK] += len(pages)
            for page in pages:
                problem = _problem(page, QuarantineReason.FAILED_CHECK, detail, rule)
                row = _set_aside(problem, document_id, self.known, stamp)
                quarantined[row.quarantine_id] = row
        return replace(
            self,
            documents=tuple(row for row in self.documents if row.document_id not in failures),
            pages={key: pages for key, pages in self.pages.items() if key not in failures},
            sightings=tuple(row for row in self.sightings if row.document_id not in failures),
            quarantined=quarantined,
            outcomes=outcomes,
            reasons=reasons,
        )

    def resolved(self, stamp: Stamp) -> dict[str, Quarantined]:
        """The rows of those pages that were set aside earlier and are loaded by this batch."""
        return {
            page.retried.quarantine_id: _resolved(page.retried, stamp.run_id, stamp)
            for pages in self.pages.values()
            for page in pages
            if page.retried is not None
        }


def admit(
    batch: Sequence[RawPage | SetAside], lake: Lake, stamp: Stamp, *, byte_limit: int
) -> Admission:
    """Sort a batch out against what the lake holds; nothing is written.

    A page that was set aside is tried once more where it came for that, or where the last to try it
    was another version.
    """
    digests = [_digest(page.payload) for page in batch]
    runs = loaded_by(lake, digests)
    known = rows_at(lake, list(map(_place, batch, digests)))
    documents: dict[str, Document] = {}
    pages: dict[str, list[RawPage]] = {}
    sightings: list[Sighting] = []
    quarantined: dict[str, Quarantined] = {}
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for page, digest in zip(batch, digests, strict=True):
        if isinstance(page, RawPage) and (digest in runs or digest in documents):
            sightings.append(_sighting(page.origin, digest, PageOutcome.KNOWN, stamp))
            outcomes[PageOutcome.KNOWN] += 1
            if digest in documents:
                pages[digest].append(page)
            elif page.retried is not None:
                row = _resolved(page.retried, runs[digest], stamp)
                quarantined[row.quarantine_id] = row
            continue
        before = known.get(_place(page, digest))
        if before is not None and page.retried is None and not _is_due(before, stamp):
            outcomes[before.outcome] += 1
            reasons[_last_reason(before)] += 1
            continue
        accepted = page if isinstance(page, SetAside) else _decoded(page, byte_limit)
        if isinstance(accepted, SetAside):
            row = _set_aside(accepted, digest, known, stamp)
            quarantined[row.quarantine_id] = row
            outcomes[row.outcome] += 1
            reasons[accepted.reason] += 1
        elif isinstance(page, RawPage):
            documents[digest] = _document(page, digest, accepted, stamp)
            pages[digest] = [page]
            sightings.append(_sighting(page.origin, digest, PageOutcome.LOADED, stamp))
            outcomes[PageOutcome.LOADED] += 1
    return Admission(
        documents=tuple(documents.values()),
        pages=pages,
        sightings=_unseen(sightings, lake),
        quarantined=quarantined,
        known=known,
        outcomes=outcomes,
        reasons=reasons,
        sighting_count=len(batch),
    )


def _digest(payload: bytes | None) -> str:
    return "" if payload is None else hashlib.sha256(payload).hexdigest()


def _place(page: RawPage | SetAside, digest: str) -> Place:
    return page.origin.source, page.origin.source_id, digest or None


def _is_due(row: Quarantined, stamp: Stamp) -> bool:
    """Whether a page that is met again is to be tried again: only a newer version may differ."""
    version = row.retries[-1].version if row.retries else row.version
    return version != stamp.version and row.resolved_run_id is None


def _last_reason(row: Quarantined) -> str:
    return row.retries[-1].reason if row.retries else row.reason


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


def _decoded(page: RawPage, byte_limit: int) -> Decoded | SetAside:
    decoded = decode(page.payload, byte_limit=byte_limit)
    if isinstance(decoded, Rejection):
        return _problem(page, decoded.reason, decoded.detail, f"decode.{decoded.reason}")
    return decoded


def _problem(page: RawPage, reason: str, detail: str, rule: str) -> SetAside:
    return SetAside(
        page.origin,
        reason,
        detail,
        rule,
        byte_count=len(page.payload),
        payload=page.payload,
        repairs=page.repairs,
        retried=page.retried,
    )


def _set_aside(
    problem: SetAside, digest: str, known: Mapping[Place, Quarantined], stamp: Stamp
) -> Quarantined:
    """The row of a page that may not go on: a new one, or the one it has, with one verdict more."""
    before = problem.retried or known.get(_place(problem, digest))
    if before is None:
        return _quarantined(problem, digest, stamp)
    verdict = FailedRetry(
        stamp.run_id, stamp.version, stamp.at, problem.reason, problem.detail, problem.rule
    )
    earlier = before.retries
    if earlier and _said(earlier[-1]) == _said(verdict):
        earlier = earlier[:-1]
    return replace(
        before,
        payload=problem.payload if problem.retried is None else before.payload,
        state=QuarantineState.OPEN,
        state_at=before.state_at if before.state == QuarantineState.OPEN else stamp.at,
        resolved_run_id=None,
        retries=(*earlier, verdict),
    )


def _said(verdict: FailedRetry) -> tuple[str, ...]:
    return verdict.version, verdict.reason, verdict.detail, verdict.rule


def _resolved(row: Quarantined, run_id: str, stamp: Stamp) -> Quarantined:
    return replace(row, state=QuarantineState.RESOLVED, state_at=stamp.at, resolved_run_id=run_id)


def _quarantined(problem: SetAside, digest: str, stamp: Stamp) -> Quarantined:
    origin = problem.origin
    identity = "\0".join((origin.source, origin.source_id, digest))
    return Quarantined(
        quarantine_id=hashlib.sha256(identity.encode()).hexdigest(),
        run_id=stamp.run_id,
        batch_id=stamp.batch_id,
        source=origin.source,
        source_id=origin.source_id,
        document_id=digest or None,
        reason=problem.reason,
        detail=problem.detail,
        rule=problem.rule,
        severity=Severity.CRITICAL,
        outcome=PageOutcome.REJECTED if problem.payload is None else PageOutcome.QUARANTINED,
        payload=problem.payload,
        url=origin.url,
        fetched_at=origin.fetched_at,
        metadata=origin.metadata,
        byte_count=problem.byte_count,
        set_aside_at=stamp.at,
        version=stamp.version,
        repairs=problem.repairs,
        state=QuarantineState.OPEN,
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
