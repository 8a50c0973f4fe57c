"""Whatever is done to a quarantine, in any order: the books balance, and no row disappears."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from made_pages import ask
from made_quarantine import BROKEN, MENDED

from dateline.flows.jobs.ingest import Steps, ingest
from dateline.flows.jobs.quarantine import expire_rows, retry, waive
from dateline.flows.jobs.verify import verify
from dateline.flows.settings import Settings

NOW = datetime.now(UTC)
PAGES = {
    "good.txt": b"Home\nNews\n",
    "same.txt": b"Home\nNews\n",
    "lund.txt": b"Lund\nNews\n",
    "same lund.txt": b"Lund\nNews\n",
    "empty.txt": b"",
    "binary.txt": bytes(64),
    "records.jsonl": b'{"id": "a", "text": "Lund"}\n{"id": "b"}\n{"id": \n',
}
REASONS = ("failed_check", "empty", "binary", "missing_text", "broken_json")
versions = st.sampled_from(("1", "2"))
steps = st.sampled_from((BROKEN, MENDED))


class Quarantine(RuleBasedStateMachine):
    """Runs, retries, waivers and expiries over a few pages, by two versions."""

    @initialize()
    def make(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.lake = Settings(lake=self.folder / "lake", batch_pages=3)
        self.seen: dict[str, tuple[object, ...]] = {}
        for name, content in PAGES.items():
            (self.folder / name).write_bytes(content)
        self.run(list(PAGES), BROKEN, "1")

    @rule(names=st.lists(st.sampled_from(sorted(PAGES)), min_size=1), steps=steps, version=versions)
    def run(self, names: Sequence[str], steps: Steps, version: str) -> None:
        with mock.patch("dateline.flows.jobs.lexicons.version", return_value=version):
            run = ingest([str(self.folder / name) for name in names], self.lake, steps).run
        assert (run.status == "completed") == (
            run.quarantined_count + run.rejected_count == run.waived_count
        )

    @rule(reason=st.none() | st.sampled_from(REASONS), steps=steps, version=versions)
    def retry(self, reason: str | None, steps: Steps, version: str) -> None:
        is_open = "state = 'open' AND payload IS NOT NULL"
        waiting = ask(self.lake.lake, f"FROM ops.quarantine WHERE {is_open}")
        with mock.patch("dateline.flows.jobs.lexicons.version", return_value=version):
            retried = retry(self.lake, reason=reason, steps=steps)
        if reason is None:
            assert (retried.run.sighting_count if retried else 0) == len(waiting)

    @rule(reason=st.sampled_from(REASONS))
    def waive(self, reason: str) -> None:
        until = f"{NOW + timedelta(days=2):%Y-%m-%d}"
        waive(self.lake, reason=reason, until=until, by="Ana", note=None, now=datetime.now(UTC))

    @rule(is_old=st.booleans())
    def expire(self, is_old: bool) -> None:
        expire_rows(
            self.lake,
            older_than=timedelta() if is_old else None,
            confirmed=True,
            now=datetime.now(UTC),
        )

    @invariant()
    def no_row_is_lost_and_what_it_first_said_stays(self) -> None:
        rows = {
            key: tuple(kept)
            for key, *kept in ask(
                self.lake.lake,
                "SELECT quarantine_id, reason, rule, run_id, version, document_id "
                "FROM ops.quarantine",
            )
        }
        assert self.seen.items() <= rows.items()
        self.seen = rows

    @invariant()
    def what_is_kept_is_what_came(self) -> None:
        for document_id, payload in ask(
            self.lake.lake, "SELECT document_id, payload FROM ops.quarantine WHERE payload NOT NULL"
        ):
            assert sha256(payload).hexdigest() == document_id

    def teardown(self) -> None:
        assert not verify(self.lake).differs
        shutil.rmtree(self.folder)


Quarantine.TestCase.settings = settings(
    max_examples=1,
    stateful_step_count=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestQuarantine = Quarantine.TestCase


class LongQuarantine(Quarantine):
    """The same in longer sequences."""


LongQuarantine.TestCase.settings = settings(
    TestQuarantine.settings, max_examples=20, stateful_step_count=20
)
TestLongQuarantine = pytest.mark.soak(LongQuarantine.TestCase)
