"""`dateline replay`: what today's code makes of the pages that the lake holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from dateline.flows.jobs.ingest import STEPS, Steps
from dateline.flows.jobs.knowledge import knowledge_for
from dateline.flows.jobs.open_lakes import open_to_read, open_to_write
from dateline.flows.jobs.progress import Progress, no_progress
from dateline.flows.jobs.stored_documents import choose_documents, stored_documents
from dateline.flows.jobs.transform import pages_of
from dateline.flows.settings import Settings
from dateline.transforms.schema.pages import Document
from dateline.warehouse.publish.replacing import shadow_of
from dateline.warehouse.read.differences import TableDifference
from dateline.warehouse.read.repetition import evidence_of


@dataclass(frozen=True, slots=True)
class RejectedPages:
    """Pages that now break a critical rule, so that their old rows stay: how many, and one."""

    rule: str
    page_count: int
    example: str
    detail: str


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found, and the snapshot that it published, if it did.

    `page_count` counts the pages that were read, rejected ones too, and `changed_count` those of
    them whose rows differ.
    """

    page_count: int
    changed_count: int
    rejected: tuple[RejectedPages, ...]
    differences: tuple[TableDifference, ...]
    snapshot_id: int | None


def replay(
    settings: Settings,
    *,
    condition: str | None = None,
    publish: bool = False,
    steps: Steps = STEPS,
    progress: Progress = no_progress,
) -> Replay:
    """Understand stored pages once more, and publish what differs where that is wanted.

    No run can write to the lake meanwhile: what was compared is what is replaced.

    Args:
        settings: where the lake is, and how large a batch may be.
        condition: the pages to take, as a condition in SQL on `documents`; None for all of them.
        publish: whether to replace the old rows with the new ones.
        steps: the steps of a run; transform and audit are used.
        progress: shows how far it is.

    Raises:
        LakeError: the lake can't be used.
        ConditionError: the condition is wrong.
        RuleError: a rule of the user's own is wrong.
        LexiconError: a lexicon of the user's own is wrong.
        ExtensionError: what an installed package brings can't be used.
    """
    knowledge = knowledge_for(settings)
    with (
        open_to_read(settings) as reader,
        open_to_write(settings) as lake,
        shadow_of(lake, f"replay-{datetime.now(UTC):%Y%m%dT%H%M%S}") as shadow,
    ):
        chosen = choose_documents(reader, condition)
        evidence = evidence_of(lake)
        rejected: dict[str, RejectedPages] = {}
        with progress(chosen.byte_count) as advance:
            for documents in stored_documents(
                lake,
                page_limit=settings.batch_pages,
                byte_limit=settings.batch_bytes,
                chosen=chosen.ids,
            ):
                repetition = evidence.of(pages_of(documents))
                batch = steps.transform(documents, repetition, knowledge.lexicons, knowledge.fields)
                audited = steps.audit(batch, knowledge.rules)
                failures = audited.failures([document.document_id for document in documents])
                _count(rejected, documents, failures)
                shadow.add(batch.without(failures))
                advance(len(documents), sum(document.byte_count for document in documents))
        changed_count = shadow.settle()
        differences = shadow.differences()
        pages = f"{changed_count} of {chosen.page_count} pages"
        snapshot_id = (
            shadow.replace(f"replay by {knowledge.version}: {pages} changed")
            if publish and differences
            else None
        )
    return Replay(
        chosen.page_count, changed_count, tuple(rejected.values()), differences, snapshot_id
    )


def _count(
    rejected: dict[str, RejectedPages],
    documents: Iterable[Document],
    failures: Mapping[str, tuple[str, str]],
) -> None:
    """Count rejected pages by rule; one is kept of each, so that memory stays flat."""
    for document in documents:
        if document.document_id in failures:
            rule, detail = failures[document.document_id]
            first = rejected.get(rule, RejectedPages(rule, 0, document.source_id, detail))
            rejected[rule] = replace(first, page_count=first.page_count + 1)
