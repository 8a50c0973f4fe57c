"""The findings of a check, rule by rule."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from typing import Literal, TypeAlias

from dateline.expectations.locations import Location
from dateline.flows.jobs.serialization import to_json
from dateline.transforms.schema.closed_sets import Severity

Outcome: TypeAlias = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one rule.

    `checked_count` and `failed_count` count `unit`s: rows, sources of pages, or the table itself.
    `examples` are the keys of a few that fail, as JSON objects; they repeat untrusted text from
    pages. `query` is the SQL that selects the failing rows. `reason` says why a rule was skipped.
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
    location: Location

    @property
    def failures(self) -> str:
        """How much fails a rule that failed, as text."""
        if self.unit == "table":
            return "the table as a whole"
        units = self.unit if self.checked_count == 1 else f"{self.unit}s"
        return f"{self.failed_count:,} of {self.checked_count:,} {units} of {self.table}"

    @property
    def message(self) -> str:
        """The rule's meaning, and how much fails it or why it was skipped."""
        if self.outcome == "failed":
            return f"{self.meaning} Failed by {self.failures}."
        return self.meaning if self.reason is None else f"{self.meaning} Skipped: {self.reason}."


@dataclass(frozen=True, slots=True)
class Findings:
    """The results of all rules, grouped by table.

    `subject` names what was checked, and `query_tool` what runs a finding's query; `absent` are the
    tables that the subject lacks.
    """

    subject: str
    query_tool: str
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
        """The rules that could not be checked."""
        return tuple(finding for finding in self.findings if finding.outcome == "skipped")

    def blocks(self, *, strict: bool) -> bool:
        """Whether a job should fail: a critical rule failed or, if `strict`, any rule."""
        return bool(self.failed(Severity.CRITICAL) or (strict and self.failed(Severity.WARNING)))

    def by_table(self) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        """The findings of each table."""
        for table, findings in groupby(self.findings, key=attrgetter("table")):
            yield table, tuple(findings)

    def as_json(self) -> str:
        """The findings as a JSON object."""
        findings = [
            {**asdict(finding), "location": str(finding.location)} for finding in self.findings
        ]
        return to_json({**asdict(self), "findings": findings})
