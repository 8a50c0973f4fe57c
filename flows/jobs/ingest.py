"""The way of a run: discover files, read them in batches, and take each batch through four steps.

    admit       which pages are new, which are known, and which can't go on   `flows.jobs.admit`
    transform   what the new pages mean, as rows                              `flows.jobs.transform`
    audit       which of these rows may be seen                               `expectations.audit`
    publish     all tables in one transaction                                 `warehouse.publish`

A ledger is told what became of each page (`flows.jobs.run_ledger`). There is no Prefect in sight:
`flows/ingest.py` runs the same steps as tasks.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.expectations.rules import Rule
from dateline.flows.inputs.batches import batches, size_of
from dateline.flows.inputs.discovery import Discovery, discover
from dateline.flows.inputs.mapped_fields import require_mapped_fields
from dateline.flows.inputs.pages import RawPage, UnusablePage
from dateline.flows.inputs.readers import options_of
from dateline.flows.inputs.sources import LeftAlone, printable_name
from dateline.flows.jobs.admit import admit
from dateline.flows.jobs.history import history_checks
from dateline.flows.jobs.knowledge import Knowledge, knowledge_for
from dateline.flows.jobs.known_files import KnownFiles
from dateline.flows.jobs.lineage import ParentRun, RunObserver, observer_of_ingest
from dateline.flows.jobs.open_lakes import open_to_write
from dateline.flows.jobs.progress import Advance, Progress, no_progress
from dateline.flows.jobs.run_ledger import BatchLedger, RunLedger, Stamp
from dateline.flows.jobs.summary import Summary, summarise
from dateline.flows.jobs.workforce import Workforce, batch_byte_limit, begin_loading, is_little
from dateline.flows.settings import Settings
from dateline.transforms.own_lexicons import OwnLexicons
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.operations import Run
from dateline.transforms.schema.pages import Document
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.store import may_be_new
from dateline.warehouse.publish.quarantine import waivers_on
from dateline.warehouse.publish.recording import record_run

# What only new pages need is imported where there are some.
if TYPE_CHECKING:
    from dateline.expectations.audit import Audit
    from dateline.flows.jobs.batch_readers import BatchReaders, Hire
    from dateline.flows.jobs.batch_work import Worked
    from dateline.transforms.article.own_fields import OwnFields
    from dateline.transforms.lines.repetition import Repetition
    from dateline.transforms.schema.batch import BatchTables
    from dateline.warehouse.publish.staging import StagedBatch


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps that do the work; Prefect's version of them has the same signatures."""

    discover: Callable[[Sequence[str], float], Discovery]
    open_lake: Callable[[Settings], Lake]
    admit: Callable[
        [Sequence[RawPage | UnusablePage], Lake, Stamp, int, Sequence[BatchLedger]], BatchLedger
    ]
    transform: "Callable[[Sequence[Document], Repetition, OwnLexicons, OwnFields], BatchTables]"
    audit: "Callable[[BatchTables, Sequence[Rule]], Audit]"
    publish: "Callable[[Lake, StagedBatch | None, BatchTables], int]"
    hire: "Hire"


@dataclass(frozen=True, slots=True)
class Result:
    """What a run did: its row in the run ledger, its figures, and the files that it left alone.

    `ignored` are of other kinds or hidden, and `unsettled` are still being written.
    """

    run: Run
    summary: Summary
    ignored: tuple[Path, ...]
    unsettled: tuple[Path, ...]


def transform(
    documents: Sequence[Document],
    repetition: "Repetition",
    lexicons: OwnLexicons,
    fields: "OwnFields",
) -> "BatchTables":
    """The rows of the documents, and all that their texts hold."""
    from dateline.flows.jobs.transform import transform as transform_documents

    return transform_documents(documents, repetition, lexicons, fields)


def audit(batch: "BatchTables", rules: Sequence[Rule]) -> "Audit":
    """Audit the rows of a batch; tables that a batch does not bring are empty."""
    from dateline.expectations.audit import audit as audit_tables

    empty = {name: table.arrow_schema.empty_table() for name, table in TABLES.items()}
    return audit_tables(empty | batch.by_name(), rules)


def publish(lake: Lake, staged: "StagedBatch | None", rows: "BatchTables") -> int:
    """Publish the staged rows of a batch's pages, if any, and those of the run ledger.

    Returns:
        The snapshot.
    """
    from dateline.warehouse.publish.publishing import publish as publish_staged
    from dateline.warehouse.publish.staging import complete, stage

    ledger = rows.of_ledger()
    return publish_staged(lake, complete(staged, ledger) if staged else stage(lake.folder, ledger))


def hire(count: int, knowledge: Knowledge, folder: Path) -> "BatchReaders":
    """Start processes of this machine that read batches."""
    from dateline.flows.jobs.worker_processes import WorkerProcesses

    return WorkerProcesses(count, knowledge, folder)


STEPS = Steps(discover, open_to_write, admit, transform, audit, publish, hire)


