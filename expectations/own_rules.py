"""Rules of one's own: read from a TOML or Python file, and tried before anything runs.

A TOML file has a `[[rule]]` for each rule, with `name`, `meaning`, `severity`, `condition` and, for
a rule on a table as a whole, `scope = "table"`. A Python file is run; its `RULES` are made with
`expectations.rules.row_rule` and `table_rule`.
"""

import re
import runpy
import tomllib
import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import duckdb
from pydantic import BaseModel, ConfigDict, Strict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from dateline.expectations import ALL_RULES
from dateline.expectations.candidates import candidates, evaluated_rows_query, identity, message_of
from dateline.expectations.locations import Location
from dateline.expectations.rules import (
    RowCondition,
    Rule,
    RuleError,
    TableCondition,
    table_named_by,
)
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import Severity


class _WrittenRule(BaseModel):
    """One `[[rule]]` of a TOML file."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")]
    meaning: Annotated[str, StringConstraints(min_length=1)]
    severity: Annotated[Severity, Strict(False)]
    condition: str
    scope: Literal["row", "table"] = "row"


class _RuleFile(BaseModel):
    """A TOML file of rules."""

    model_config = ConfigDict(extra="forbid", strict=True)

    rule: list[_WrittenRule] = []


def load_rules(
    files: Iterable[Path], installed: Iterable[tuple[str, object]] = ()
) -> tuple[Rule, ...]:
    """The rules of distributions and in files, each of which can be evaluated.

    Conditions are bound to the tables' columns, on a connection that reaches no file.

    Args:
        files: TOML files, or Python files, which are run.
        installed: What distributions give for rules, each with the name that messages call it by.

    Raises:
        RuleError: A file or a rule in it is wrong; the message names its location, what is wrong
            and what is allowed.
    """
    rules = [rule for name, given in installed for rule in _made_rules(name, given)]
    rules += [rule for file in files for rule in _read(file)]
    _check_names(rules)
    _check_conditions(rules)
    return tuple(rules)


def _read(file: Path) -> Sequence[Rule]:
    try:
        match file.suffix:
            case ".toml":
                return _rules_in_toml(file, file.read_text(encoding="utf-8"))
            case ".py":
                return _rules_in_python(file, file.read_text(encoding="utf-8"))
    except OSError as error:
        raise RuleError(
            f"{file}: cannot read the rules: {error.strerror}; check the setting `rules`"
        ) from error
    except UnicodeDecodeError as error:
        raise RuleError(f"{file}: the rules are not UTF-8: {error}") from error
    raise RuleError(f"{file}: rules need a file named .toml or .py")


def _rules_in_toml(file: Path, text: str) -> list[Rule]:
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{file}: not valid TOML: {error}") from error
    lines = _rule_lines(text)
    try:
        written = _RuleFile.model_validate(parsed).rule
    except ValidationError as error:
        problems = error.errors(include_url=False)
        raise RuleError("; ".join(_said(file, text, lines, item) for item in problems)) from error
    return [
        _rule(rule, Location(file, lines[number] if number < len(lines) else 1))
        for number, rule in enumerate(written)
    ]


def _rule(written: _WrittenRule, location: Location) -> Rule:
    try:
        table = table_named_by(written.name)
    except RuleError as error:
        raise RuleError(f"{location}: {error}") from error
    kind = TableCondition if written.scope == "table" else RowCondition
    check = kind(written.condition)
    return Rule(written.name, table, written.meaning, written.severity, check, location)


def _rule_lines(text: str) -> list[int]:
    """The line of each `[[rule]]`, which the standard parser does not tell."""
    found: list[int] = []
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines, start=1):
        if re.match(r"\s*\[\[", line):
            try:
                rules = tomllib.loads("".join(lines[:number])).get("rule", ())
            except tomllib.TOMLDecodeError:  # inside a string of several lines
                continue
            if len(rules) > len(found):
                found.append(number)
    return found


def _said(file: Path, text: str, rule_lines: Sequence[int], problem: ErrorDetails) -> str:
    """A problem with its location, key and value, and what is allowed there."""
    match problem["loc"]:
        case ("rule", int(number), str(key)) if number < len(rule_lines):
            line = _key_line(text, key, rule_lines[number])
        case (*_, str(key)):
            line = _key_line(text, key, 1)
        case _:
            key, line = "rule", 1
    return f"{Location(file, line)}: {_problem(key, problem)}"


def _problem(key: str, problem: ErrorDetails) -> str:
    """What is wrong with a key's value, and what is allowed."""
    match problem["type"]:
        case "missing":
            return f"{key} is missing"
        case "extra_forbidden":
            return (
                f"{key} is unknown; use [[rule]], and in it {', '.join(_WrittenRule.model_fields)}"
            )
        case "string_pattern_mismatch":
            return f"{key} = {problem['input']!r}: use lower-case words with dots between them"
        case _:
            return f"{key} = {problem['input']!r}: {problem['msg']}"


