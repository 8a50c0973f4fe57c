"""Batches made up for the tests: page `n` always has the same bytes, article and names.

Run as a program, it loads pages 0 to PAGES into a lake batch by batch, as a run does:
`python made_batches.py LAKE PAGES BATCH_SIZE`.
"""

import hashlib
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from dateline.transforms.schema.columns import table_of, to_arrow
from dateline.transforms.schema.content import (
    Article,
    ArticleField,
    Evidence,
    Quote,
    RelatedPost,
    Span,
)
from dateline.transforms.schema.names import Mention
from dateline.transforms.schema.operations import Batch, Check, Quarantined, Sighting
from dateline.transforms.schema.pages import Document, Line
from dateline.transforms.schema.stories import Sketch
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage

DAY = datetime(2026, 1, 1, tzinfo=UTC)
PEOPLE = ("Ana Lima", "Bo Ek", "Cy O'Hara")


def document_id(page: int) -> str:
    return hashlib.sha256(str(page).encode()).hexdigest()


def page_text(page: int) -> str:
    return f"Héadline {page}\n“It’s {page}”, said {PEOPLE[page % 3]}.\r\n"


def tables(
    pages: Sequence[int], *, batch_id: str = "batch", run_id: str = "run"
) -> dict[str, pa.Table]:
    """A batch of `pages` with one page set aside; every fourth pair of pages shares a story."""
    rows: dict[type, list[object]] = {
        kind: []
        for kind in (
            Document,
            Line,
            Article,
            ArticleField,
            RelatedPost,
            Quote,
            Mention,
            Sketch,
            Sighting,
            Quarantined,
        )
    }
    for page in pages:
        key, text, name = document_id(page), page_text(page), PEOPLE[page % 3]
        # Fetched in the reverse order of the pages' numbers, every third one not at all.
        fetched = None if page % 3 == 0 else DAY - timedelta(days=page)
        ingested = DAY + timedelta(hours=page)
        first = text.index("\n") + 1
        rows[Document].append(
            Document(
                document_id=key,
                source_id=f"{page}.txt",
                url=None,
                encoding="utf-8",
                repairs=(),
                text=text,
                byte_count=len(text.encode()),
                fetched_at=fetched,
                metadata='{"a": "\'quoted\'"}',
                page_metadata=None,
                ingested_at=ingested,
                run_id=run_id,
            )
        )
        rows[Line] += [
            Line(key, 0, 0, first, "headline", False, "first line", 0.1),
            Line(key, 1, first, len(text), "body", True, "sentence", 0.9),
        ]
        rows[Article].append(
            Article(
                document_id=key,
                page_kind=None,
                page_kind_confidence=None,
                headline=f"Héadline {page}",
                alternative_headline=None,
                article_section=None,
                author=("Ana Lima", "Bo “B” Ek"),
                author_kind="person",
                publisher=None,
                source_organization=None,
                dateline=None,
                location_created=None,
                date_published=None,
                date_published_text=None,
                date_published_precision=None,
                date_published_basis=None,
                date_modified=None,
                date_modified_text=None,
                date_modified_precision=None,
                date_modified_basis=None,
                in_language="en",
                language_tier=1,
                article_body=text[first:].strip(),
                word_count=4,
                text_id=f"story-{page // 2 if page % 8 < 2 else -page}",
                evidence=(Evidence("headline", 0, first - 1, "first line"),),
            )
        )
        rows[ArticleField].append(
            ArticleField(key, "topic", 0, name, None, None, "inferred", None, 0.5)
        )
        rows[RelatedPost].append(RelatedPost(key, 0, "Other", None, "8 hours ago", 0, 5))
        rows[Quote].append(
            Quote(
                document_id=key,
                quote_number=0,
                segments=(Span(first + 1, first + 5),),
                start=first,
                end=first + 6,
                text=text[first : first + 6],
                kind="direct",
                speaker_text=name,
                speaker_start=None,
                speaker_end=None,
                speaker=name,
                speaker_entity_id=f"person-{page % 3}",
                speaker_basis="name",
                speaker_reason=None,
                speaker_candidates=(),
                speaker_government_id=None,
                cue="said",
                cue_start=None,
                cue_end=None,
                via=(),
                via_links=(),
                confidence=0.9,
                rule="marks",
            )
        )
        rows[Sketch].append(Sketch(key, (page // 2 if page % 8 < 2 else -page - 1,), ()))
        start = text.index(name)
        rows[Mention].append(
            Mention(
                key, start, start + len(name), name, "person", name, None, f"person-{page % 3}",
                0.9, "capitals",
            )
        )  # fmt: skip
        rows[Sighting].append(
            Sighting("in", f"{page}.txt", key, run_id, batch_id, "loaded", None, fetched, ingested)
        )
    rows[Quarantined].append(
        Quarantined(
            quarantine_id=f"{batch_id}-0",
            run_id=run_id,
            batch_id=batch_id,
            file_path="in",
            source_id="bad.txt",
            document_id=None,
            reason="binary",
            detail="It holds NUL bytes.",
            rule="binary",
            outcome="quarantined",
            payload=b"\x00\xff'",
            url=None,
            fetched_at=None,
            metadata=None,
            page_metadata=None,
            byte_count=3,
            quarantined_at=DAY,
            version="0",
            repairs=(),
            state="open",
            state_at=DAY,
            resolved_run_id=None,
            retries=(),
        )
    )
    count = len(pages)
    rows[Batch] = [Batch(batch_id, run_id, 0, DAY, 1, count + 1, count, 0, 1, 0)]
    rows[Check] = [
        Check(run_id, batch_id, "a rule", "articles", "warning", True, count, 0, (), DAY)
    ]
    return {table_of(kind).qualified_name: to_arrow(kind, made) for kind, made in rows.items()}


def with_column(table: pa.Table, name: str, values: Sequence[object]) -> pa.Table:
    """The table with other values in a column."""
    index = table.schema.get_field_index(name)
    field = table.schema.field(name)
    return table.set_column(index, field, pa.array(values, field.type))


def load(lake: Lake, pages: Sequence[int], *, batch_id: str = "batch", run_id: str = "run") -> int:
    """Stage and publish a batch; returns the snapshot."""
    return publish(lake, stage(lake.folder, tables(pages, batch_id=batch_id, run_id=run_id)))


def main(folder: str, page_count: str, batch_size: str) -> None:
    with Lake.open(Path(folder)) as lake:
        sys.stdout.write("open\n")
        sys.stdout.flush()
        for first in range(0, int(page_count), int(batch_size)):
            pages = range(first, first + int(batch_size))
            known = lake.known_documents([document_id(page) for page in pages])
            new = [page for page in pages if document_id(page) not in known]
            if new:
                load(lake, new, batch_id=f"batch-{first}")
            sys.stdout.write(f"{first}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
