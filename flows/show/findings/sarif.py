"""Findings as SARIF 2.1.0, which code scanning shows on the line where a rule is declared.

Sources: OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0; GitHub's requirements are
in its documentation, "SARIF support for code scanning".
"""

import hashlib
from typing import Any
from urllib.parse import quote

import orjson

from dateline.flows.escaping import one_line, printable
from dateline.flows.jobs.findings import Finding, Findings
from dateline.flows.show.findings.text import EXAMPLE_WIDTH
from dateline.flows.version import version
from dateline.transforms.schema.closed_sets import Severity

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.CRITICAL: "error", Severity.WARNING: "warning"}


def as_sarif(findings: Findings) -> bytes:
    """The findings as a SARIF log of one run, in JSON: every rule, and a result if it failed."""
    indexes = {finding.rule: index for index, finding in enumerate(findings.findings)}
    run = {
        "tool": {
            "driver": {
                "name": "Dateline",
                "version": version(),
                "rules": [_rule(finding) for finding in findings.findings],
            }
        },
        "automationDetails": {"id": "dateline-check/"},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    _notification(skipped) for skipped in findings.skipped
                ],
            }
        ],
        "results": [
            _result(finding, indexes[finding.rule])
            for finding in findings.findings
            if finding.outcome == "failed"
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return orjson.dumps(log, option=orjson.OPT_INDENT_2)


def _rule(finding: Finding) -> dict[str, Any]:
    meaning = _message(finding.meaning)
    return {
        "id": finding.rule,
        "shortDescription": meaning,
        "fullDescription": meaning,
        "help": _message(
            f"{finding.meaning} Declared in {finding.location}. Rows that fail a critical rule are "
            "not published; a warning only reports them."
        ),
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
        "properties": {"tags": [finding.table]},
    }


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    examples = "; ".join(one_line(example, EXAMPLE_WIDTH) for example in finding.examples)
    suffix = f" Examples: {examples}" if examples else ""
    return {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": _message(f"{finding.message}{suffix}"),
        "locations": [_location(finding)],
        # A rule stays the same problem, however many rows fail it.
        "partialFingerprints": {"rule/v1": hashlib.sha256(finding.rule.encode()).hexdigest()},
        "occurrenceCount": finding.failed_count,
    }


def _location(finding: Finding) -> dict[str, Any]:
    path = finding.location.path
    return {
        "physicalLocation": {
            "artifactLocation": {
                "uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())
            },
            "region": {"startLine": finding.location.line},
        }
    }


def _notification(finding: Finding) -> dict[str, Any]:
    return {
        "level": "note",
        "message": _message(f"{finding.rule}: {finding.message}"),
        "associatedRule": {"id": finding.rule},
    }


def _message(text: str) -> dict[str, str]:
    return {"text": printable(text)}
