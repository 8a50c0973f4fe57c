"""The `dateline` command as its users run it, Prefect and Great Expectations included."""

import csv
import json
import os
import pty
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from in_process import dateline

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.views import VIEWS

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "seeds/sample"
COMMAND = Path(sys.executable).with_name("dateline")


def in_a_process(*arguments: object, home: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in `home`, with Prefect's own files there too."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")},
        "PREFECT_HOME": str(home / "prefect"),
        "HOME": str(home),
    }
    return subprocess.run(
        [str(COMMAND), *map(str, arguments)],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a lake that a run with Prefect has filled from the sample pages."""
    home = tmp_path_factory.mktemp("home")
    first = in_a_process("run", SAMPLE, "--json", "--lineage", "lineage.jsonl", home=home)
    assert first.returncode == 0, first.stderr
    assert first.stderr.splitlines()[0] == (
        f"dateline: reading {SAMPLE}, with Prefect; --inline does without"
    )
    assert "rror" not in first.stderr
    assert json.loads(first.stdout)["run"]["loaded_count"] == 5
    return home


def test_prefect_keeps_the_run_its_tasks_and_its_artifacts(home: Path) -> None:
    import sqlite3

    with sqlite3.connect(home / "prefect/prefect.db") as database:
        flows = database.execute(
            "SELECT flow.name, flow_run.state_type FROM flow_run JOIN flow "
            "ON flow.id = flow_run.flow_id"
        ).fetchall()
        tasks = {name for (name,) in database.execute("SELECT name FROM task_run")}
        names = database.execute("SELECT name FROM flow_run").fetchall()
        logged = [line for (line,) in database.execute("SELECT message FROM log")]
        artifacts = dict(database.execute("SELECT key, data FROM artifact"))
    assert ("ingest", "COMPLETED") in flows
    steps = {f"{step} batch 0: 5 pages" for step in ("admit", "transform", "audit", "publish")}
    assert {"discover", "open lake", *steps} <= tasks
    runs = json.loads(dateline("runs", "--json", home=home).stdout)
    assert names == [(runs[-1]["run_id"],)]
    assert any(line.startswith("Batch 0: 5 pages: 5 loaded") for line in logged)
    assert "**articles**: 5" in json.loads(artifacts["ingest-summary"])
    assert "offset" in artifacts["ingest-checks"] or "start" in artifacts["ingest-checks"]


@pytest.mark.parametrize(
    "command", [["check"], ["verify"], ["replay"], ["quarantine", "retry", "--all"]]
)
def test_quiet_leaves_the_exit_code_and_data(home: Path, command: list[str]) -> None:
    quiet = dateline(*command, "--quiet", home=home)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    data = dateline(*command, "--quiet", "--json", home=home)
    assert (data.returncode, data.stderr) == (0, "")
    json.loads(data.stdout)


def test_the_lineage_of_a_run_names_its_flow_run(home: Path) -> None:
    import sqlite3

    with sqlite3.connect(home / "prefect/prefect.db") as database:
        ((flow_run_id, parameters),) = database.execute("SELECT id, parameters FROM flow_run")
    events = [json.loads(line) for line in (home / "lineage.jsonl").read_text().splitlines()]
    assert [event["eventType"] for event in events] == ["START", "COMPLETE"]
    for event in events:
        parent = event["run"]["facets"]["parent"]
        assert UUID(parent["run"]["runId"]) == UUID(flow_run_id)
        assert parent["job"] == {"namespace": "prefect", "name": "ingest"}
    # An address may hold a password, and Prefect shows parameters.
    assert '"lineage"' not in parameters


def test_lineage_that_goes_nowhere_is_warned_of(home: Path) -> None:
    to_no_folder = ("--lineage", "missing/lineage.jsonl")
    done = dateline("run", SAMPLE, "--inline", *to_no_folder, home=home)
    assert done.returncode == 0
    (warning,) = [line for line in done.stderr.splitlines() if "cannot" in line]
    assert warning.startswith("dateline: cannot write lineage to missing/lineage.jsonl: No such")


def test_a_rerun_inline_says_that_nothing_is_new(home: Path) -> None:
    again = dateline("run", SAMPLE, "--inline", home=home)
    assert again.returncode == 0
    assert "Nothing new" in again.stdout
    assert "dateline sql" in again.stdout


def test_the_first_line_names_the_mode_and_quiet_prints_nothing(home: Path) -> None:
    spoken = dateline("run", SAMPLE, "--inline", home=home)
    assert spoken.stderr.splitlines()[0] == f"dateline: reading {SAMPLE}, inline, without Prefect"
    quiet = dateline("run", SAMPLE, "--inline", "--quiet", home=home)
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    data = dateline("run", SAMPLE, "--inline", "--quiet", "--json", home=home)
    assert json.loads(data.stdout)["run"]["already_known_count"] == 5
    assert data.stderr == ""
    both = dateline("run", SAMPLE, "--inline", "--quiet", "--verbose", home=home)
    assert both.returncode == 2
    assert "--quiet excludes --verbose" in both.stderr


def test_log_lines_tell_of_batches_and_of_what_is_quarantined(home: Path, empty_home: Path) -> None:
    (empty_home / "bad\x1b.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    arguments = ("run", empty_home, "--inline", "--lake", empty_home / "lake")
    logged = dateline(*arguments, "--verbose", home=empty_home).stderr
    assert "INFO Batch 0: 1 page: 0 loaded" in logged
    assert "WARNING Quarantined bad\\x1b.txt" in logged
    assert (
        "INFO 1 page read, nothing new"
        in dateline(*arguments, "--log-level", "info", home=empty_home).stderr
    )
    assert "INFO" not in dateline(*arguments, "--log-level", "warning", home=empty_home).stderr


FIRST_LINE = """
import os, sys

class FirstLine:
    def write(self, text):
        heavy = {"prefect", "duckdb", "pyarrow"} & sys.modules.keys()
        os.write(1, " ".join(heavy).encode())
        os._exit(0)

sys.stderr = FirstLine()
from dateline.flows.cli import main
main()
"""


@pytest.mark.parametrize("mode", [[], ["--inline"]])
def test_the_first_line_waits_for_nothing(empty_home: Path, mode: list[str]) -> None:
    command = [sys.executable, "-c", FIRST_LINE, "run", str(empty_home), *mode]
    assert subprocess.check_output(command, cwd=empty_home) == b""


def test_sql_as_a_table_and_as_json(home: Path) -> None:
    query = "SELECT source_id, byte_count FROM documents ORDER BY source_id LIMIT 2"
    table = dateline("sql", query, home=home)
    assert "000_5ee9923244b609f7.txt" in table.stdout
    assert "2 rows" in table.stdout
    rows = json.loads(dateline("sql", query, "--json", home=home).stdout)
    assert rows[0] == {"source_id": "000_5ee9923244b609f7.txt", "byte_count": 3853}
    piped = dateline("sql", "--json", home=home, standard_input=query)
    assert json.loads(piped.stdout) == rows
    assert json.loads(dateline("sql", "FROM documents LIMIT 0", "--json", home=home).stdout) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT hedline FROM articles",
        "DELETE FROM documents",
        "COPY documents TO 'stolen.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "ATTACH 'other.db'",
        "SELECT 1; SELECT 2",
    ],
)
def test_sql_refuses_what_it_must_not_do(home: Path, query: str) -> None:
    refused = dateline("sql", query, home=home)
    assert refused.returncode == 2
    assert refused.stderr.startswith("dateline: ")
    assert "Traceback" not in refused.stderr
    assert not (home / "stolen.csv").exists()


@pytest.mark.parametrize("arguments", [["--json"], ["--limit", "20000"]])
def test_a_reader_that_has_enough_is_no_failure(home: Path, arguments: list[str]) -> None:
    process = subprocess.Popen(
        [str(COMMAND), "sql", "FROM range(20000)", *arguments],
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.read(1)
    process.stdout.close()
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")


def test_a_mistyped_column_gets_the_nearest_names(home: Path) -> None:
    assert '"headline"' in dateline("sql", "SELECT hedline FROM articles", home=home).stderr


def test_the_prompt_answers_and_leaves(home: Path) -> None:
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [str(COMMAND), "sql"],
        cwd=home,
        env={**os.environ, "HOME": str(home), "TERM": "dumb"},
        stdin=child,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    os.close(child)
    os.write(parent, b"SELECT 6 * 7 AS answer;\r.tables\r.quit\r")
    output, _ = process.communicate(timeout=60)
    os.close(parent)
    assert b"answer" in output
    assert b"42" in output
    assert b"ops.quarantine" in output
    assert process.returncode == 0


@pytest.mark.parametrize("extension", ["parquet", "csv", "jsonl"])
def test_export_writes_a_file_a_table(home: Path, tmp_path: Path, extension: str) -> None:
    exported = dateline("export", tmp_path / "out", "--format", extension, home=home)
    assert exported.returncode == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {"datapackage.json", *(f"{name}.{extension}" for name in TABLES)}
    documents = tmp_path / f"out/documents.{extension}"
    if extension == "parquet":
        assert pq.read_table(documents).num_rows == 5
    elif extension == "csv":
        with documents.open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == 5
    else:
        assert len([json.loads(line) for line in documents.read_text().splitlines()]) == 5


def test_explain_shows_every_line_and_the_fields(home: Path) -> None:
    shown = dateline("explain", "000_5ee9923244b609f7.txt", home=home).stdout
    assert "WASHINGTON, DC —" in shown
    assert "related_headline" in shown
    as_json = dateline("explain", "000_5ee9923244b609f7.txt", "--json", home=home)
    explained = json.loads(as_json.stdout)
    text = explained["document"]["text"]
    assert "".join(line["text"] for line in explained["lines"]) == text
    assert explained["article"]["dateline"] == "WASHINGTON, DC —"
    by_identity = dateline("explain", explained["document"]["document_id"][:12], home=home)
    assert by_identity.stdout == shown
    assert dateline("explain", "nothing", home=home).returncode == 2


def test_tables_and_runs(home: Path) -> None:
    assert "documents.text" in dateline("tables", "lines", home=home).stdout
    described = json.loads(dateline("tables", "--json", home=home).stdout)
    assert {row["table"] for row in described} == {*TABLES, *VIEWS}
    assert dateline("tables", "nothing", home=home).returncode == 2
    runs = json.loads(dateline("runs", "--json", home=home).stdout)
    assert runs[-1]["loaded"] == 5
    assert "completed" in dateline("runs", home=home).stdout


def test_a_data_file_that_is_gone_is_said_with_what_to_do(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "lake", tmp_path / "lake")
    for file in (tmp_path / "lake/data/main/page_quotes").iterdir():
        file.unlink()
    asked = dateline("sql", "SELECT max(text) FROM quotes", home=tmp_path)
    assert asked.returncode == 3
    assert "Cannot open file" in asked.stderr
    assert "docs/how-to/recover.md" in asked.stderr


def test_compacting_keeps_every_row(home: Path) -> None:
    query = "SELECT count(*) AS rows, sum(hash(lines)) AS content FROM lines"
    before = dateline("sql", query, "--json", home=home).stdout
    compacted = dateline("compact", home=home)
    assert compacted.returncode == 0, compacted.stderr
    assert "data files" in compacted.stdout
    assert dateline("sql", query, "--json", home=home).stdout == before
    assert dateline("compact", "--lake", "nowhere", home=home).returncode == 3


@pytest.fixture
def empty_home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_exit_codes_tell_what_went_wrong(empty_home: Path) -> None:
    (empty_home / "file").write_text("x")
    (empty_home / "other").mkdir()
    (empty_home / "other/catalog.sqlite").write_bytes(b"SQLite format 3\0" + bytes(100))
    (empty_home / "bad.txt").write_bytes(b"")

    def code(*arguments: object) -> int:
        return dateline(*arguments, home=empty_home).returncode

    assert code("run") == 2
    assert code("run", "missing", "--inline") == 2
    assert code("sql", "SELECT 1", "--lake", "nowhere") == 3
    assert code("run", "bad.txt", "--inline", "--lake", "file") == 3
    assert code("run", "bad.txt", "--inline", "--lake", "file/below") == 3
    assert code("run", "bad.txt", "--inline", "--lake", "other") == 3
    assert code("run", "bad.txt", "--inline", "--lake", "new") == 1
    (empty_home / "dateline.toml").write_text("batch_pages = 'many'\n")
    assert code("run", "bad.txt", "--inline") == 2
    (empty_home / "dateline.toml").write_text("batch_pages = = 1\n")
    assert code("run", "bad.txt", "--inline") == 2


def test_a_lost_file_of_the_lake_is_the_environments_failure(home: Path, tmp_path: Path) -> None:
    shutil.copytree(home / "lake", tmp_path / "lake")
    shutil.rmtree(tmp_path / "lake/data/main/lines")
    for arguments in (["sql", "FROM lines"], ["explain", "000_5ee9923244b609f7.txt"]):
        failed = dateline(*arguments, "--lake", tmp_path / "lake", home=home)
        assert failed.returncode == 3
        assert failed.stderr.startswith("dateline: ")


def test_settings_come_from_the_file(empty_home: Path) -> None:
    (empty_home / "dateline.toml").write_text('lake = "elsewhere"\n')
    (empty_home / "inbox").mkdir()
    assert dateline("run", "inbox", "--inline", home=empty_home).returncode == 0
    assert (empty_home / "elsewhere").is_dir()


def test_what_to_try_next_can_be_pasted(empty_home: Path) -> None:
    (empty_home / "inbox").mkdir()
    shown = dateline("run", "inbox", "--inline", "--lake", "it's my lake", home=empty_home).stdout
    commands = [line for line in shown.splitlines() if line.startswith("  dateline sql ")]
    assert [shlex.split(command)[-1] for command in commands] == [
        str(empty_home / "it's my lake")
    ] * 3


def test_help_reads_like_a_guide(empty_home: Path) -> None:
    shown = in_a_process("--help", home=empty_home)
    assert shown.returncode == 0
    for word in ("run", "sql", "export", "explain", "tables", "runs", "Exit codes"):
        assert word in shown.stdout
    imported = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import dateline.flows.cli"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    for heavy in ("prefect", "great_expectations", "duckdb", "pandas", "pyarrow", "lightgbm"):
        assert f" {heavy}\n" not in imported
