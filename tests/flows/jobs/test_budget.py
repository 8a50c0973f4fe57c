"""What a run may import and execute: a budget in modules and statements, never in seconds."""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from made_pages import ARTICLE, json_lines, run
from made_rows import as_tables, good_rows

from dateline.expectations import ALL_RULES
from dateline.expectations.audit import audit
from dateline.expectations.rules import row_rule

LIBRARIES = (
    *("great_expectations", "lightgbm", "pycrfsuite", "scipy", "altair", "prefect", "sqlalchemy"),
    *("numpy", "pandas", "pyarrow", "charset_normalizer", "langcodes", "Stemmer", "mcp"),
)
# Of these, a run reads its settings with Pydantic.
LIBRARIES_OF_RUNS = ("pydantic", "pydantic_settings")
IMPORTED = f"""
import sys
from dateline.flows.cli import main

sys.argv = ["dateline", *sys.argv[1:]]
try:
    main()
finally:
    print(*sorted({{*{LIBRARIES!r}, *{LIBRARIES_OF_RUNS!r}}} & sys.modules.keys()), file=sys.stderr)
"""


def imported(home: Path, *arguments: str) -> list[str]:
    """Which of the libraries a command imports."""
    command = [sys.executable, "-c", IMPORTED, *arguments]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=True)
    return done.stderr.splitlines()[-1].split()


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that are executed inside."""
    statements: list[str] = []

    def watched(name: str) -> None:
        method = getattr(duckdb.DuckDBPyConnection, name)

        def execute(self: duckdb.DuckDBPyConnection, query: str, *rest: Any, **options: Any) -> Any:
            statements.append(query)
            return method(self, query, *rest, **options)

        patch.setattr(duckdb.DuckDBPyConnection, name, execute)

    with monkeypatch.context() as patch:
        watched("execute")
        watched("sql")
        yield statements


def pages(file: Path, numbers: range) -> Path:
    return json_lines(
        file,
        [
            {
                "id": str(number),
                "text": f"{ARTICLE}\nIt is day {number}.\n",
                # Each is a reprint of the first.
                "fetched_at": f"2024-05-03T10:{number:02}:00Z",
            }
            for number in numbers
        ],
    )


def test_a_run_with_nothing_new_imports_neither_parser_nor_audit(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(ARTICLE)
    first = set(imported(tmp_path, "run", "page.txt", "--inline"))
    assert {"great_expectations", "lightgbm"} <= first
    assert first & {"altair", "prefect", "sqlalchemy"} == set()
    assert imported(tmp_path, "run", "page.txt", "--inline") == [*LIBRARIES_OF_RUNS]


@pytest.mark.parametrize(
    "command",
    ["sql 'SELECT 1' --lake lake", "runs", "explain 001_f75fe4f6a670afb7.txt", "tables articles"],
)
def test_a_question_imports_duckdb_and_little_else(
    tmp_path: Path, sample_lake: Path, command: str
) -> None:
    (tmp_path / "lake").symlink_to(sample_lake)
    assert imported(tmp_path, *shlex.split(command)) == []


def test_a_search_imports_a_stemmer_and_nothing_else(tmp_path: Path, sample_lake: Path) -> None:
    (tmp_path / "lake").symlink_to(sample_lake)
    imported(tmp_path, "search", "peace")  # it brings the index up to the last snapshot
    assert imported(tmp_path, "search", "peace", "negotiation") == ["Stemmer"]


def test_statements_grow_neither_with_pages_nor_with_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = tmp_path / "lake"
    # Whether a file is old enough to be kept in mind depends on how fast the machine is.
    monkeypatch.setattr("dateline.warehouse.lookup.files._CLOCK_STEP_NS", 10**18)
    first = pages(tmp_path / "first.jsonl", range(2))
    for _ in ("a new lake", "an old one, whose views are compared with the declared ones"):
        run(lake, first)
    counts = []
    for name, numbers in (("few", range(10, 12)), ("many", range(20, 50))):
        with counted(monkeypatch) as statements:
            run(lake, pages(tmp_path / f"{name}.jsonl", numbers))
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_one_rule_more_is_no_statement_more(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = as_tables(good_rows())
    extra = row_rule("lines.text.own", "It is short.", "length(lines.rule) < 1000")
    counts = []
    for rules in (ALL_RULES, (*ALL_RULES, extra), ALL_RULES[:50]):
        with counted(monkeypatch) as statements:
            audit(tables, rules)
        counts.append(len(statements))
    assert len(set(counts)) == 1


def test_what_a_run_says_is_read_from_the_lake_that_it_has_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.txt").write_text(ARTICLE)
    with counted(monkeypatch) as statements:
        result = run(tmp_path / "lake", tmp_path / "page.txt")
    assert sum(statement.startswith("ATTACH") for statement in statements) == 1
    assert (result.summary.articles, result.summary.lake_documents) == (1, 1)
