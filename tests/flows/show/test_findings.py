"""What an audit found, in the forms that machines read, whatever text stands in it."""

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt

from dateline.expectations.locations import Location
from dateline.flows.escaping import one_line
from dateline.flows.jobs.findings import Finding, Findings
from dateline.flows.show.findings.github import annotations, step_summary
from dateline.flows.show.findings.junit import as_junit
from dateline.flows.show.findings.sarif import as_sarif
from dateline.flows.show.markdown import code_span, table_row
from dateline.transforms.schema.closed_sets import Severity

HOSTILE = (
    "\x00\x08\x0b\x1b[31mred\x1b[0m\x7f\x9b2J",
    "100%0A::error file=/etc/passwd,line=1::gone",
    "\r\n::error::gone\n##[error]gone\n::add-mask::a",
    "]]></system-out><failure message='x'/><!-- &amp; <script>alert(1)</script>",
    "`` ` | [a](javascript:alert(1)) ![](https://example.org/a.png) <img src=x onerror=a>",
    "\u202egnp.exe\u2066\ufffe\uffff\u2028\ufeff",
    "$(id) `id` ; rm -rf ~ #",
    "|a|b|\n|---|---|",
    r"{0} %s \x1b \\",
)

FAILED = Finding(
    rule="quotes.kind.in_set",
    table="quotes",
    meaning="`kind` is one of direct, mixed, indirect.",
    severity=Severity.CRITICAL,
    outcome="failed",
    unit="row",
    checked_count=1200,
    failed_count=2,
    examples=('{"document_id":"a","quote_number":0}',),
    query="FROM quotes WHERE NOT (kind IN ('direct'))",
    reason=None,
    location=Location(Path("transforms/schema/content.py"), 12),
)
WARNED = replace(
    FAILED,
    rule="quotes.segments.kind",
    severity=Severity.WARNING,
    location=Location(Path("rules of ours.toml"), 3),
)
PASSED = replace(
    FAILED, rule="lines.key.unique", table="lines", outcome="passed", failed_count=0, examples=()
)
SKIPPED = replace(
    PASSED,
    rule="lines.end.complete",
    outcome="skipped",
    checked_count=0,
    reason="it looks into documents, and there is no such table",
)


def found(*findings: Finding) -> Findings:
    return Findings("rows", "DuckDB", ("stories",), findings)


ALL = found(PASSED, SKIPPED, FAILED, WARNED)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"])))


def hostile(text: str) -> Findings:
    """Findings that hold a text wherever one from outside can stand."""
    failed = replace(FAILED, meaning=text, examples=(text, text), query=text)
    return Findings(
        text,
        text,
        (),
        (
            failed,
            replace(failed, severity=Severity.WARNING),
            replace(SKIPPED, reason=text, table=text),
        ),
    )


def test_a_job_fails_for_a_critical_rule_and_if_strict_for_a_warning() -> None:
    assert ALL.blocks(strict=False)
    assert found(WARNED).blocks(strict=True)
    assert not found(WARNED).blocks(strict=False)
    assert not found(PASSED, SKIPPED).blocks(strict=True)


# What junit-10.xsd of Jenkins' xUnit plugin allows: attributes that must be and may be there,
# and elements inside.
JUNIT = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"skipped", "time", "timestamp", "hostname", "id", "package", "file", "log", "url"},
        {"testcase", "properties", "system-out", "system-err", "testsuite"},
    ),
    "testcase": (
        {"name"},
        {"time", "classname", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": (set(), {"type", "message"}, set()),
    "skipped": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}


def parsed_junit(findings: Findings, *, strict: bool = False) -> ElementTree.Element:
    root = ElementTree.fromstring(as_junit(findings, strict=strict))  # noqa: S314 - our own
    assert root.tag == "testsuites"
    for element in root.iter():
        required, optional, inside = JUNIT[element.tag]
        assert required <= set(element.attrib) <= required | optional
        assert {child.tag for child in element} <= inside
    return root


def test_junit_has_a_suite_a_table_and_a_case_a_rule() -> None:
    root = parsed_junit(ALL)
    assert [suite.attrib for suite in root] == [
        {"name": "lines", "tests": "2", "failures": "0", "errors": "0", "skipped": "1"},
        {"name": "quotes", "tests": "2", "failures": "1", "errors": "0", "skipped": "0"},
    ]
    assert root.attrib == {"name": "dateline check", "tests": "4", "failures": "1", "errors": "0"}
    passed, skipped, failed, warned = root.iter("testcase")
    assert len(passed) == 0
    assert "no such table" in skipped[0].attrib["message"]
    assert failed[0].attrib["type"] == "critical"
    assert "Failed by 2 of 1,200 rows of quotes" in failed[0].attrib["message"]
    assert '"quote_number":0' in (failed[0].text or "")
    assert "transforms/schema/content.py:12" in (failed[0].text or "")
    assert warned[0].tag == "system-out"
    assert (warned[0].text or "").startswith("warning: ")


def test_junit_fails_a_warning_if_strict() -> None:
    *_, warned = parsed_junit(ALL, strict=True).iter("testcase")
    assert (warned[0].tag, warned[0].attrib["type"]) == ("failure", "warning")


@given(texts)
def test_junit_is_valid_xml_whatever_stands_in_it(text: str) -> None:
    root = parsed_junit(hostile(text))
    assert [len(list(case)) for case in root.iter("testcase")] == [1, 1, 1]
    characters = "".join(root.itertext()) + "".join(
        value for element in root.iter() for value in element.attrib.values()
    )
    assert re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\u202e]", characters) is None


