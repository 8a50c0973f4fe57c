"""`dateline sql` and its prompt, on a lake without pages."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from in_process import dateline
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from dateline.flows.cli.completion import SqlCompleter
from dateline.flows.cli.prompt import run_prompt
from dateline.flows.jobs.name_suggestions import with_suggestions
from dateline.flows.show.query_results import print_csv, print_table, write_parquet
from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.results import QueryResult
from dateline.warehouse.catalog.sandbox import QueryLimits

COMMAND = Path(sys.executable).with_name("dateline")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sql") / "lake"
    Lake.open(folder).close()
    return folder


def sql(folder: Path, *arguments: str | bytes) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [str(COMMAND), "sql", "--lake", str(folder), *arguments],
        capture_output=True,
        timeout=120,
        check=False,
    )


def reader(**columns: list[object]) -> pa.RecordBatchReader:
    batch = pa.record_batch({name: pa.array(values) for name, values in columns.items()})
    return pa.RecordBatchReader.from_batches(batch.schema, [batch])


def completions(typed: str) -> list[str]:
    found = SqlCompleter(TABLES).get_completions(Document(typed), CompleteEvent())
    return [completion.text for completion in found]


def test_completion_knows_what_can_come_next() -> None:
    assert completions(".") == [".tables", ".schema", ".examples", ".mode", ".help", ".quit"]
    assert completions(".schema quo") == ["quotes"]
    assert completions("SELECT speaker FROM ") == list(TABLES)
    assert completions("SELECT * FROM ops.qu") == ["ops.quarantine"]
    assert completions("FROM quotes WHERE speak") == [
        column.name for column in TABLES["quotes"].columns if column.name.startswith("speak")
    ]
    assert "headline" in completions("SELECT head")
    assert "headline" not in completions("FROM quotes WHERE head")
    assert completions("sel") == ["SELECT"]


@pytest.mark.parametrize(
    ("message", "hint"),
    [
        ('Referenced column "speaker" not found in FROM', "speaker is a column of quotes"),
        ('Referenced column "hedline" not found', "headline is a column of articles, related_po"),
        ('Table "a" does not have a column named "publised_at"', "published_at is a column of"),
        ("Table with name qarantine does not exist", "ops.quarantine"),
    ],
)
def test_a_mistyped_name_gets_the_nearest(message: str, hint: str) -> None:
    assert hint in with_suggestions(message, TABLES)


def test_other_errors_get_no_hint() -> None:
    assert with_suggestions("syntax error", TABLES) == "syntax error"


def test_a_column_like_no_other_may_be_a_text() -> None:
    hint = with_suggestions('Referenced column "qqqqqq" not found', TABLES).splitlines()[-1]
    assert hint == "A text stands in single quotation marks, a name in double ones."


def test_csv_holds_what_the_rows_hold(capsys: pytest.CaptureFixture[str]) -> None:
    evil = '=cmd|"/c calc"!A1, \r\n"x"'
    rows: list[Mapping[str, object]] = [
        {"a": evil, "b": [1, 2], "c": b"\x00\xff", "d": True},
        {"a": None, "b": [], "c": None, "d": False},
    ]
    print_csv(iter(rows), ["a", "b", "c", "d"])
    cells = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
    assert cells == [
        ["a", "b", "c", "d"],
        [evil, "[1,2]", "AP8=", "true"],
        ["", "[]", "", "false"],
    ]


def test_csv_on_a_terminal_has_no_escape_of_a_page(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows: list[Mapping[str, object]] = [{"a": "\x1b]0;title\x07red", "b": 1}]
    print_csv(iter(rows), ["a", "b"])
    assert "\x1b" in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_csv(iter(rows), ["a", "b"])
    shown = capsys.readouterr().out
    assert "red" in shown
    assert not {"\x1b", "\x07"} & set(shown)


_ENDLESS = "SELECT count(*) FROM range(100000000000) a, range(100000) b"


@pytest.mark.parametrize(
    ("query", "options", "remedy"),
    [
        (_ENDLESS, ("--timeout", "1s"), "--timeout"),
        (_ENDLESS, ("--json", "--timeout", "1s"), "--timeout"),
        ("FROM range(100000)", ("--rows", "10", "--json"), "--rows"),
        ("FROM range(100000)", ("--rows", "10", "--parquet", "out.parquet"), "--rows"),
        ("SELECT list(range::VARCHAR) FROM range(9000000)", ("--memory", "50MB"), "--memory"),
    ],
)
def test_a_query_ends_at_its_limits(
    folder: Path, tmp_path: Path, query: str, options: tuple[str, ...], remedy: str
) -> None:
    done = dateline("sql", query, *options, "--lake", folder, home=tmp_path)
    assert done.returncode == 2
    assert "ask for less" in done.stderr
    assert remedy in done.stderr
    assert not list(tmp_path.glob("*.parquet"))


@pytest.mark.soak
def test_a_query_that_cannot_be_interrupted_ends_with_the_command(
    folder: Path, tmp_path: Path
) -> None:
    slow = "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))"
    done = subprocess.run(
        [COMMAND, "sql", slow, "--timeout", "1s", "--lake", str(folder)],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("dateline: the query took longer than 1 seconds; ask for less")
    assert not list(tmp_path.iterdir())


def test_who_is_trusted_joins_tables_of_their_own(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("source_id,country\n0.txt,NOR\n")
    query = "SELECT country FROM read_csv('own.csv') LEFT JOIN documents USING (source_id)"
    done = dateline("sql", query, "--json", "--trusted", "--lake", folder, home=tmp_path)
    assert json.loads(done.stdout) == [{"country": "NOR"}]
    done = dateline("sql", query, "--json", "--lake", folder, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    done = dateline("sql", "DELETE FROM articles", "--trusted", "--lake", folder, home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "read-only" in done.stderr


@pytest.mark.parametrize(
    "option", [("--timeout", "soon"), ("--memory", "2"), ("--memory", "0GB"), ("--rows", "0")]
)
def test_a_limit_that_is_none_is_wrong_usage(
    folder: Path, tmp_path: Path, option: tuple[str, str]
) -> None:
    done = dateline("sql", "SELECT 1", *option, "--lake", folder, home=tmp_path)
    assert done.returncode == 2


def test_a_parquet_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    assert write_parquet(reader(a=[1, 2, 3]), out) == 3
    assert pq.read_table(out).to_pydict() == {"a": [1, 2, 3]}
    schema = pa.schema([("a", pa.int64())])

    def broken() -> object:
        yield pa.record_batch({"a": [4]})
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        write_parquet(pa.RecordBatchReader.from_batches(schema, broken()), out)
    assert pq.read_table(out).num_rows == 3
    assert [path.name for path in tmp_path.iterdir()] == ["out.parquet"]


def test_columns_of_one_name_keep_their_values_in_a_file(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    written = sql(folder, "SELECT 1 AS a, 2 AS a", "--parquet", str(out))
    assert (written.returncode, written.stderr) == (0, b"")
    assert pq.read_table(out).to_pydict() == {"a": [1], "a_1": [2]}


def test_wrong_usage_is_said(folder: Path) -> None:
    for arguments in (
        ("SELECT 1", "--csv", "--json"),
        (b"SELECT '\xff'",),
        ("SELECT hedline FROM articles",),
    ):
        refused = sql(folder, *arguments)
        assert refused.returncode == 2
        assert refused.stderr.startswith(b"dateline: ")
        assert b"Traceback" not in refused.stderr
    assert sql(folder, "SELECT 1", "--parquet", "/dev/null/x").returncode == 2


def test_only_a_long_table_on_a_terminal_is_paged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    paged: list[str] = []
    monkeypatch.setattr("pydoc.pager", paged.append)
    for rows, is_terminal in ((100, True), (5, True), (100, False)):
        file = io.StringIO()
        console = Console(file=file, height=20, width=60, force_terminal=is_terminal)
        result = QueryResult(duckdb.connect().execute(f"SELECT range AS a FROM range({rows})"))
        print_table(console, result, limit=100, paged=True)
        assert (f"{rows} rows" in file.getvalue()) == (rows == 5 or not is_terminal)
    assert len(paged) == 1
    assert "100 rows" in paged[0]
    assert "\x1b" not in paged[0]


def test_an_interrupt_stops_the_query_and_not_the_prompt(folder: Path, tmp_path: Path) -> None:
    def interrupted(number: int) -> int:
        if number == 0:
            os.kill(os.getpid(), signal.SIGINT)
        return number

    file = io.StringIO()
    with (
        Lake.open(folder, read_only=True) as lake,
        create_pipe_input() as typed,
        create_app_session(input=typed, output=DummyOutput()),
    ):
        lake.connection.create_function("interrupted", interrupted)
        typed.send_text(
            "SELECT sum(interrupted(a.range) * b.range) FROM range(10000000) a, range(10000000) b;"
            "\r.examples\r.schema quotess\rSELECT 6 * 7 AS answer;"
            "\r.mode nope\r.mode line\rSELECT 1 AS upright;"
            "\r.quit\r"
        )
        console = Console(file=file, width=100)
        run_prompt(
            lake,
            console,
            QueryLimits(timedelta(minutes=1)),
            history_file=tmp_path / "history",
            limit=10,
            paged=False,
        )
    shown = file.getvalue()
    for answer in (
        "interrupted",
        "FROM quotations",
        "quoted_speakers",
        "42",
        "use one of",
        "row 1",
    ):
        assert answer in shown
