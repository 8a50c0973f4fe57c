"""The ledger of a run: it is told what became of each page, and gives the rows of the run ledger.

A batch has a ledger of its own. All that is said of it, rows and counts alike, is read off one list
that has an entry for each page, so that nothing has to be kept in step.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

from dateline.flows.inputs.pages import RawPage, UnusablePage, unusable
from dateline.transforms.schema.closed_sets import (
    PageOutcome,
    QuarantineReason,
    QuarantineState,
    RunStatus,
)
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.operations import (
    Batch,
    Check,
    FailedRetry,
    Quarantined,
    Run,
    Sighting,
)
from dateline.transforms.schema.pages import Document
from dateline.warehouse.publish.quarantine import PageKey

if TYPE_CHECKING:
    from dateline.expectations.audit import Audit, AuditResult
    from dateline.expectations.history import HistoryResult
    from dateline.transforms.schema.batch import BatchTables


ENDED_PROCESS_RULE = "transform.ended_process"
_ENDED_PROCESS = (
    "Each process that read the page ended, the last one with no other page beside it. Report it "
    "as an error of Dateline or of a library that it uses; later versions try it again."
)

Failures: TypeAlias = Mapping[str, tuple[str, str]]
"""By document that must not be published, the rule that it breaks, and the detail."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and by what a batch was made; every row that it writes carries parts of this."""

    run_id: str
    batch_id: str
    batch_number: int
    at: datetime
    version: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the lake has of a batch's pages already.

    `loaded_by` has the run that loaded each document, `sightings` are the file, `source_id` and
    document of each that is noted, and `quarantined` has the rows of those in the
    quarantine, by the same.
    """

    loaded_by: Mapping[str, str]
    sightings: Collection[tuple[str, str, str]]
    quarantined: Mapping[PageKey, Quarantined]


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of one page.

    `document` is the row of a page that is loaded, `quarantined` the row that the lake is to have
    for a page that is quarantined now, or was and is loaded after all.
    """

    page: RawPage | UnusablePage
    document_id: str
    outcome: str
    reason: str | None = None
    document: Document | None = None
    quarantined: Quarantined | None = None

    @property
    def is_sighted(self) -> bool:
        """Whether the lake has the page's document, or is to get it with this batch."""
        return self.outcome in {PageOutcome.LOADED, PageOutcome.ALREADY_KNOWN}