TEXT = {
    "type": "object",
    "properties": {"text": {"type": "string"}},
    "required": ["text"],
    "additionalProperties": False,
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}


def strict_object(required: dict[str, object], **optional: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
        "additionalProperties": False,
    }


def array(items: object) -> dict[str, object]:
    return {"type": "array", "items": items}


# The part of the schema of SARIF 2.1.0 (OASIS) that is made use of; nothing else may be there.
SARIF = strict_object(
    {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": array(
            strict_object(
                {
                    "tool": strict_object(
                        {
                            "driver": strict_object(
                                {"name": {"type": "string"}},
                                version={"type": "string"},
                                rules={
                                    **array(
                                        strict_object(
                                            {"id": {"type": "string"}},
                                            shortDescription=TEXT,
                                            fullDescription=TEXT,
                                            help=TEXT,
                                            defaultConfiguration=strict_object({"level": LEVEL}),
                                            properties={
                                                "type": "object",
                                                "properties": {
                                                    "tags": {
                                                        **array({"type": "string"}),
                                                        "uniqueItems": True,
                                                    }
                                                },
                                            },
                                        )
                                    ),
                                    "uniqueItems": True,
                                },
                            )
                        }
                    )
                },
                automationDetails=strict_object({"id": {"type": "string"}}),
                invocations=array(
                    strict_object(
                        {"executionSuccessful": {"type": "boolean"}},
                        toolExecutionNotifications=array(
                            strict_object(
                                {"message": TEXT},
                                level=LEVEL,
                                associatedRule=strict_object({"id": {"type": "string"}}),
                            )
                        ),
                    )
                ),
                results=array(
                    strict_object(
                        {"message": TEXT},
                        ruleId={"type": "string"},
                        ruleIndex={"type": "integer", "minimum": -1},
                        level=LEVEL,
                        locations=array(
                            strict_object(
                                {},
                                physicalLocation=strict_object(
                                    {
                                        "artifactLocation": strict_object(
                                            {}, uri={"type": "string", "format": "uri-reference"}
                                        )
                                    },
                                    region=strict_object(
                                        {}, startLine={"type": "integer", "minimum": 1}
                                    ),
                                ),
                            )
                        ),
                        partialFingerprints={
                            "type": "object",
                            "additionalProperties": {"type": "string"},
                        },
                        occurrenceCount={"type": "integer", "minimum": 1},
                    )
                ),
            )
        ),
    }
)


def test_sarif_places_each_failed_rule_where_it_is_declared() -> None:
    log = json.loads(as_sarif(ALL))
    Draft7Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [finding.rule for finding in ALL.findings]
    failed, warned = run["results"]
    assert (failed["level"], warned["level"]) == ("error", "warning")
    assert [rules[result["ruleIndex"]]["id"] for result in (failed, warned)] == [
        failed["ruleId"],
        warned["ruleId"],
    ]
    assert failed["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "transforms/schema/content.py"},
        "region": {"startLine": 12},
    }
    (place,) = (location["physicalLocation"] for location in warned["locations"])
    assert unquote(place["artifactLocation"]["uri"]) == "rules of ours.toml"
    assert " " not in place["artifactLocation"]["uri"]
    (skipped,) = run["invocations"][0]["toolExecutionNotifications"]
    assert skipped["associatedRule"] == {"id": "lines.end.complete"}


