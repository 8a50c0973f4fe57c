"""The tables of the run ledger, in the schema `ops`: runs, batches, checks, quarantine."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, ClassVar

from dateline.transforms.schema.closed_sets import (
    PageOutcome,
    QuarantineReason,
    QuarantineState,
    RunStatus,
    Severity,
)
from dateline.transforms.schema.columns import Col
from dateline.transforms.schema.common import (
    SHA256,
    AlreadyKnownCount,
    LoadedCount,
    QuarantinedCount,
    Reason,
    RejectedCount,
    RunId,
    SightingCount,
)
from dateline.transforms.schema.pages import Metadata


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the pipeline and its accounts."""

    table: ClassVar[str] = "runs"
    schema: ClassVar[str] = "ops"

    run_id: Annotated[str, Col("Identity of the run; sorts by time", key=True)]
    started_at: Annotated[datetime, Col("When it started (UTC)")]
    finished_at: Annotated[datetime, Col("When it finished (UTC)")]
    status: Annotated[str, Col("How it ended", values=RunStatus)]
    version: Annotated[str, Col("Version of Dateline")]
    inputs: Annotated[tuple[str, ...], Col("What it was asked to read")]
    batch_count: Annotated[int, Col("Batches published", unit="batches", minimum=0)]
    sighting_count: SightingCount
    loaded_count: LoadedCount
    already_known_count: AlreadyKnownCount
    quarantined_count: QuarantinedCount
    rejected_count: RejectedCount
    waived_count: Annotated[
        int,
        Col(
            "Pages quarantined or rejected for a reason that was waived then",
            unit="pages",
            minimum=0,
        ),
    ]