@dataclass(slots=True)
class BatchLedger:
    """What became of each page of a batch, and of the batch under audit."""

    stamp: Stamp
    known: Known
    entries: list[Entry] = field(default_factory=list)
    checks: tuple[Check, ...] = ()
    evidence_snapshot: int | None = None

    def note_loaded(self, page: RawPage, document: Document) -> None:
        """The page is new: a document is made of it."""
        row = self._resolved(page, self.stamp.run_id)
        document_id = document.document_id
        self.entries.append(
            Entry(page, document_id, PageOutcome.LOADED, document=document, quarantined=row)
        )

    def note_already_known(self, page: RawPage, document_id: str) -> None:
        """The lake, or this batch, has a document of the same bytes."""
        row = self._resolved(page, self.known.loaded_by.get(document_id, self.stamp.run_id))
        self.entries.append(Entry(page, document_id, PageOutcome.ALREADY_KNOWN, quarantined=row))

    def note_quarantined(self, problem: UnusablePage, document_id: str) -> None:
        """The page can't go on; without its bytes it is rejected."""
        self.entries.append(self._quarantine(problem, document_id))

    def note_still_quarantined(self, page: RawPage | UnusablePage, row: Quarantined) -> None:
        """The page was quarantined before, and is not tried again: nothing about it is new."""
        self.entries.append(_still_quarantined(page, row))

    def note_audit(self, audit: "Audit") -> Failures:
        """Quarantine all pages of the documents that must not be published; returns these."""
        stamp = self.stamp
        self.checks = tuple(
            check_row(result, run_id=stamp.run_id, batch_id=stamp.batch_id, at=stamp.at)
            for result in audit.results
        )
        failures = audit.failures([document.document_id for document in self.documents])
        self._fail(failures, {})
        return failures

    def note_fatal(self, document_ids: Collection[str]) -> Failures:
        """Quarantine all pages of the documents that end the process that reads them."""
        failures = dict.fromkeys(document_ids, (ENDED_PROCESS_RULE, _ENDED_PROCESS))
        self._fail(failures, {})
        return failures

    def note_failed_before(self, failures: Failures, earlier: "BatchLedger") -> None:
        """Quarantine pages that were taken for known, as their documents were on the way then."""
        self._fail(failures, earlier.quarantined)

    def _fail(self, failures: Failures, earlier: Mapping[PageKey, Quarantined]) -> None:
        for index, entry in enumerate(self.entries):
            if not entry.is_sighted or entry.document_id not in failures:
                continue
            row = earlier.get(_key_of(entry))
            if row is not None and entry.page.retried is None:
                self.entries[index] = _still_quarantined(entry.page, row)
            else:
                rule, detail = failures[entry.document_id]
                is_fatal = rule == ENDED_PROCESS_RULE
                reasons = QuarantineReason.FAILED_CHECK, QuarantineReason.ENDED_PROCESS
                problem = unusable(entry.page, reasons[is_fatal], detail, rule)
                self.entries[index] = self._quarantine(problem, entry.document_id)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that the batch loads."""
        return tuple(entry.document for entry in self.entries if entry.document is not None)

    @property
    def is_dangerous(self) -> bool:
        """Whether a page to be read has ended a process before."""
        read = [entry for entry in self.entries if entry.document is not None]
        rows = (it.page.retried or self.known.quarantined.get(_key_of(it)) for it in read)
        return any(row and QuarantineReason.ENDED_PROCESS in _reasons_of(row) for row in rows)

    @property
    def quarantined(self) -> dict[PageKey, Quarantined]:
        """The rows that the lake is to have of pages in the quarantine, as `Known` has them."""
        rows = [entry.quarantined for entry in self.entries if entry.quarantined is not None]
        return {(row.file_path, row.source_id, row.document_id): row for row in rows}

    @property
    def outcomes(self) -> Counter[str]:
        """How many pages there are of each outcome."""
        return Counter(entry.outcome for entry in self.entries)

    @property
    def reasons(self) -> Counter[str]:
        """How many pages were quarantined for each reason."""
        return Counter(entry.reason for entry in self.entries if entry.reason is not None)

    @property
    def has_news(self) -> bool:
        """Whether there is anything to publish; a batch with nothing new in it leaves no trace."""
        return any(entry.document or entry.quarantined for entry in self.entries) or any(
            self.sightings()
        )

    def write_into(self, tables: "BatchTables") -> "BatchTables":
        """The batch with its rows of the run ledger, as things stand."""
        batch = Batch(
            batch_id=self.stamp.batch_id,
            run_id=self.stamp.run_id,
            batch_number=self.stamp.batch_number,
            published_at=self.stamp.at,
            byte_count=sum(document.byte_count for document in self.documents),
            sighting_count=len(self.entries),
            **{f"{outcome}_count": self.outcomes[outcome] for outcome in PageOutcome},
            evidence_snapshot=self.evidence_snapshot,
        )
        return replace(
            tables,
            batches=to_arrow(Batch, [batch]),
            sightings=to_arrow(Sighting, self.sightings()),
            quarantine=to_arrow(Quarantined, self.quarantined.values()),
            checks=to_arrow(Check, self.checks),
        )

    def sightings(self) -> Iterator[Sighting]:
        """The sightings that the lake has not got, each once."""
        seen = set(self.known.sightings)
        for entry in self.entries:
            origin = entry.page.origin
            key = (origin.file_path, origin.source_id, entry.document_id)
            if entry.is_sighted and key not in seen:
                seen.add(key)
                yield Sighting(
                    file_path=origin.file_path,
                    source_id=origin.source_id,
                    document_id=entry.document_id,
                    run_id=self.stamp.run_id,
                    batch_id=self.stamp.batch_id,
                    outcome=entry.outcome,
                    url=origin.url,
                    fetched_at=origin.fetched_at,
                    seen_at=self.stamp.at,
                )

    def _resolved(self, page: RawPage, run_id: str) -> Quarantined | None:
        """The row of a page that was quarantined earlier, now that a run has loaded it."""
        if page.retried is None:
            return None
        return replace(
            page.retried,
            state=QuarantineState.RESOLVED,
            state_at=self.stamp.at,
            resolved_run_id=run_id,
        )

    def _quarantine(self, problem: UnusablePage, document_id: str) -> Entry:
        """The entry of a page that can't go on: a new row, or its own with one failure more."""
        key = problem.origin.file_path, problem.origin.source_id, document_id or None
        before = problem.retried or self.known.quarantined.get(key)
        if before is None:
            row = _quarantined(problem, document_id, self.stamp)
        else:
            row = _tried_again(before, problem, self.stamp)
        return Entry(problem, document_id, row.outcome, problem.reason, quarantined=row)


