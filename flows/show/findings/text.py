"""Findings for a person at a terminal."""

from collections import Counter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.escaping import one_line, printable
from flows.jobs.findings import Finding, Findings
from flows.show.rows import print_pairs
from transforms.schema.closed_sets import Severity

_EXAMPLE_WIDTH = 160
_STYLES = {Severity.CRITICAL: "bold red", Severity.WARNING: "bold yellow"}


def print_findings(console: Console, findings: Findings) -> None:
    """Say for each table how its rules fared, then which failed, on what rows, and what to do."""
    console.print(_tables(findings))
    for severity in Severity:
        for finding in findings.failed(severity):
            _print_failure(console, finding)
    if findings.skipped:
        console.print(Text("\nNot judged", style="bold"))
        print_pairs(console, [(finding.rule, finding.reason or "") for finding in findings.skipped])
    if findings.absent:
        console.print(Text(f"\nTables that are not there: {', '.join(findings.absent)}"))
    if any(finding.query for finding in findings.findings):
        asked_with = printable(findings.asked_with)
        console.print(Text(f"\nTo see the rows, give a query to {asked_with}."), soft_wrap=True)
    console.print(Text(f"\n{printable(findings.subject)}: {summed_up(findings)}"), soft_wrap=True)


def summed_up(findings: Findings) -> str:
    """How many rules fared how, in a sentence."""
    passed = sum(finding.outcome == "passed" for finding in findings.findings)
    skipped = f", {len(findings.skipped):,} not judged" if findings.skipped else ""
    return (
        f"{passed:,} rules passed, {len(findings.failed(Severity.WARNING)):,} warned, "
        f"{len(findings.failed(Severity.CRITICAL)):,} failed{skipped}"
    )


def _tables(findings: Findings) -> Table:
    table = Table(header_style="bold", show_edge=False)
    table.add_column("table")
    for name in ("rows", "rules", "passed", "warned", "failed", "not judged"):
        table.add_column(name, justify="right")
    for name, members in findings.by_table():
        fared = Counter((finding.outcome, finding.severity) for finding in members)
        counts = (
            max(finding.checked_count for finding in members),
            len(members),
            fared["passed", Severity.WARNING] + fared["passed", Severity.CRITICAL],
            fared["failed", Severity.WARNING],
            fared["failed", Severity.CRITICAL],
            fared["skipped", Severity.WARNING] + fared["skipped", Severity.CRITICAL],
        )
        table.add_row(Text(name), *(Text(f"{count:,}") for count in counts))
    return table


def _print_failure(console: Console, finding: Finding) -> None:
    heading = (f"\n{finding.severity}", _STYLES[finding.severity]), (f" {finding.rule}", "bold")
    console.print(Text.assemble(*heading))
    pairs = [
        ("holds", finding.meaning),
        ("broken by", finding.broken_by),
        ("such as", "\n".join(one_line(row, _EXAMPLE_WIDTH) for row in finding.examples)),
        ("declared in", str(finding.place)),
        ("ask", finding.query or ""),
    ]
    print_pairs(console, [(name, printable(said)) for name, said in pairs if said])
