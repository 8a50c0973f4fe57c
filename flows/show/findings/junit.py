"""Findings as JUnit XML, which CI systems show as tests: a suite a table, a case a rule.

The form is what the schema of Jenkins' xUnit plugin (`junit-10.xsd`) allows, which pytest's
`xunit2` and most readers share: no `file` or `line` of a case, so the place is told in words. A
failed warning fails its case only if warnings count; else the case passes and says so in its
output. A rule that could not be judged is skipped.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flows.escaping import printable
from flows.jobs.findings import Finding, Findings
from transforms.schema.closed_sets import Severity


def as_junit(findings: Findings, *, strict: bool) -> bytes:
    """The findings as an XML document in UTF-8.

    Args:
        findings: what an audit found.
        strict: whether a warning that failed is a failure.
    """
    root = Element("testsuites", name="dateline check")
    for table, members in findings.by_table():
        suite = SubElement(root, "testsuite", name=_text(table))
        for finding in members:
            _add_case(suite, finding, strict=strict)
        counts = {"tests": "testcase", "failures": "*/failure", "skipped": "*/skipped"}
        for name, path in counts.items():
            suite.set(name, str(len(suite.findall(path))))
        suite.set("errors", "0")
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.attrib[name]) for suite in root)))
    indent(root)
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _add_case(suite: Element, finding: Finding, *, strict: bool) -> None:
    case = SubElement(suite, "testcase", classname=_text(finding.table), name=_text(finding.rule))
    said = _text(finding.said)
    if finding.outcome == "skipped":
        SubElement(case, "skipped", message=said)
    elif finding.outcome == "failed":
        if finding.severity == Severity.CRITICAL or strict:
            failure = SubElement(case, "failure", type=finding.severity, message=said)
            failure.text = _text(_detail(finding))
        else:
            output = SubElement(case, "system-out")
            output.text = _text(f"warning: {finding.said}\n{_detail(finding)}")


def _detail(finding: Finding) -> str:
    return "\n".join(
        (
            *(f"such as: {example}" for example in finding.examples),
            f"declared in: {finding.place}",
            *(() if finding.query is None else (f"ask: {finding.query}",)),
        )
    )


def _text(text: str) -> str:
    r"""Text with what XML 1.0 has no form for, such as control characters, shown as `\x1b`."""
    return "".join(
        character.encode("unicode_escape").decode() if character in "\ufffe\uffff" else character
        for character in printable(text)
    )