@dataclass(slots=True)
class RunLedger:
    """The accounts of a run, batch by batch."""

    inputs: tuple[str, ...]
    version: str
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    run_id: str = ""
    batch_count: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.run_id = f"{self.started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"

    def next_stamp(self) -> Stamp:
        """The stamp of the batch that comes next."""
        return Stamp(
            run_id=self.run_id,
            batch_id=f"{self.run_id}-{self.batch_count:06}",
            batch_number=self.batch_count,
            at=datetime.now(UTC),
            version=self.version,
        )

    def admitted(self, batch: BatchLedger) -> None:
        """Count a batch that sets out; one with nothing new in it leaves its number to the next."""
        self.batch_count += batch.has_news

    def add_known(self, page_count: int) -> None:
        """Count pages that are known without being read."""
        self.outcomes[PageOutcome.ALREADY_KNOWN] += page_count

    def add(self, batch: BatchLedger) -> None:
        """Count the pages of a batch that is done."""
        self.outcomes += batch.outcomes
        self.reasons += batch.reasons

    def row(self, finished_at: datetime, waived: Collection[str]) -> Run:
        """The run, once it is finished; a waived reason does not make it degraded."""
        waived_count = sum(count for reason, count in self.reasons.items() if reason in waived)
        return Run(
            run_id=self.run_id,
            started_at=self.started_at,
            finished_at=finished_at,
            status=RunStatus.COMPLETED
            if waived_count == self.reasons.total()
            else RunStatus.DEGRADED,
            version=self.version,
            inputs=self.inputs,
            batch_count=self.batch_count,
            sighting_count=self.outcomes.total(),
            waived_count=waived_count,
            **{f"{outcome}_count": self.outcomes[outcome] for outcome in PageOutcome},
        )


def check_row(
    result: "AuditResult | HistoryResult", *, run_id: str, batch_id: str, at: datetime
) -> Check:
    """A result as a row of `ops.checks`."""
    return Check(
        run_id=run_id,
        batch_id=batch_id,
        rule=result.rule.name,
        table_name=result.rule.table,
        severity=result.rule.severity,
        passed=result.passed,
        checked_count=result.checked_count,
        failed_count=result.failed_count,
        examples=result.examples(),
        checked_at=at,
    )


def _key_of(entry: Entry) -> PageKey:
    origin = entry.page.origin
    return origin.file_path, origin.source_id, entry.document_id or None


def _reasons_of(row: Quarantined) -> set[str]:
    return {row.reason, *(retry.reason for retry in row.retries)}


def _still_quarantined(page: RawPage | UnusablePage, row: Quarantined) -> Entry:
    reason = row.retries[-1].reason if row.retries else row.reason
    return Entry(page, row.document_id or "", row.outcome, reason)


def _tried_again(before: Quarantined, problem: UnusablePage, stamp: Stamp) -> Quarantined:
    """The row of a page that failed once more; the same failure in a row stands there once."""
    failure = FailedRetry(
        stamp.run_id, stamp.version, stamp.at, problem.reason, problem.detail, problem.rule
    )
    earlier = before.retries
    if earlier and _is_same(earlier[-1], failure):
        earlier = earlier[:-1]
    return replace(
        before,
        payload=problem.payload if problem.retried is None else before.payload,
        state=QuarantineState.OPEN,
        state_at=before.state_at if before.state == QuarantineState.OPEN else stamp.at,
        resolved_run_id=None,
        retries=(*earlier, failure),
    )


def _is_same(one: FailedRetry, other: FailedRetry) -> bool:
    return replace(one, run_id=other.run_id, tried_at=other.tried_at) == other


def _quarantined(problem: UnusablePage, document_id: str, stamp: Stamp) -> Quarantined:
    origin = problem.origin
    identity = "\0".join((origin.file_path, origin.source_id, document_id))
    return Quarantined(
        quarantine_id=hashlib.sha256(identity.encode()).hexdigest(),
        run_id=stamp.run_id,
        batch_id=stamp.batch_id,
        file_path=origin.file_path,
        source_id=origin.source_id,
        document_id=document_id or None,
        reason=problem.reason,
        detail=problem.detail,
        rule=problem.rule,
        outcome=PageOutcome.REJECTED if problem.payload is None else PageOutcome.QUARANTINED,
        payload=problem.payload,
        url=origin.url,
        fetched_at=origin.fetched_at,
        metadata=origin.metadata,
        page_metadata=origin.page_metadata,
        byte_count=problem.byte_count,
        quarantined_at=stamp.at,
        version=stamp.version,
        repairs=problem.repairs,
        state=QuarantineState.OPEN,
        state_at=stamp.at,
        resolved_run_id=None,
        retries=(),
    )
