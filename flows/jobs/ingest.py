"""The way of a run: discover, read in batches, and for each batch admit, transform, audit, publish.

This is the whole of it, with no Prefect in sight; `flows/ingest.py` runs the same steps as tasks.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from expectations.audit import Audit, audit
from expectations.rules import Rule
from flows.inputs.batches import batches, size_of
from flows.inputs.pages import RawPage, SetAside
from flows.inputs.readers import read
from flows.inputs.sources import Discovery, discover, printable_path
from flows.jobs.admission import Admission, Stamp, admit
from flows.jobs.history import history_checks
from flows.jobs.progress import Progress, no_progress
from flows.jobs.rules import rules_for
from flows.jobs.run_ledger import check_row
from flows.settings import Settings
from flows.version import version
from transforms import Page, parse_batch
from transforms.lines.repetition import Repetition
from transforms.schema import TABLES
from transforms.schema.closed_sets import PageOutcome, RunStatus
from transforms.schema.columns import to_arrow
from transforms.schema.content import Document
from transforms.schema.operations import Batch, Check, Quarantined, Run, Sighting
from warehouse.catalog.lake import Lake
from warehouse.publish.publishing import publish, record_run
from warehouse.publish.quarantine import waivers_on
from warehouse.publish.staging import DERIVED, stage
from warehouse.read.repetition import repetition_of

Tables = dict[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps that do the work; Prefect's version of them has the same signatures."""

    discover: Callable[[Sequence[str], float], Discovery]
    open_lake: Callable[[Path, float], Lake]
    transform: Callable[[Sequence[Document], Repetition], Tables]
    audit: Callable[[Tables, Sequence[Rule]], Audit]
    publish: Callable[[Lake, Tables], int]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did: its row in the books, and the files that it left alone.

    `ignored` are of other kinds or hidden, and `unsettled` are still being written.
    """

    run: Run
    ignored: tuple[Path, ...]
    unsettled: tuple[Path, ...]


def pages_of(documents: Sequence[Document]) -> list[Page]:
    """The documents as the transforms take them."""
    return [
        Page(
            document_id=document.document_id,
            text=document.text,
            url=document.url,
            fetched_at=document.fetched_at,
            metadata=document.metadata,
        )
        for document in documents
    ]


def transform_documents(documents: Sequence[Document], repetition: Repetition) -> Tables:
    """The rows that the documents' texts hold, by qualified table name."""
    parsed = parse_batch(pages_of(documents), repetition)
    tables = {field.name: getattr(parsed, field.name) for field in fields(parsed)}
    return {
        "documents": to_arrow(Document, documents),
        "fingerprints": repetition.fingerprints,
        **tables,
    }


def publish_tables(lake: Lake, tables: Tables) -> int:
    """Stage the rows of a batch and publish them; returns the snapshot."""
    return publish(lake, stage(lake.folder, tables))


def open_lake(folder: Path, wait_seconds: float) -> Lake:
    """The lake, open for writing."""
    return Lake.open(folder, wait_seconds=wait_seconds)


STEPS = Steps(discover, open_lake, transform_documents, audit, publish_tables)


def ingest(
    inputs: Sequence[str],
    settings: Settings,
    steps: Steps = STEPS,
    *,
    progress: Progress = no_progress,
) -> Result:
    """Bring what is new in the inputs into the lake.

    Raises:
        UnknownInputError: an input cannot be read at all; the lake is not touched.
        RuleError: a rule of the user's own is wrong; batches that were published before stay.
        LakeError: the lake cannot be used; batches that were published before stay.
    """
    rules = rules_for(settings)
    found = steps.discover(inputs, settings.settle_seconds)
    total_bytes = sum(source.byte_count for source in found.sources)
    with (
        steps.open_lake(settings.lake, settings.wait_seconds) as lake,
        progress(total_bytes) as advance,
    ):
        run = load(
            _batches(found, settings),
            lake,
            settings,
            inputs=tuple(map(printable_path, inputs)),
            rules=rules,
            steps=steps,
            advance=advance,
        )
    return Result(run, found.ignored, found.unsettled)


def load(
    pages: Iterable[Sequence[RawPage | SetAside]],
    lake: Lake,
    settings: Settings,
    *,
    inputs: tuple[str, ...],
    rules: Sequence[Rule],
    steps: Steps,
    advance: Callable[[int, int], None],
) -> Run:
    """Take pages all the way, batch by batch, and write down the run and its accounts.

    Args:
        pages: the batches.
        lake: a lake open for writing.
        settings: how large a page may be.
        inputs: what the run was asked to read, for its row.
        rules: the rules to judge by.
        steps: what does the work.
        advance: told after each batch how many pages and bytes are done.

    Raises:
        LakeError: the lake can't be used, or the accounts don't balance; batches that were
            published before stay.
    """
    started_at = datetime.now(UTC)
    run_id = f"{started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    batch_count = sighting_count = 0
    for batch in pages:
        stamp = Stamp(
            run_id,
            f"{run_id}-{batch_count:06}",
            batch_count,
            datetime.now(UTC),
            version(),
        )
        loaded = _load(batch, lake, stamp, settings, rules, steps)
        outcomes += loaded.outcomes
        reasons += loaded.reasons
        batch_count += loaded.is_published
        sighting_count += len(batch)
        advance(len(batch), sum(map(size_of, batch)))
    finished_at = datetime.now(UTC)
    waivers = waivers_on(lake, finished_at.date())
    waived_count = sum(count for reason, count in reasons.items() if reason in waivers)
    run = Run(
        run_id=run_id,
        started_at=started_at,
        finished_at=finished_at,
        status=RunStatus.COMPLETED if waived_count == reasons.total() else RunStatus.DEGRADED,
        version=version(),
        inputs=inputs,
        batch_count=batch_count,
        sighting_count=sighting_count,
        waived_count=waived_count,
        **{f"{outcome}_count": outcomes[outcome] for outcome in PageOutcome},
    )
    record_run(lake, run, history_checks(lake, run))
    return run


