"""No closed set has a member that never occurs: each is found in the lakes of real runs."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from made_occurrences import BYTE_LIMIT, dated, rejected_and_quarantined, told_again
from made_pages import ARTICLE, ask, run
from made_quarantine import BROKEN, MENDED

from dateline.flows.jobs.ingest import ingest
from dateline.flows.jobs.quarantine import expire_rows, retry, waive
from dateline.flows.settings import Settings
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import QuarantineReason
from dateline.warehouse.catalog import ddl

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*/*.txt"))
NOW = datetime.now(UTC)
# It takes a process that dies: `test_workforce.py` has one.
OF_A_KILLED_PROCESS = {("ops.quarantine", "reason"): {QuarantineReason.ENDED_PROCESS}}
# Whom a name means takes many pages that agree: tests/transforms/identity has a case for each.
OVER_ALL_PAGES = {("mentions", "resolved_by"), ("name_forms", "resolved_by")}
CLOSED = {
    (name, column.name): set(column.declared.values)
    for name, table in TABLES.items()
    for column in table.columns
    if column.declared.values is not None and (name, column.name) not in OVER_ALL_PAGES
}


@pytest.fixture(scope="module")
def made_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake in which pages were quarantined for each reason, tried again, waived and expired."""
    home = tmp_path_factory.mktemp("occurrences")
    settings = Settings(lake=home / "lake", page_byte_limit=BYTE_LIMIT)
    ingest([str(rejected_and_quarantined(home / "first"))], settings, BROKEN)
    expire_rows(settings, older_than=timedelta(0), confirmed=True, now=NOW + timedelta(days=1))
    (home / "second").mkdir()
    (home / "second/lund.txt").write_text(ARTICLE + "Again.")
    (home / "second/empty.txt").write_bytes(b"")
    ingest([str(home / "second")], settings, BROKEN)
    retry(settings, reason=QuarantineReason.FAILED_CHECK, steps=MENDED)
    run(home / "lake", dated(home / "dated"), told_again(home / "told"), *GOLDEN)
    for reason in QuarantineReason:
        waive(settings, reason=reason, until="2999-01-01", by="Ana", note=None, now=NOW)
    return home / "lake"


def test_every_member_occurs(made_lake: Path, sample_lake: Path) -> None:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for lake in (made_lake, sample_lake):
        for table, column in CLOSED:
            quoted = ddl.identifier(column)
            rows = ask(lake, f"SELECT DISTINCT {quoted} FROM {ddl.qualified(TABLES[table])}")
            found[table, column] |= {value for (value,) in rows if value is not None}
    missing = {of: values - found[of] for of, values in CLOSED.items() if values - found[of]}
    assert missing == OF_A_KILLED_PROCESS