def _key_line(text: str, key: str, first: int) -> int:
    """The line that sets a key, from the first line of its table on, or else that line."""
    lines = text.splitlines()[first - 1 :]
    for number, line in enumerate(lines, start=first):
        if re.match(rf"\s*{re.escape(key)}\s*=", line):
            return number
        if number > first and re.match(r"\s*\[\[", line):
            break
    return first


def _rules_in_python(file: Path, text: str) -> Sequence[Rule]:
    try:
        compile(text, file, "exec")
        rules = runpy.run_path(str(file)).get("RULES")
    except SyntaxError as error:
        raise RuleError(f"{Location(file, error.lineno or 1)}: {error.msg}") from error
    except (Exception, SystemExit) as error:  # the user's code may raise anything
        lines = [
            line
            for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename == str(file)
        ]
        location = Location(file, lines[-1] if lines else 1)
        raise RuleError(f"{location}: {type(error).__name__}: {error}") from error
    return _made_rules(f"{file}: RULES", rules)


def _made_rules(name: str, rules: object) -> Sequence[Rule]:
    """What Python code gives for rules, if each of them says what one in TOML has to say."""
    if not isinstance(rules, tuple | list) or not all(map(_is_written, rules)):
        raise RuleError(
            f"{name} = {rules!r}: use a tuple of rules, made with"
            " dateline.expectations.rules.row_rule, table_rule or unique_rule"
        )
    for rule in rules:
        _check_values(rule)
    return rules


def _is_written(rule: object) -> bool:
    return isinstance(rule, Rule) and rule.written_at is not None


def _check_values(rule: Rule) -> None:
    """See that a rule from Python says what one in TOML has to say."""
    try:
        _WrittenRule(
            name=rule.name,
            meaning=rule.meaning,
            severity=rule.severity,
            condition=rule.check.condition,
        )
    except ValidationError as error:
        problems = (_problem(str(item["loc"][0]), item) for item in error.errors())
        raise RuleError(f"{rule.location}: {'; '.join(problems)}") from error


def _check_names(rules: Iterable[Rule]) -> None:
    taken = {rule.name: rule for rule in ALL_RULES}
    for rule in rules:
        if rule.name in taken:
            raise RuleError(
                f"{rule.location}: name = {rule.name!r} is taken by the rule in"
                f" {taken[rule.name].location}; choose another"
            )
        taken[rule.name] = rule


def _check_conditions(rules: Sequence[Rule]) -> None:
    if not rules:
        return
    tables = {name: table.arrow_schema.empty_table() for name, table in TABLES.items()}
    with candidates(tables) as connection:
        for rule in rules:
            for problem in _problems(connection, rule):
                raise RuleError(
                    f"{rule.location}: the condition of {rule.name}, {rule.check.condition!r},"
                    f" {problem}"
                )


def _problems(connection: duckdb.DuckDBPyConnection, rule: Rule) -> Iterator[str]:
    """What is wrong with a rule's condition, if anything is."""
    try:
        # Anything but one expression could end the query that it is put into.
        duckdb.SQLExpression(rule.check.condition)
        evaluated = connection.sql(evaluated_rows_query(rule))
        kinds = [str(kind) for kind in evaluated.types[_identity_count(rule) :]]
        if kinds != ["BOOLEAN"]:
            yield f"gives {', '.join(kinds)} for a row, not BOOLEAN"
        elif rule.scope == "table" and len(evaluated.fetchall()) != 1:
            yield "needs aggregates, such as `count(*)`, since it holds for the table as a whole"
    except duckdb.Error as error:
        yield f"is invalid: {message_of(error)}"


def _identity_count(rule: Rule) -> int:
    return len(identity(TABLES[rule.table])) if rule.scope == "row" else 0
