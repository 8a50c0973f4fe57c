"""What a batch costs as the lake grows: `python -m benchmarks.growth [--sizes 5000 20000]`.

The lake is filled with made articles (`benchmarks.story_corpus`) in batches of 1,000. At each size,
a copy of it takes batches of 200, the same ones at each size: a sixth of their articles are copies
of some that are there from the first size on. Seconds are of CPU time, the best of some batches.
Pages are not parsed, so that admission and the publish are measured, and of the latter its parts.
"""

import argparse
import shutil
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

from benchmarks.story_corpus.corpus import MadeArticle, make
from dateline.flows.inputs.pages import Origin, RawPage
from dateline.flows.jobs.ingest import STEPS
from dateline.flows.jobs.run_ledger import RunLedger
from dateline.flows.jobs.transform import pages_of
from dateline.transforms.lines.fingerprints import fingerprint
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.content import Article
from dateline.transforms.schema.pages import Document
from dateline.transforms.stories.sketches import sketch_table
from dateline.transforms.stories.text_identity import text_id
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish import publishing
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import stage

_PAGES_OF_A_BATCH, _MEASURED_PAGES, _MEASURED_BATCHES = 1_000, 200, 4
_COPIES = _MEASURED_PAGES // 6
_START = datetime(2026, 1, 1, tzinfo=UTC)
_MENU = "Home\nNews\nSport\nOutlet {outlet} since 1901\n\n"
_FOOT = "\n\nShare this article\nFollow Outlet {outlet} for all of the latest.\n"
_PARTS = ("_check_keys", "renew_stories", "renew_repeated_lines", "keep_pages_known", "keep_up")
_NO_ARTICLE: dict[str, Any] = {kind.name: None for kind in fields(Article)} | {
    "author": (),
    "evidence": (),
    "word_count": 1,
}

Numbered = Sequence[tuple[int, MadeArticle]]


def page_of(number: int, article: MadeArticle) -> RawPage:
    """A page with an article of the corpus."""
    outlet = number % 97
    text = _MENU.format(outlet=outlet) + article.text + _FOOT.format(outlet=outlet)
    origin = Origin(
        file_path="made.jsonl",
        source_id=str(number),
        url=f"https://outlet{outlet}.example/{number}",
        fetched_at=_START + timedelta(minutes=10 * number),
    )
    return RawPage(origin, text.encode())


def tables_of(documents: Sequence[Document], articles: Numbered) -> BatchTables:
    """The rows of pages as far as a publish compares them with others."""
    texts = {str(number): article.text for number, article in articles}
    rows = to_arrow(
        Article,
        (
            Article(
                **{
                    **_NO_ARTICLE,
                    "document_id": document.document_id,
                    "article_body": texts[document.source_id],
                    "text_id": text_id(texts[document.source_id]),
                }
            )
            for document in documents
        ),
    )
    return BatchTables(
        documents=to_arrow(Document, documents),
        fingerprints=fingerprint(pages_of(documents)),
        articles=rows,
        sketches=sketch_table(rows),
    )


def load(lake: Lake, ledger: RunLedger, articles: Numbered, limit: int) -> tuple[float, float]:
    """Admit and publish a batch; returns the CPU seconds of both."""
    pages = [page_of(number, article) for number, article in articles]
    start = time.process_time()
    noted = STEPS.admit(pages, lake, ledger.next_stamp(), limit, ())
    admitted = time.process_time() - start
    batch = noted.write_into(tables_of(noted.documents, articles))
    start = time.process_time()
    publish(lake, stage(lake.folder, batch.by_name()))
    published = time.process_time() - start
    ledger.admitted(noted)
    ledger.add(noted)
    return admitted, published


def measured(corpus: Sequence[MadeArticle], first: int, last: int) -> list[Numbered]:
    """Batches of articles from `last` on, which are copies of the `first` ones, or of none."""
    early = {article.story for article in corpus[:first]}
    between = {article.story for article in corpus[first:last]}
    late = list(enumerate(corpus))[last:]
    copies = [one for one in late if one[1].story in early - between]
    others = [one for one in late if one[1].story not in early | between]
    count = _MEASURED_PAGES - _COPIES
    return [
        [*copies[n * _COPIES : (n + 1) * _COPIES], *others[n * count : (n + 1) * count]]
        for n in range(_MEASURED_BATCHES)
    ]


@contextmanager
def parts_timed() -> Iterator[dict[str, float]]:
    """CPU seconds of the parts of a publish, while it is open."""
    spent: dict[str, float] = defaultdict(float)
    parts = {name: getattr(publishing, name) for name in _PARTS}

    def timed(name: str, part: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(part)
        def run(*arguments: Any, **options: Any) -> Any:
            start = time.process_time()
            try:
                return part(*arguments, **options)
            finally:
                spent[name] += time.process_time() - start

        return run

    for name, part in parts.items():
        setattr(publishing, name, timed(name, part))
    try:
        yield spent
    finally:
        for name, part in parts.items():
            setattr(publishing, name, part)


def costs(folder: Path, batches: Sequence[Numbered]) -> dict[str, float]:
    """The least seconds that batches take in a lake."""
    found = []
    with Lake.open(folder) as lake, parts_timed() as spent:
        ledger = RunLedger(("made",), "bench")
        for articles in batches:
            spent.clear()
            admitted, published = load(lake, ledger, articles, 1 << 30)
            found.append({"admit": admitted, "publish": published, **spent})
    # The first one brings what the lake lacks beside it up to date.
    return {name: min(one[name] for one in found[1:]) for name in found[0]}


def main() -> None:
    """Fill a lake, and measure at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 20_000])
    parser.add_argument("--seed", type=int, default=3)
    options = parser.parse_args()
    sizes = sorted(options.sizes)
    corpus = make(options.seed, sizes[-1] + 20 * _MEASURED_BATCHES * _MEASURED_PAGES)
    batches = measured(corpus, sizes[0], sizes[-1])
    names = ("admit", "publish", *_PARTS)
    print(f"{'a batch of 200, CPU-s':<22}", *(f"{name:>21}" for name in names))
    with tempfile.TemporaryDirectory() as made:
        lake, aside = Path(made) / "lake", Path(made) / "aside"
        ledger = RunLedger(("made",), "bench")
        loaded = 0
        for size in sizes:
            with Lake.open(lake) as opened:
                while loaded < size:
                    numbers = range(loaded, min(loaded + _PAGES_OF_A_BATCH, size))
                    load(opened, ledger, [(n, corpus[n]) for n in numbers], 1 << 30)
                    loaded += len(numbers)
            shutil.copytree(lake, aside)
            found = costs(aside, batches)
            shutil.rmtree(aside)
            print(f"{size:<22,}", *(f"{seconds:>21.2f}" for seconds in found.values()))


if __name__ == "__main__":
    main()
