"""A large lake to serve: made articles with lines, quotations and names, published and not parsed.

`python -m benchmarks.serving_lake FOLDER --articles 100000` makes one, or goes on with one.
"""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.growth import Numbered, page_of, tables_of
from benchmarks.story_corpus.corpus import MadeArticle, make
from dateline.flows.inputs.pages import RawPage
from dateline.flows.jobs.ingest import STEPS
from dateline.flows.jobs.run_ledger import RunLedger
from dateline.seeds import lexicon
from dateline.transforms.identity.forms import with_forms, with_speaker_forms
from dateline.transforms.names.entities import entity_id
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.content import Article, Evidence, Quote, Span
from dateline.transforms.schema.names import Mention
from dateline.transforms.schema.pages import Document, Line
from dateline.transforms.stories.sketches import sketch_table
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage

BATCH = 1_000
PEOPLE = 3_000
_QUOTATIONS = 4
_MENU_LINES, _FOOT_LINES = 5, 3


@cache
def people() -> Sequence[str]:
    """The names of those who speak, the one quoted most first."""
    random = np.random.default_rng(11)
    given = [row["name"] for row in lexicon("given_names")]
    surnames = [row["name"] for row in lexicon("surnames")]
    names = (
        f"{given[int(random.integers(len(given)))]} {surnames[int(random.integers(len(surnames)))]}"
        for _ in range(2 * PEOPLE)
    )
    return list(dict.fromkeys(names))[:PEOPLE]


def with_quotations(number: int, article: MadeArticle) -> MadeArticle:
    """An article in which some of the paragraphs are said by somebody."""
    random = np.random.default_rng(number)
    paragraphs = article.text.split("\n\n")
    for index in range(1, min(len(paragraphs), _QUOTATIONS + 1)):
        # Few are quoted often.
        speaker = people()[int(len(people()) * random.random() ** 3)]
        words = paragraphs[index].split(". ")[0].rstrip(".")
        paragraphs[index] = f"“{words},” said {speaker}."
    return replace(article, text="\n\n".join(paragraphs))


def rows_of(documents: Sequence[Document], articles: Numbered) -> BatchTables:
    """The rows of pages as `dateline run` would make them, as far as pages show them."""
    bare = tables_of(documents, articles)
    lines: list[Line] = []
    quotes: list[Quote] = []
    mentions: list[Mention] = []
    for document in documents:
        lines += _lines(document)
        found = _quotations(document)
        named = with_forms([mention for _, mention in found])
        mentions += named
        quotes += with_speaker_forms([quote for quote, _ in found], named)
    told = [
        _article(document, row)
        for document, row in zip(documents, bare.articles.to_pylist(), strict=True)
    ]
    rows = to_arrow(Article, told)
    return replace(
        bare,
        articles=rows,
        sketches=sketch_table(rows),
        lines=to_arrow(Line, lines),
        quotes=to_arrow(Quote, quotes),
        mentions=to_arrow(Mention, mentions),
    )


def _lines(document: Document) -> list[Line]:
    rows, start = [], 0
    texts = document.text.splitlines(keepends=True)
    for number, text in enumerate(texts):
        is_body = _MENU_LINES <= number < len(texts) - _FOOT_LINES
        label = "body" if is_body else "navigation"
        if not text.strip():
            label, is_body = "blank", False
        elif number == _MENU_LINES:
            label, is_body = "headline", False
        rows.append(
            Line(
                document.document_id, number, start, start + len(text), label, is_body, "made", 0.9
            )
        )
        start += len(text)
    return rows


def _quotations(document: Document) -> list[tuple[Quote, Mention]]:
    found: list[tuple[Quote, Mention]] = []
    text, start = document.text, 0
    while (start := text.find("“", start)) >= 0:
        end = text.index("”", start)
        at = end + len("” said ")
        name = text[at : text.index(".\n", at)]
        entity = entity_id("person", name)
        key = document.document_id
        quote: dict[str, Any] = {
            "document_id": key,
            "quote_number": len(found),
            "segments": (Span(start + 1, end),),
            "start": start + 1,
            "end": end,
            "text": text[start + 1 : end],
            "kind": "direct",
            "speaker_text": name,
            "speaker_start": at,
            "speaker_end": at + len(name),
            "speaker": name,
            "speaker_entity_id": entity,
            "speaker_basis": "name",
            "speaker_reason": None,
            "speaker_candidates": (),
            "speaker_government_id": None,
            "cue": "said",
            "cue_start": end + 2,
            "cue_end": end + 6,
            "via": (),
            "via_links": (),
            "confidence": 0.9,
            "rule": "made",
        }
        mention = Mention(key, at, at + len(name), name, "person", name, None, entity, 0.9, "made")
        found.append((Quote(**quote), mention))
        start = at
    return found


def _article(document: Document, row: dict[str, Any]) -> Article:
    lines = document.text.splitlines(keepends=True)
    start = sum(map(len, lines[:_MENU_LINES]))
    headline = " ".join(lines[_MENU_LINES].split()[:9])
    assert document.fetched_at is not None  # noqa: S101 of made pages it is known
    day = (document.fetched_at - timedelta(hours=3)).date()
    outlet = f"Outlet {int(document.source_id) % 97}"
    return Article(
        **{
            **row,
            "page_kind": "article",
            "headline": headline,
            "publisher": outlet,
            "date_published": day,
            "date_published_text": day.isoformat(),
            "date_published_precision": "day",
            "date_published_basis": "metadata",
            "in_language": "en" if int(document.source_id) % 5 else "fr",
            "language_tier": 1,
            "word_count": len((row["article_body"] or "").split()),
            "author": (),
            "evidence": (Evidence("headline", start, start + len(headline), "line"),),
        }
    )


def load(lake: Lake, ledger: RunLedger, articles: Numbered) -> None:
    """Admit and publish a batch of articles."""
    spoken = [(number, with_quotations(number, article)) for number, article in articles]
    pages: list[RawPage] = [page_of(number, article) for number, article in spoken]
    noted = STEPS.admit(pages, lake, ledger.next_stamp(), 1 << 30, ())
    batch = noted.write_into(rows_of(noted.documents, spoken))
    publish(lake, stage(lake.folder, batch.by_name()))
    ledger.admitted(noted)
    ledger.add(noted)


def grow(folder: Path, count: int, seed: int = 3) -> None:
    """Make a lake of so many articles, or bring one to that."""
    corpus = list(enumerate(make(seed, count)))[:count]
    ledger = RunLedger(("made",), "bench")
    with Lake.open(folder) as lake:
        ((loaded,),) = lake.connection.execute("SELECT count(*) FROM documents").fetchall()
        for first in range(loaded, count, BATCH):
            load(lake, ledger, corpus[first : first + BATCH])
            print(f"\r{first + BATCH:,} articles", end="", flush=True)
    print()


def main() -> None:
    """Make the lake."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args()
    grow(options.folder, options.articles)


if __name__ == "__main__":
    main()
