"""Findings for GitHub Actions: annotations where the rules are declared, and a step summary."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from dateline.flows.escaping import one_line, printable
from dateline.flows.jobs.findings import Finding, Findings
from dateline.flows.show.findings.text import EXAMPLE_WIDTH, message, print_findings
from dateline.flows.show.markdown import code_span, table_row
from dateline.transforms.schema.closed_sets import Severity

_COMMANDS = {Severity.CRITICAL: "error", Severity.WARNING: "warning"}


def print_for_github(console: Console, findings: Findings) -> None:
    """Print the findings as on a terminal, then an annotation for each failed rule.

    The findings repeat text from pages, so workflow commands are disabled while they are printed;
    a random token, which no page can know, enables them again.
    """
    token = secrets.token_hex(16)
    console.print(Text(f"::stop-commands::{token}"), soft_wrap=True)
    print_findings(console, findings)
    console.print(Text(f"::{token}::"), soft_wrap=True)
    for annotation in annotations(findings):
        console.print(Text(annotation), soft_wrap=True)


def write_step_summary(findings: Findings) -> None:
    """Append the findings to the summary of the current step, if GitHub runs one."""
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if file is not None:
        with Path(file).open("a", encoding="utf-8") as summary:
            summary.write(step_summary(findings))


def annotations(findings: Findings) -> Iterator[str]:
    """A workflow command for each failed rule, critical ones first.

    GitHub shows the first ten of a kind per step; the others stay in its log.
    """
    for severity in Severity:
        for finding in findings.failed(severity):
            yield _annotation(finding)


def _annotation(finding: Finding) -> str:
    properties = {
        "file": finding.location.path.as_posix(),
        "line": str(finding.location.line),
        "title": finding.rule,
    }
    written = ",".join(f"{name}={_escaped_property(value)}" for name, value in properties.items())
    examples = (f"such as {one_line(row, EXAMPLE_WIDTH)}" for row in finding.examples)
    text = "\n".join((finding.message, *examples))
    return f"::{_COMMANDS[finding.severity]} {written}::{_escaped(text)}"


def _escaped(text: str) -> str:
    """Text escaped as the message of a workflow command."""
    escaped = printable(text).replace("%", "%25")
    return escaped.replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    """Text escaped as a property of a workflow command."""
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def step_summary(findings: Findings) -> str:
    """The findings in Markdown; text from pages appears in code spans only."""
    lines = ["## dateline check", "", f"{code_span(findings.subject, 200)}: {message(findings)}"]
    failed = (*findings.failed(Severity.CRITICAL), *findings.failed(Severity.WARNING))
    if failed:
        lines += [
            "",
            "| severity | rule | meaning | failed by | examples |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [_row(finding) for finding in failed]
    if findings.skipped:
        lines += ["", "Skipped:", ""]
        lines += [
            f"- {code_span(finding.rule, 200)}: {code_span(finding.reason or '', 200)}"
            for finding in findings.skipped
        ]
    return "\n".join((*lines, "", ""))


def _row(finding: Finding) -> str:
    examples = "<br>".join(code_span(example, EXAMPLE_WIDTH) for example in finding.examples)
    cells = (
        finding.severity,
        code_span(finding.rule, 200),
        code_span(finding.meaning, 400),
        finding.failures,
        examples,
    )
    return table_row(cells)
