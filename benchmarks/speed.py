"""How fast it is, in CPU time: `python -m benchmarks.speed [--pages N]`.

Pages are made from the sample pages, each with words of its own, so that no two are alike. Machines
differ and are noisy: compare figures of one run, or of two runs on one quiet machine.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from dateline.expectations import ALL_RULES
from dateline.expectations.audit import Audit
from dateline.expectations.candidates import candidates
from dateline.expectations.rules import Rule
from dateline.expectations.validation import validate
from dateline.flows.inputs.discovery import discover
from dateline.flows.jobs.ingest import STEPS, ingest
from dateline.flows.jobs.transform import pages_of
from dateline.flows.settings import Settings
from dateline.transforms.article.assembly import assemble
from dateline.transforms.article.own_fields import NO_FIELDS
from dateline.transforms.lines.body_choice import choose_body
from dateline.transforms.lines.fingerprints import fingerprint
from dateline.transforms.lines.labels import label_lines
from dateline.transforms.lines.model import score_lines
from dateline.transforms.lines.repetition import count_stories
from dateline.transforms.lines.splitting import split_lines
from dateline.transforms.names import find_all_mentions
from dateline.transforms.own_lexicons import OwnLexicons
from dateline.transforms.parsing import parse_batch
from dateline.transforms.quotes import find_quotes
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.batch import BatchTables
from dateline.transforms.schema.pages import Document
from dateline.transforms.text.decode import Decoded, decode
from dateline.transforms.text.page import Page

SAMPLE = Path(__file__).parent.parent / "seeds" / "sample"
ROW_COUNT = 100_000
_Returned = TypeVar("_Returned")


@dataclass
class Clock:
    """CPU seconds of each step, and how many of what it did."""

    pages: int

    def time(self, name: str, step: Callable[[], _Returned]) -> _Returned:
        """Run a step and print what it took."""
        start = time.process_time()
        result = step()
        seconds = time.process_time() - start
        print(f"{name:<34}{seconds:>9.2f} s{self.pages / max(seconds, 1e-9):>12,.0f} pages/s")
        return result


def made_pages(count: int) -> list[bytes]:
    """Pages like the sample's, each different from the others."""
    sample = [path.read_bytes() for path in sorted(SAMPLE.glob("*.txt"))]
    return [
        sample[number % len(sample)].replace(b"Blinken", f"Blinken{number}son".encode())
        for number in range(count)
    ]


def main() -> None:
    """Time each step, then whole runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    count = parser.parse_args().pages
    payloads = made_pages(count)
    clock = Clock(count)
    print(f"{count:,} pages, {sum(map(len, payloads)) / count:,.0f} bytes each, CPU time\n")
    parse_batch([Page(document_id="0", text=payloads[0].decode())])  # models are loaded once

    def decoded() -> list[str]:
        results = [decode(payload) for payload in payloads]
        return [result.text for result in results if isinstance(result, Decoded)]

    texts = clock.time("decode", decoded)
    pages = [Page(sha256(text.encode()).hexdigest(), text) for text in texts]
    lines = clock.time("split", lambda: split_lines(texts))
    scores = clock.time("score lines", lambda: score_lines(lines))
    body = clock.time("choose body", lambda: choose_body(lines, scores))
    labels = clock.time("label", lambda: label_lines(lines, scores, body))
    found = clock.time(
        "assemble, fields",
        lambda: [assemble(page, lines, labels, place) for place, page in enumerate(pages)],
    )
    articles = [article.passages for article in found if article is not None]
    mentions = clock.time("names", lambda: find_all_mentions(articles))
    clock.time(
        "quotations",
        lambda: [find_quotes(a, m) for a, m in zip(articles, mentions, strict=True)],
    )
    clock.time("parse, all of the above as rows", lambda: parse_batch(pages))
    _whole_runs(clock, payloads)


def _whole_runs(clock: Clock, payloads: list[bytes]) -> None:
    print()
    with tempfile.TemporaryDirectory() as folder:
        inbox, lake = Path(folder) / "inbox", Path(folder) / "lake"
        inbox.mkdir()
        for number, payload in enumerate(payloads):
            (inbox / f"{number:06}.txt").write_bytes(payload)
        # The CPU time of other processes would not be counted.
        settings = Settings(lake=lake, workers=1)
        nothing = BatchTables()
        start = time.process_time()
        clock.time("import Great Expectations, once", lambda: STEPS.audit(nothing, ALL_RULES))
        audited = time.process_time() - start
        documents = [_document(payload) for payload in payloads]
        pages = pages_of(documents)
        fingerprints = clock.time("fingerprints", lambda: fingerprint(pages))
        repetition = count_stories(
            fingerprints, TABLES["repeated_lines"].arrow_schema.empty_table()
        )
        batch = STEPS.transform(documents, repetition, OwnLexicons(), NO_FIELDS)
        clock.time("audit", lambda: STEPS.audit(batch, ALL_RULES))
        _time_verdicts(batch)

        def timed_audit(batch: BatchTables, rules: Sequence[Rule]) -> Audit:
            nonlocal audited
            start = time.process_time()
            judged = STEPS.audit(batch, rules)
            audited += time.process_time() - start
            return judged

        whole = audited
        start = time.process_time()
        steps = replace(STEPS, audit=timed_audit)
        clock.time("a whole run", lambda: ingest([str(inbox)], settings, steps))
        whole += time.process_time() - start
        print(f"{'audits, with that import, of it':<34}{audited / whole:>9.1%}")
        clock.time("a rerun with nothing new", lambda: ingest([str(inbox)], settings))
        clock.time("finding the files", lambda: discover([str(inbox)]))


def _time_verdicts(batch: BatchTables) -> None:
    """Time the results on 100,000 quotations by 25 rules; one fails, so that each is judged."""
    rules = [rule for rule in ALL_RULES if rule.table == "quotes" and rule.scope == "row"][:25]
    quotes = batch.quotes
    many = pa.concat_tables([quotes] * (ROW_COUNT // quotes.num_rows + 1)).slice(0, ROW_COUNT)
    empty = {name: table.arrow_schema.empty_table() for name, table in TABLES.items()}
    with candidates(empty | replace(batch, quotes=many).by_name()) as connection:
        start = time.process_time()
        judged = validate(connection, rules)
        seconds = time.process_time() - start
    failed = sum(not passed for passed in judged.values())
    print(f"{f'{ROW_COUNT:,} rows by {len(rules)} rules':<34}{seconds:>9.2f} s, {failed} failed")


def _document(payload: bytes) -> Document:
    return Document(
        document_id=sha256(payload).hexdigest(),
        source_id=sha256(payload).hexdigest(),
        url=None,
        encoding="utf-8",
        repairs=(),
        text=payload.decode(),
        byte_count=len(payload),
        fetched_at=None,
        metadata=None,
        page_metadata=None,
        ingested_at=datetime(2024, 1, 1, tzinfo=UTC),
        run_id="bench",
    )


if __name__ == "__main__":
    main()
