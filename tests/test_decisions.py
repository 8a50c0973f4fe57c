"""Decision records have one form: a number, a status, a date, and the same sections."""

import re
from datetime import date
from pathlib import Path

import pytest

RECORDS = sorted((Path(__file__).parents[1] / "docs/decisions").glob("*.md"))
HEAD = re.compile(r"# (\d{4}): \S.*\n\n- Status: (.+)\n- Date: (.+)\n\n## Context\n")
STATUS = re.compile(r"proposed|accepted|rejected|superseded by (\d{4})")
# What was measured may stand apart from what is needed.
SECTIONS = (
    ["Context", "Decision", "Consequences"],
    ["Context", "Measurements", "Decision", "Consequences"],
)


def test_records_are_numbered_without_gaps() -> None:
    numbers = [int(record.name[:4]) for record in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_has_the_form(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    head = HEAD.match(text)
    assert head, "the head is not `# 0001: …`, `- Status: …`, `- Date: …`, `## Context`"
    number, status, day = head.groups()
    assert number == record.name[:4]
    known = STATUS.fullmatch(status)
    assert known, f"unknown status: {status}"
    assert known[1] is None or any(other.name.startswith(known[1]) for other in RECORDS)
    assert date.fromisoformat(day)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) in SECTIONS
    assert all(part.strip() for part in re.split(r"^##+ .+$", text, flags=re.MULTILINE)[1:])
