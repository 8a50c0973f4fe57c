"""Findings as JUnit XML, which CI systems show as tests: one suite per table, one case per rule.

The document conforms to the schema of Jenkins' xUnit plugin (`junit-10.xsd`), as pytest's `xunit2`
and most readers do. It has no `file` or `line` of a case, so the text names the location. A failed
warning fails its case only if `strict`; otherwise the case passes and reports it in its output.
"""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from dateline.flows.escaping import printable
from dateline.flows.jobs.findings import Finding, Findings
from dateline.transforms.schema.closed_sets import Severity


def as_junit(findings: Findings, *, strict: bool) -> bytes:
    """The findings as an XML document in UTF-8.

    Args:
        findings: the findings of a check.
        strict: whether a failed warning is a failure.
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
    message = _text(finding.message)
    if finding.outcome == "skipped":
        SubElement(case, "skipped", message=message)
    elif finding.outcome == "failed":
        if finding.severity == Severity.CRITICAL or strict:
            failure = SubElement(case, "failure", type=finding.severity, message=message)
            failure.text = _text(_detail(finding))
        else:
            output = SubElement(case, "system-out")
            output.text = _text(f"warning: {finding.message}\n{_detail(finding)}")


def _detail(finding: Finding) -> str:
    return "\n".join(
        (
            *(f"example: {example}" for example in finding.examples),
            f"declared in: {finding.location}",
            *(() if finding.query is None else (f"query: {finding.query}",)),
        )
    )


def _text(text: str) -> str:
    r"""Text with the characters that XML 1.0 forbids escaped, as in `\x1b`."""
    return "".join(
        character.encode("unicode_escape").decode() if character in "\ufffe\uffff" else character
        for character in printable(text)
    )
