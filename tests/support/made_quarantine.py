"""Inputs that are set aside, and steps that can be broken and mended."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from made_pages import ARTICLE, json_lines

from dateline.expectations import ALL_RULES
from dateline.expectations.audit import Audit, AuditResult
from dateline.expectations.rules import Rule
from dateline.flows.jobs.ingest import STEPS
from dateline.transforms.schema.batch import BatchTables

(_RULE,) = (rule for rule in ALL_RULES if rule.name == "documents.text.not_empty")


def _refusing(word: str | None) -> Callable[[BatchTables, Sequence[Rule]], Audit]:
    """An audit that passes all pages but those with a word in them; much quicker than the real."""

    def judge(batch: BatchTables, rules: Sequence[Rule]) -> Audit:
        documents = batch.documents
        is_bad = pc.match_substring(documents["text"], word) if word else None
        bad = documents.filter(is_bad) if is_bad is not None else documents.slice(0, 0)
        failures: pa.Table = bad.select(["document_id"])
        count = failures.num_rows
        return Audit((AuditResult(_RULE, not count, documents.num_rows, count, failures, True),))

    return judge


BROKEN = replace(STEPS, audit=_refusing("Lund"))
MENDED = replace(STEPS, audit=_refusing(None))
GOOD = ARTICLE.replace("Kari Lund", "Ola Berg")


def inbox(folder: Path) -> Path:
    """One page that loads, and one for each way to be set aside: five with bytes, one without."""
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD)
    (folder / "lund.txt").write_text(ARTICLE)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x1b[31m\x07" * 400)
    (folder / "outside.txt").symlink_to("/etc/hostname")
    records = json_lines(folder / "records.jsonl", [{"id": "no text"}])
    with records.open("a") as file:
        file.write('{"id": "z", "text": "Home \x1b[31mNews"}\n')
    return folder