def test_sarif_knows_a_rule_again_whatever_rows_break_it() -> None:
    def fingerprints(*findings: Finding) -> list[object]:
        (run,) = json.loads(as_sarif(found(*findings)))["runs"]
        return [result["partialFingerprints"] for result in run["results"]]

    (before,) = fingerprints(FAILED)
    later, other = fingerprints(replace(FAILED, failed_count=9, examples=("{}",)), WARNED)
    assert before == later != other


@given(texts)
def test_sarif_is_valid_whatever_stands_in_it(text: str) -> None:
    log = json.loads(as_sarif(hostile(text)))
    Draft7Validator(SARIF).validate(log)
    assert "\x1b" not in log["runs"][0]["results"][0]["message"]["text"]


# `::command name=value,…::message`, with what GitHub documents as escapes and nothing raw.
ANNOTATION = re.compile(
    r"::(?P<command>error|warning) (?P<properties>[^\s:][^:\r\n]*)::(?P<message>[^\r\n]*)"
)
PROPERTY = re.compile(
    r"(?P<name>file|line|endLine|col|endColumn|title)=(?P<value>(?:[^%,:]|%(?:25|0D|0A|3A|2C))*)"
)
MESSAGE = re.compile("(?:[^%]|%(?:25|0D|0A))*")


def unescaped(text: str) -> str:
    for escape, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r")):
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def parsed_annotation(line: str) -> tuple[str, dict[str, str], str]:
    command = ANNOTATION.fullmatch(line)
    assert command is not None, line
    properties = {}
    for part in command["properties"].split(","):
        match = PROPERTY.fullmatch(part)
        assert match is not None, part
        properties[match["name"]] = unescaped(match["value"])
    assert MESSAGE.fullmatch(command["message"])
    return command["command"], properties, unescaped(command["message"])


def test_annotations_stand_at_the_rule() -> None:
    failed, warned = map(parsed_annotation, annotations(ALL))
    assert failed[0] == "error"
    assert failed[1] == {
        "file": "transforms/schema/content.py",
        "line": "12",
        "title": "quotes.kind.in_set",
    }
    assert "Failed by 2 of 1,200 rows of quotes." in failed[2]
    assert failed[2].splitlines()[1] == 'such as {"document_id":"a","quote_number":0}'
    assert warned[0] == "warning"


def test_a_place_with_commas_and_colons_stays_one_value() -> None:
    odd = replace(FAILED, location=Location(Path("a,line=9::b%2C.toml"), 1))
    ((_, properties, _),) = map(parsed_annotation, annotations(found(odd)))
    assert (properties["file"], properties["line"]) == ("a,line=9::b%2C.toml", "1")


@given(texts)
def test_an_annotation_is_one_command_whatever_stands_in_it(text: str) -> None:
    lines = list(annotations(hostile(text)))
    assert [parsed_annotation(line)[0] for line in lines] == ["error", "warning"]
    assert not any(character in line for line in lines for character in "\x1b\u202e\u2028")


def rendered(markdown: str) -> list[tuple[str, str]]:
    """The inline parts of a page in Markdown: their kind and content."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown)
    return [
        (child.type, child.content)
        for token in tokens
        if token.type == "inline"
        for child in token.children or ()
    ]


@given(texts)
def test_the_summary_shows_text_in_code_spans_only(text: str) -> None:
    summary = step_summary(hostile(text))
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(summary)
    assert [token.type for token in tokens].count("tr_open") == 3
    assert [token.type for token in tokens].count("td_open") == 2 * 5
    kinds = {kind for kind, _ in rendered(summary)}
    assert kinds <= {"text", "code_inline", "html_inline"}
    assert {content for kind, content in rendered(summary) if kind == "html_inline"} == {"<br>"}
    written = " ".join(content for kind, content in rendered(summary) if kind == "text")
    assert re.search(r"[^\w\s:,.&*]", written) is None


@pytest.mark.parametrize("text", ["a`b", "``", "`", "a|b", "<b>", " a ", "\\", "a\\|b", ""])
def test_a_code_span_shows_what_it_was_given(text: str) -> None:
    span = code_span(text, 50)
    for markdown in (f"- {span}\n", f"| a |\n| --- |\n{table_row([span])}\n"):
        shown = [content for kind, content in rendered(markdown) if kind == "code_inline"]
        assert shown == ([one_line(text, 50)] if text.strip() else [])