def _batches(found: Discovery, settings: Settings) -> Iterator[tuple[RawPage | SetAside, ...]]:
    def pages() -> Iterator[RawPage | SetAside]:
        yield from found.refused
        for source in found.sources:
            yield from read(source, byte_limit=settings.page_byte_limit)

    return batches(
        pages(),
        page_limit=settings.batch_pages,
        byte_limit=settings.batch_bytes,
        size=size_of,
    )


@dataclass(frozen=True, slots=True)
class _Loaded:
    outcomes: Counter[str]
    reasons: Counter[str]
    is_published: bool


def _load(
    batch: Sequence[RawPage | SetAside],
    lake: Lake,
    stamp: Stamp,
    settings: Settings,
    rules: Sequence[Rule],
    steps: Steps,
) -> _Loaded:
    """Take one batch all the way; a batch with nothing new in it leaves no trace."""
    admission = admit(batch, lake, stamp, byte_limit=settings.page_byte_limit)
    if not (admission.documents or admission.sightings or admission.quarantined):
        return _Loaded(admission.outcomes, admission.reasons, is_published=False)
    tables = understand(lake, admission.documents, steps)
    if admission.documents:
        judged = steps.audit(tables | _books(admission, stamp), rules)
        admission, tables = _sound_part(admission, tables, judged, stamp)
        tables["ops.checks"] = to_arrow(
            Check,
            [
                check_row(verdict, run_id=stamp.run_id, batch_id=stamp.batch_id, at=stamp.at)
                for verdict in judged.verdicts
            ],
        )
    tables |= _books(admission, stamp)
    steps.publish(lake, {name: rows for name, rows in tables.items() if name not in DERIVED})
    return _Loaded(admission.outcomes, admission.reasons, is_published=True)


def understand(lake: Lake, documents: Sequence[Document], steps: Steps) -> Tables:
    """What the documents' texts hold, by what the lake knows now, as rows of every table.

    Tables that are not made of texts are empty.
    """
    empty = {name: table.arrow_schema.empty_table() for name, table in TABLES.items()}
    if not documents:
        return empty
    return empty | steps.transform(documents, repetition_of(lake, pages_of(documents)))


def _sound_part(
    admission: Admission, tables: Tables, judged: Audit, stamp: Stamp
) -> tuple[Admission, Tables]:
    """The batch without the documents that broke a critical rule; these go to the quarantine."""
    failures = failures_of(admission.documents, judged)
    if not failures:
        return admission, tables
    return admission.without(failures, stamp), without_failures(tables, failures)


def failures_of(documents: Sequence[Document], judged: Audit) -> dict[str, tuple[str, str]]:
    """The documents of a batch that must not be published, each with a rule and the detail.

    Where a failure can be blamed on no document of the batch, none of them can be told to be sound.
    """
    failures = {failure.document_id: (failure.rule, failure.detail) for failure in judged.set_aside}
    for verdict in judged.blocking:
        rule = verdict.rule
        blocked = (rule.name, f"the batch breaks {rule.name}: {rule.meaning}")
        failures |= {document.document_id: blocked for document in documents}
    return failures


def without_failures(tables: Tables, failures: Collection[str]) -> Tables:
    """The rows of a batch's documents that are not among the failures.

    Rows that belong to no document of the batch go too.
    """
    documents = tables["documents"]["document_id"]
    kept = documents.filter(pc.invert(pc.is_in(documents, pa.array(list(failures), pa.string()))))
    return {
        name: rows.filter(pc.is_in(rows["document_id"], kept))
        if "document_id" in rows.column_names
        else rows
        for name, rows in tables.items()
    }


def _books(admission: Admission, stamp: Stamp) -> Tables:
    row = Batch(
        batch_id=stamp.batch_id,
        run_id=stamp.run_id,
        batch_number=stamp.batch_number,
        published_at=stamp.at,
        byte_count=sum(document.byte_count for document in admission.documents),
        sighting_count=admission.sighting_count,
        **{f"{outcome}_count": admission.outcomes[outcome] for outcome in PageOutcome},
    )
    quarantined = {**admission.quarantined, **admission.resolved(stamp)}
    return {
        "ops.batches": to_arrow(Batch, [row]),
        "ops.sightings": to_arrow(Sighting, admission.sightings),
        "ops.quarantine": to_arrow(Quarantined, quarantined.values()),
    }
