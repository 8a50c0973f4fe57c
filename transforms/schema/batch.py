"""The rows of one batch on their way from step to step, a table of each kind."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, fields, replace

import pyarrow as pa
import pyarrow.compute as pc

from dateline.transforms.schema import TABLES
from dateline.transforms.schema.columns import table_of
from dateline.transforms.schema.content import (
    Article,
    ArticleField,
    Quote,
    RelatedPost,
    TimeExpression,
)
from dateline.transforms.schema.names import Mention
from dateline.transforms.schema.operations import Batch, Check, Quarantined, Sighting
from dateline.transforms.schema.pages import Document, Fingerprint, Line
from dateline.transforms.schema.stories import Sketch

_BY_FIELD = {table.name: table for table in TABLES.values()}


def _none_of(row_type: type) -> Callable[[], pa.Table]:
    schema = table_of(row_type).arrow_schema
    return lambda: schema.empty_table()


@dataclass(frozen=True, slots=True)
class BatchTables:
    """What a batch brings, table by table, with the columns that the row types declare.

    Tables that publishing makes of others, such as `entities`, are not among them.
    """

    documents: pa.Table = field(default_factory=_none_of(Document))
    fingerprints: pa.Table = field(default_factory=_none_of(Fingerprint))
    lines: pa.Table = field(default_factory=_none_of(Line))
    articles: pa.Table = field(default_factory=_none_of(Article))
    article_fields: pa.Table = field(default_factory=_none_of(ArticleField))
    related_posts: pa.Table = field(default_factory=_none_of(RelatedPost))
    quotes: pa.Table = field(default_factory=_none_of(Quote))
    mentions: pa.Table = field(default_factory=_none_of(Mention))
    times: pa.Table = field(default_factory=_none_of(TimeExpression))
    sketches: pa.Table = field(default_factory=_none_of(Sketch))
    batches: pa.Table = field(default_factory=_none_of(Batch))
    sightings: pa.Table = field(default_factory=_none_of(Sighting))
    quarantine: pa.Table = field(default_factory=_none_of(Quarantined))
    checks: pa.Table = field(default_factory=_none_of(Check))

    def by_name(self) -> dict[str, pa.Table]:
        """The tables by qualified name, for whatever treats all of them alike."""
        return self.of_pages() | self.of_ledger()

    def of_pages(self) -> dict[str, pa.Table]:
        """The tables that the pages' texts fill, by qualified name."""
        return self._in_schema("main")

    def of_ledger(self) -> dict[str, pa.Table]:
        """The tables of the run ledger, by qualified name."""
        return self._in_schema("ops")

    def with_ledger(self, ledger: "BatchTables") -> "BatchTables":
        """The batch with the run ledger's rows of another."""
        return replace(self, **{name: getattr(ledger, name) for name in self.ledger_fields()})

    @classmethod
    def ledger_fields(cls) -> tuple[str, ...]:
        """The names of the fields that have tables of the run ledger."""
        return tuple(kind.name for kind in fields(cls) if _BY_FIELD[kind.name].schema == "ops")

    def _in_schema(self, schema: str) -> dict[str, pa.Table]:
        return {
            _BY_FIELD[kind.name].qualified_name: getattr(self, kind.name)
            for kind in fields(self)
            if _BY_FIELD[kind.name].schema == schema
        }

    def without(self, document_ids: Collection[str]) -> "BatchTables":
        """The batch without the rows of some documents.

        Rows that belong to no document of the batch go, too; the run ledger's stay.
        """
        if not document_ids:
            return self
        documents = self.documents["document_id"]
        gone = pa.array(list(document_ids), pa.string())
        kept = documents.filter(pc.invert(pc.is_in(documents, gone)))
        return replace(
            self,
            **{
                name: rows.filter(pc.is_in(rows["document_id"], kept))
                for name, rows in self._of_documents()
            },
        )

    def _of_documents(self) -> Iterator[tuple[str, pa.Table]]:
        for kind in fields(self):
            if _BY_FIELD[kind.name].schema == "main":
                yield kind.name, getattr(self, kind.name)
