"""What an audit found, rule by rule."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from typing import Literal, TypeAlias

from expectations.places import Place
from flows.jobs.serialization import to_json
from transforms.schema.closed_sets import Severity

Outcome: TypeAlias = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one rule.

    `checked_count` and `failed_count` count what `unit` says: rows, the sources of pages, or the
    table itself. `examples` are the keys of a few that fail, as JSON objects; they repeat text from
    pages and are never to be trusted. `query` is the SQL that shows failing rows. `reason` says why
    a rule was skipped.
    """

    rule: str
    table: str
    meaning: str
    severity: Severity
    outcome: Outcome
    unit: Literal["row", "source", "table"]
    checked_count: int
    failed_count: int
    examples: tuple[str, ...]
    query: str | None
    reason: str | None
    place: Place

    @property
    def broken_by(self) -> str:
        """What breaks a rule that failed, in words."""
        if self.unit == "table":
            return "the table as a whole"
        units = self.unit if self.checked_count == 1 else f"{self.unit}s"
        return f"{self.failed_count:,} of {self.checked_count:,} {units} of {self.table}"

    @property
    def said(self) -> str:
        """What should hold, and what breaks it or why nobody knows."""
        if self.outcome == "failed":
            return f"{self.meaning} Broken by {self.broken_by}."
        return self.meaning if self.reason is None else f"{self.meaning} Not judged: {self.reason}."


@dataclass(frozen=True, slots=True)
class Findings:
    """What became of every rule, those of one table next to each other.

    `subject` says what was audited, and `asked_with` what takes a finding's query; `absent` are the
    tables that the subject does not have.
    """

    subject: str
    asked_with: str
    absent: tuple[str, ...]
    findings: tuple[Finding, ...]

    def failed(self, severity: Severity) -> tuple[Finding, ...]:
        """The failed rules of a severity."""
        return tuple(
            finding
            for finding in self.findings
            if finding.outcome == "failed" and finding.severity == severity
        )

    @property
    def skipped(self) -> tuple[Finding, ...]:
        """The rules that could not be judged."""
        return tuple(finding for finding in self.findings if finding.outcome == "skipped")

    def blocks(self, *, strict: bool) -> bool:
        """Whether a job should fail: for a critical rule, and if `strict` for a warning too."""
        return bool(self.failed(Severity.CRITICAL) or (strict and self.failed(Severity.WARNING)))

    def by_table(self) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        """The findings of each table."""
        for table, findings in groupby(self.findings, key=attrgetter("table")):
            yield table, tuple(findings)

    def as_json(self) -> str:
        """All of it as a JSON object."""
        findings = [{**asdict(finding), "place": str(finding.place)} for finding in self.findings]
        return to_json({**asdict(self), "findings": findings})
