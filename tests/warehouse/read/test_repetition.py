"""The evidence of repetition is what a count over all pages would give, however they came in."""

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dateline.transforms.lines.fingerprints import fingerprint
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.operations import Batch, Sighting
from dateline.transforms.schema.pages import Document
from dateline.transforms.text.page import Page
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage
from dateline.warehouse.read.repetition import evidence_of, repeated_lines_of

DAY = datetime(2026, 1, 1, tzinfo=UTC)
LINES = ["Home", "Read our newsletter", "\u00a0 Follow us\t", "", "“It’s 1”", "x" * 401]
HOSTS = ["https://www.a.example", "https://b.example", None]
ROWS = "SELECT * FROM repeated_lines ORDER BY host, line_hash"


def document(number: int, lines: Sequence[str], url: str | None) -> Document:
    text = "\r\n".join(lines)
    return Document(
        document_id=hashlib.sha256(f"{number}{text}".encode()).hexdigest(),
        source_id=f"{number}.txt",
        url=url,
        encoding="utf-8",
        repairs=(),
        text=text,
        byte_count=len(text.encode()),
        fetched_at=None if number % 3 == 0 else DAY - timedelta(days=number),
        metadata=None,
        page_metadata=None,
        ingested_at=DAY + timedelta(hours=number),
        run_id="run",
    )


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """Pages of some stories, most of them printed more than once, among lines of furniture."""
    chosen = random.Random(7)  # noqa: S311
    made = []
    for number in range(40):
        story = [f"Story {number % 30}, paragraph {part}, " * 3 for part in range(5)]
        around = chosen.sample(LINES, 3)
        made.append(document(number, [*around, *story, *around[:1]], chosen.choice(HOSTS)))
    return made


def pages(documents: Iterable[Document]) -> list[Page]:
    return [Page(row.document_id, row.text, row.url) for row in documents]


def load(lake: Lake, documents: Sequence[Document], batch_id: str) -> None:
    count = len(documents)
    batch = Batch(batch_id, "run", 0, DAY, 1, count, count, 0, 0, 0)
    sightings = [
        Sighting("in", row.source_id, row.document_id, "run", batch_id, "loaded", None, None, DAY)
        for row in documents
    ]
    tables = {
        "documents": to_arrow(Document, documents),
        "ops.sightings": to_arrow(Sighting, sightings),
        "fingerprints": fingerprint(pages(documents)),
        "ops.batches": to_arrow(Batch, [batch]),
    }
    publish(lake, stage(lake.folder, tables))


def loaded(folder: Path, documents: Sequence[Document], batch_size: int) -> list[dict[str, object]]:
    with Lake.open(folder) as lake:
        for first in range(0, len(documents), batch_size):
            load(lake, documents[first : first + batch_size], f"batch-{first:03}")
        rows: list[dict[str, object]] = lake.query(ROWS).to_pylist()
        anew = repeated_lines_of("fingerprints", "documents")
        assert lake.query(f"SELECT * FROM ({anew}) ORDER BY host, line_hash").to_pylist() == rows
        return rows


def counted(documents: Sequence[Document]) -> list[dict[str, object]]:
    """The same rows, counted over all documents at once."""
    sightings = defaultdict(set)
    prints = fingerprint(pages(documents)).to_pylist()
    for row, known in zip(documents, prints, strict=True):
        seen_at = row.fetched_at or row.ingested_at
        sighting = (row.document_id, known["story_signature"], seen_at)
        texts = map(str.strip, row.text.splitlines())
        for text, line_hash in zip(texts, known["line_hashes"], strict=True):
            for host in {known["host"], "*"} - {None}:
                if line_hash is not None:
                    sightings[host, line_hash, text].add(sighting)
    rows = []
    for (host, line_hash, text), seen in sorted(sightings.items()):
        marks = sorted({mark for _, mark, _ in seen})
        times = [seen_at for _, _, seen_at in seen]
        if len(marks) > 1:
            rows.append(
                {
                    "host": host,
                    "line_hash": line_hash,
                    "text": text,
                    "page_count": len(seen),
                    "story_count": min(len(marks), 20),
                    "story_signatures": marks[:20],
                    "first_seen_at": min(times),
                    "last_seen_at": max(times),
                }
            )
    return rows


@pytest.mark.parametrize("batch_size", [7, 40])
def test_neither_order_nor_size_of_batches_matters(
    tmp_path: Path, documents: list[Document], batch_size: int
) -> None:
    shuffled = random.Random(batch_size).sample(documents, len(documents))  # noqa: S311
    found = loaded(tmp_path / "lake", shuffled, batch_size)
    assert found == counted(documents)
    repeated = {(row["host"], row["text"]) for row in found}
    assert ("a.example", "Home") in repeated
    assert ("*", "Follow us") in repeated
    assert not any(str(text).startswith(("Story", "xxx")) for _, text in repeated)


def test_a_reprint_is_a_page_but_no_evidence(tmp_path: Path) -> None:
    story = ["What happened", *(f"Paragraph {part} of the story, told once." for part in range(9))]
    reprints = [
        document(number, [*story[:8], f"Edition {number}"], HOSTS[0]) for number in range(5)
    ]
    other = document(9, ["What happened", "Something else, told on another page."], HOSTS[0])
    with Lake.open(tmp_path / "lake") as lake:
        load(lake, reprints, "reprints")
        assert lake.query(ROWS).num_rows == 0
        load(lake, [other], "other")
        rows = lake.query("SELECT host, text, page_count, story_count FROM repeated_lines")
    assert sorted(rows.to_pylist(), key=str) == [
        {"host": host, "text": "What happened", "page_count": 6, "story_count": 2}
        for host in ("*", "a.example")
    ]


def test_marks_are_counted_up_to_a_limit(tmp_path: Path) -> None:
    many = [
        document(number, ["Home", *(f"Story {number}, line {line}" for line in range(5))], None)
        for number in range(30)
    ]
    (row,) = loaded(tmp_path / "lake", many, 16)
    assert (row["page_count"], row["story_count"]) == (30, 20)
    assert [row] == counted(many)


def test_the_lake_tells_what_it_knows_about_new_pages(tmp_path: Path) -> None:
    old = [document(number, ["Home", f"Story {number}"], HOSTS[0]) for number in range(4)]
    new = [document(8, ["Story 8", "Home"], HOSTS[0]), document(9, ["Home", ""], HOSTS[1])]
    with Lake.open(tmp_path / "lake") as lake:
        assert evidence_of(lake).of(pages(old)).anywhere.sum() == 0
        load(lake, old, "old")
        found = evidence_of(lake).of(pages(new))
    assert found.on_outlet.tolist() == [0, 4, 0]
    assert found.anywhere.tolist() == [0, 4, 4]
    assert found.fingerprints["document_id"].to_pylist() == [row.document_id for row in new]
