"""A worker's part of a run: documents and evidence in, a staged and audited batch out.

It is one function, whatever process it runs in: it knows no lake, only the folder to stage in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.expectations.audit import Audit
from dateline.expectations.rules import Rule
from dateline.flows.jobs.knowledge import Knowledge
from dateline.flows.jobs.transform import pages_of
from dateline.transforms.article.own_fields import OwnFields
from dateline.transforms.lines.repetition import Repetition
from dateline.transforms.own_lexicons import OwnLexicons
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.pages import Document
from dateline.warehouse.publish.staging import StagedBatch, stage_part
from dateline.warehouse.read.repetition import LineEvidence

Transform = Callable[[Sequence[Document], Repetition, OwnLexicons, OwnFields], BatchTables]
MakeAudit = Callable[[BatchTables, Sequence[Rule]], Audit]


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker is given: a batch as it was admitted, and what other pages tell of its lines.

    `ledger` has the batch's rows of the run ledger, by which they are audited, too. `folder` is the
    lake's.
    """

    batch_id: str
    documents: Sequence[Document]
    ledger: BatchTables
    evidence: LineEvidence
    folder: Path


@dataclass(frozen=True, slots=True)
class Worked:
    """What a worker gives back: the audit, and the staged rows of the documents that passed it."""

    audit: Audit
    staged: StagedBatch


def work_off(work: Work, knowledge: Knowledge, transform: Transform, audit: MakeAudit) -> Worked:
    """Understand, audit and stage a batch.

    Args:
        work: the batch.
        knowledge: what the run knows before it reads a page.
        transform: the step of this name.
        audit: the step of this name.

    Raises:
        LakeNotWritableError: the files can't be written.
        RuleError: a rule of the user's own can't be evaluated.
    """
    repetition = work.evidence.of(pages_of(work.documents))
    batch = transform(work.documents, repetition, knowledge.lexicons, knowledge.fields)
    audited = audit(batch.with_ledger(work.ledger), knowledge.rules)
    failures = audited.failures([document.document_id for document in work.documents])
    rows = batch.without(failures).of_pages()
    return Worked(audited, stage_part(work.folder, work.batch_id, rows))