@dataclass(frozen=True, slots=True)
class Batch:
    """One batch of a run, published in one transaction."""

    table: ClassVar[str] = "batches"
    schema: ClassVar[str] = "ops"

    batch_id: Annotated[str, Col("Identity of the batch", key=True)]
    run_id: RunId
    batch_number: Annotated[int, Col("Index in the run, from 0", minimum=0)]
    published_at: Annotated[datetime, Col("When it was published (UTC)")]
    byte_count: Annotated[int, Col("Size of its pages", unit="bytes", minimum=0)]
    sighting_count: SightingCount
    loaded_count: LoadedCount
    already_known_count: AlreadyKnownCount
    quarantined_count: QuarantinedCount
    rejected_count: RejectedCount
    evidence_snapshot: Annotated[
        int | None,
        Col(
            "The snapshot whose `repeated_lines` its pages were read with; null where no page was "
            "read, or an older version read them",
            minimum=0,
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class Measure:
    """What one batch brought of one source, in figures; its history is made of them."""

    table: ClassVar[str] = "measures"
    schema: ClassVar[str] = "ops"

    batch_id: Annotated[str, Col("The batch", key=True)]
    source: Annotated[
        str,
        Col(
            "Host of the pages' addresses, without `www.`; for pages without one the folder, or "
            "the file of records, that they were read from, with `*` for numbers that go on",
            key=True,
        ),
    ]
    run_id: RunId
    day: Annotated[date, Col("Day on which the pages were loaded (UTC)")]
    page_count: Annotated[int, Col("Pages loaded", unit="pages", minimum=1)]
    without_headline_count: Annotated[int, Col("Those without a headline", unit="pages", minimum=0)]
    without_date_count: Annotated[
        int, Col("Those without any date of publication", unit="pages", minimum=0)
    ]
    without_body_count: Annotated[int, Col("Those without an article", unit="pages", minimum=0)]
    body_share_total: Annotated[
        float,
        Col(
            "Sum of the pages' body shares: characters in body lines, of those in lines that "
            "aren't blank",
            unit="pages",
            minimum=0,
        ),
    ]
    other_share_total: Annotated[
        float,
        Col(
            "Sum of the pages' shares of unknown lines: those labelled `other`, of those that "
            "aren't blank",
            unit="pages",
            minimum=0,
        ),
    ]
    quotation_count: Annotated[int, Col("Quotations found", unit="quotations", minimum=0)]


@dataclass(frozen=True, slots=True)
class Check:
    """The audit result of one rule on one batch."""

    table: ClassVar[str] = "checks"
    schema: ClassVar[str] = "ops"

    run_id: Annotated[str, Col("The run", key=True, references="ops.runs.run_id")]
    batch_id: Annotated[
        str, Col("The batch that was checked; for the history, the run and the day", key=True)
    ]
    rule: Annotated[str, Col("Name of the rule", key=True)]
    table_name: Annotated[str, Col("The table it holds for")]
    severity: Annotated[str, Col("What a failure means", values=Severity)]
    passed: Annotated[bool, Col("Whether every row met the rule")]
    checked_count: Annotated[int, Col("Rows looked at", unit="rows", minimum=0)]
    failed_count: Annotated[int, Col("Rows that break the rule", unit="rows", minimum=0)]
    examples: Annotated[tuple[str, ...], Col("Keys of a few failing rows, as JSON objects")]
    checked_at: Annotated[datetime, Col("When (UTC)")]


@dataclass(frozen=True, slots=True)
class FailedRetry:
    """A retry of a quarantined page that failed, and why."""

    run_id: Annotated[str, Col("The last run that tried it and came to this")]
    version: Annotated[str, Col("Version of Dateline that tried it")]
    tried_at: Annotated[datetime, Col("When (UTC)")]
    reason: Reason
    detail: Annotated[str, Col("Why, in a sentence, and what to do next")]
    rule: Annotated[str, Col("The rule that it broke")]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One page quarantined or rejected, with its reason and what a retry needs."""

    table: ClassVar[str] = "quarantine"
    schema: ClassVar[str] = "ops"

    quarantine_id: Annotated[str, Col("Identity, from where it was seen and its bytes", key=True)]
    run_id: RunId
    batch_id: Annotated[str, Col("The batch it was read in")]
    file_path: Annotated[str, Col("Path of the file that held the page")]
    source_id: Annotated[str, Col("File name, or the `id` or location of the record in its file")]
    document_id: Annotated[
        str | None,
        Col("SHA-256 of its bytes, in hex; null where they could not be read", pattern=SHA256),
    ]
    reason: Reason
    detail: Annotated[str, Col("Why, in a sentence, and what to do next")]
    rule: Annotated[str, Col("The rule that it broke")]
    outcome: Annotated[
        str,
        Col(
            "quarantined: payload kept; rejected: only noted",
            values=(PageOutcome.QUARANTINED, PageOutcome.REJECTED),
        ),
    ]
    payload: Annotated[bytes | None, Col("The bytes as they came; null where rejected or expired")]
    url: Annotated[str | None, Col("Address the page was fetched from, as given")]
    fetched_at: Annotated[datetime | None, Col("When the crawler fetched the page, as given (UTC)")]
    metadata: Annotated[str | None, Col("Whatever else came with the page, as a JSON object")]
    page_metadata: Annotated[
        Metadata | None, Col("What came with the page and speaks of its article, as in `documents`")
    ]
    byte_count: Annotated[int, Col("Size as it came", unit="bytes", minimum=0)]
    quarantined_at: Annotated[datetime, Col("When (UTC)")]
    version: Annotated[str, Col("Version of Dateline that quarantined it")]
    repairs: Annotated[tuple[str, ...], Col("What its reader repaired, as in `documents`")]
    state: Annotated[
        str,
        Col(
            "open: waits for a retry; resolved: loaded after all; expired: no longer kept",
            values=QuarantineState,
        ),
    ]
    state_at: Annotated[datetime, Col("When it came into its state (UTC)")]
    resolved_run_id: Annotated[
        str | None,
        Col("The run that loaded the page; null where none has", references="ops.runs.run_id"),
    ]
    retries: Annotated[
        tuple[FailedRetry, ...],
        Col("Retries that failed, in order; equal ones in a row count as one"),
    ]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A reason that is accepted for a while; of several for one reason, the last one holds."""

    table: ClassVar[str] = "waivers"
    schema: ClassVar[str] = "ops"

    reason: Annotated[
        str,
        Col(
            "Pages quarantined for it do not make a run degraded", key=True, values=QuarantineReason
        ),
    ]
    waived_at: Annotated[datetime, Col("When it was declared (UTC)", key=True)]
    until_date: Annotated[date, Col("The last day on which it holds (UTC)")]
    waived_by: Annotated[str, Col("Who answers for it")]
    note: Annotated[str | None, Col("Why it is accepted, and what is to be done")]


@dataclass(frozen=True, slots=True)
class Sighting:
    """One location where a page was seen; the same bytes elsewhere are another sighting."""

    table: ClassVar[str] = "sightings"
    schema: ClassVar[str] = "ops"

    file_path: Annotated[str, Col("Path of the file that held the page", key=True)]
    source_id: Annotated[str, Col("File name, or the `id` of the record", key=True)]
    document_id: Annotated[
        str, Col("SHA-256 of the page's bytes, in hex", key=True, pattern=SHA256)
    ]
    run_id: RunId
    batch_id: Annotated[str, Col("The batch it was first read in")]
    outcome: Annotated[
        str,
        Col("What became of the page then", values=(PageOutcome.LOADED, PageOutcome.ALREADY_KNOWN)),
    ]
    url: Annotated[str | None, Col("Address the page was fetched from, as given")]
    fetched_at: Annotated[datetime | None, Col("When the crawler fetched the page, as given (UTC)")]
    seen_at: Annotated[datetime, Col("When (UTC)")]
