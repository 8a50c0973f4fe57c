"""Findings for the terminal."""

from collections import Counter

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.flows.escaping import one_line, printable
from dateline.flows.jobs.findings import Finding, Findings
from dateline.flows.show.terminal import print_pairs
from dateline.transforms.schema.closed_sets import Severity

EXAMPLE_WIDTH = 160
_SEVERITY_STYLES = {Severity.CRITICAL: "bold red", Severity.WARNING: "bold yellow"}


def print_findings(console: Console, findings: Findings) -> None:
    """Print the results by table, then each failed rule with examples and a query."""
    console.print(_tables(findings))
    for severity in Severity:
        for finding in findings.failed(severity):
            _print_failure(console, finding)
    if findings.skipped:
        console.print(Text("\nSkipped", style="bold"))
        print_pairs(console, [(finding.rule, finding.reason or "") for finding in findings.skipped])
    if findings.absent:
        console.print(Text(f"\nMissing tables: {', '.join(findings.absent)}"))
    if any(finding.query for finding in findings.findings):
        tool = printable(findings.query_tool)
        console.print(Text(f"\nTo list failing rows, run their query with {tool}."), soft_wrap=True)
    console.print(Text(f"\n{printable(findings.subject)}: {message(findings)}"), soft_wrap=True)


def message(findings: Findings) -> str:
    """How many rules passed, warned, failed and were skipped, in one line."""
    passed = sum(finding.outcome == "passed" for finding in findings.findings)
    skipped = f", {len(findings.skipped):,} skipped" if findings.skipped else ""
    return (
        f"{passed:,} rules passed, {len(findings.failed(Severity.WARNING)):,} warned, "
        f"{len(findings.failed(Severity.CRITICAL)):,} failed{skipped}"
    )


def _tables(findings: Findings) -> Table:
    table = Table(header_style="bold", show_edge=False)
    table.add_column("table")
    for name in ("rows", "rules", "passed", "warned", "failed", "skipped"):
        table.add_column(name, justify="right")
    for name, members in findings.by_table():
        results = Counter((finding.outcome, finding.severity) for finding in members)
        counts = (
            max(finding.checked_count for finding in members),
            len(members),
            results["passed", Severity.WARNING] + results["passed", Severity.CRITICAL],
            results["failed", Severity.WARNING],
            results["failed", Severity.CRITICAL],
            results["skipped", Severity.WARNING] + results["skipped", Severity.CRITICAL],
        )
        table.add_row(Text(name), *(Text(f"{count:,}") for count in counts))
    return table


def _print_failure(console: Console, finding: Finding) -> None:
    heading = (
        (f"\n{finding.severity}", _SEVERITY_STYLES[finding.severity]),
        (f" {finding.rule}", "bold"),
    )
    console.print(Text.assemble(*heading))
    pairs = [
        ("meaning", finding.meaning),
        ("failed by", finding.failures),
        ("examples", "\n".join(one_line(row, EXAMPLE_WIDTH) for row in finding.examples)),
        ("declared in", str(finding.location)),
        ("query", finding.query or ""),
    ]
    print_pairs(console, [(name, printable(text)) for name, text in pairs if text])