def ingest(
    inputs: Sequence[str],
    settings: Settings,
    steps: Steps = STEPS,
    *,
    progress: Progress = no_progress,
    parent: ParentRun | None = None,
) -> Result:
    """Bring what is new in the inputs into the lake.

    Args:
        inputs: folders, globs and paths.
        settings: the settings of the run.
        steps: the steps that do the work.
        progress: shows how far it is.
        parent: the run of an orchestrator that this one is part of, for its lineage.

    Raises:
        UnknownInputError: an input cannot be read at all; the lake is not touched.
        UnknownFieldError: no record has a field that the settings name; the lake is not touched.
        RuleError: a rule of the user's own is wrong; batches that were published before stay.
        LexiconError: a lexicon of the user's own is wrong; the lake is not touched.
        ExtensionError: what an installed package brings can't be used; the lake is not touched.
        LakeError: the lake cannot be used; batches that were published before stay.
    """
    knowledge = knowledge_for(settings)
    found = steps.discover(inputs, settings.settle_seconds)
    options = options_of(settings)
    require_mapped_fields(found.input_files, options)
    in_archives: list[Path] = []
    if found.input_files and may_be_new(settings.lake) and is_little(found.byte_count, settings):
        begin_loading()  # every page will be new
    observer = observer_of_ingest(settings, inputs, found, parent)
    known_files = KnownFiles(options, knowledge.version)
    with (
        closing(observer),
        steps.open_lake(settings) as lake,
    ):
        found = replace(found, input_files=known_files.to_open(lake, found.input_files))
        with progress(found.byte_count) as advance:
            run = run_batches(
                _batches(found, known_files, settings, in_archives),
                lake,
                settings,
                inputs=tuple(map(printable_name, inputs)),
                knowledge=knowledge,
                steps=steps,
                advance=advance,
                observer=observer,
                known_files=known_files,
            )
        known_files.keep(lake)
        summary = replace(summarise(lake, run), unopened_files=known_files.unopened_count)
    return Result(run, summary, (*found.ignored, *in_archives), found.unsettled)


def run_batches(
    page_batches: Iterable[Sequence[RawPage | UnusablePage]],
    lake: Lake,
    settings: Settings,
    *,
    inputs: tuple[str, ...],
    knowledge: Knowledge,
    steps: Steps,
    advance: Advance,
    observer: RunObserver,
    known_files: KnownFiles,
) -> Run:
    """Take pages all the way, batch by batch, and write down the run and its accounts.

    Args:
        page_batches: the pages.
        lake: a lake open for writing.
        settings: how large a page may be.
        inputs: what the run was asked to read, for its row.
        knowledge: what the run knows before it reads a page.
        steps: what does the work.
        advance: told after each batch how many pages and bytes are done.
        observer: told what the run does.
        known_files: has the pages of files that are not opened, and is told what became of others.

    Raises:
        LakeError: the lake can't be used, or the accounts don't balance; batches that were
            published before stay.
    """
    ledger = RunLedger(inputs, knowledge.version)
    ledger.add_known(known_files.page_count)
    workforce = Workforce(lake, knowledge, settings, steps.transform, steps.audit, steps.hire)

    def admitted() -> Iterator[BatchLedger]:
        for pages in page_batches:
            stamp, on_the_way = ledger.next_stamp(), tuple(workforce.on_the_way)
            noted = steps.admit(pages, lake, stamp, settings.page_byte_limit, on_the_way)
            ledger.admitted(noted)
            yield noted

    try:
        observer.began(lake, ledger.run_id, ledger.version, ledger.started_at)
        with closing(workforce.take(admitted())) as batches_done:
            for noted, worked in batches_done:
                failures = noted.note_audit(worked.audit) if worked else {}
                for later in workforce.on_the_way:
                    later.note_failed_before(failures, noted)
                row_counts = _published(noted, worked, lake, steps) if noted.has_news else {}
                ledger.add(noted)
                known_files.note(noted)
                observer.published(noted, row_counts)
                pages = [entry.page for entry in noted.entries]
                advance(len(pages), sum(map(size_of, pages)))
        finished_at = datetime.now(UTC)
        run = ledger.row(finished_at, waivers_on(lake, finished_at.date()))
        record_run(lake, run, history_checks(lake, run))
    except BaseException as error:
        observer.stopped(error)
        raise
    observer.finished(lake, run)
    return run


def _published(
    noted: BatchLedger, worked: "Worked | None", lake: Lake, steps: Steps
) -> Mapping[str, int]:
    """Publish a batch with its rows of the run ledger; gives the rows of each table."""
    from dateline.transforms.schema.batch import BatchTables

    rows = noted.write_into(BatchTables())
    staged = worked.staged if worked else None
    steps.publish(lake, staged, rows)
    counts = {name: table.num_rows for name, table in rows.of_ledger().items()}
    return {**staged.row_counts, **counts} if staged else counts


def _batches(
    found: Discovery, known_files: KnownFiles, settings: Settings, left_alone: list[Path]
) -> Iterator[tuple[RawPage | UnusablePage, ...]]:
    """The pages of the files in batches; what an archive holds besides is added to a list."""

    def pages() -> Iterator[RawPage | UnusablePage]:
        yield from found.rejected
        for file in found.input_files:
            for page in known_files.pages(file):
                if isinstance(page, LeftAlone):
                    left_alone.append(Path(page.location))
                else:
                    yield page

    return batches(
        pages(),
        page_limit=settings.batch_pages,
        byte_limit=batch_byte_limit(found.byte_count, settings),
        size=size_of,
    )
