"""Command lines with mistakes: each message says what is wrong, and what to write instead."""

import json
import shlex
from pathlib import Path

import pytest
from in_process import dateline

from dateline.flows.cli.exit_codes import fail_with


@pytest.fixture(scope="module")
def home(sample_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a lake and with what people take for one."""
    home = tmp_path_factory.mktemp("home")
    (home / "lake").symlink_to(sample_lake)
    for folder in ("empty", "notes", "newer"):
        (home / folder).mkdir()
    (home / "notes/todo.txt").write_text("x")
    (home / "newer/dateline.json").write_text(json.dumps({"format": 99}))
    (home / "page.html").write_text("<p>x")
    (home / "unnamed.parquet").write_text("x")
    return home


SQL = [
    ('sql ""', "the query is empty; write one"),
    ('sql " ; "', "the query is empty; write one"),
    (
        "sql \"FROM '/etc/passwd'\"",
        "cannot read '/etc/passwd': a query reads the tables of the lak",
    ),
    ("sql \"FROM 'x.parquet'\"", "cannot read 'x.parquet': a query reads the tables of the lake"),
    ('sql "FROM artikles"', "Did you mean articles, "),
    ('sql "FROM zzzzz"', "`dateline tables` lists the tables and views"),
    ("sql 'SELECT headline = \"x y\" FROM articles'", "A text stands in single quotation marks"),
    ("sql .tables", "Commands such as .tables are for the prompt"),
    ("sql FROM articles", "put an argument with spaces in quotation marks"),
    ('sql "-- note"', "before a value that begins with -, put --"),
    ("sql x --parquet empty", "empty is a folder; name a file, such as empty/NAME"),
    ("sql x --parquet page.html/x", "page.html is a file; choose another folder"),
    ("sql x --limit many", "invalid --limit 'many'; use a whole number"),
    ("sql x --limit 0", "invalid --limit '0'; use 1 or more"),
    ("sql x --jsn", "no such option: --jsn; did you mean --csv or --json?"),
    ('sql x --lake ""', "--lake is empty; name a folder"),
]
NAMES = [
    ("tables artikles", "the table 'artikles' does not exist; did you mean 'articles'?"),
    ("tables ARTICLES", "did you mean 'articles'?"),
    ("tables ops.run", "did you mean 'ops.runs'?"),
    ("tables zzzzz", "use one of documents, lines, articles"),
    ("serch x", "no such command 'serch'; did you mean 'search', 'serve'?"),
    ("zzzzz", "no such command 'zzzzz'; `dateline --help` lists the commands"),
    ("help zzzzz", "no such command 'zzzzz'; `dateline --help` lists the commands"),
    ("quarantine shw", "no such command 'shw'; did you mean 'show'?"),
    ("quarantine --reason emty", "invalid reason 'emty'; did you mean 'empty'?"),
    ("quarantine --state closed", "invalid --state 'closed'; use one of open, resolved, expired"),
    ("search x --in quote", "invalid --in 'quote'; did you mean 'quotes'?"),
    ("search x --limit 5000", "invalid --limit '5000'; use 1000 or less"),
    ("history --day yesterday", "invalid --day 'yesterday'; use a day, such as 2026-03-01"),
    ("--lake lake sql x", "no such option: --lake; options come after the command"),
    ("explain", "missing argument 'PAGE'; `dateline explain --help` shows how"),
    ("diff a b", "invalid OLD 'a'; use a whole number"),
]
FILES = [
    ("check page.html", "cannot check page.html: it is not a Parquet file; give a lake, a folder"),
    ("check unnamed.parquet", "is not named after a table; name the table of a single file with -"),
    ("check unnamed.parquet --table artikles", "did you mean 'articles'?"),
    ("check empty", "is neither a lake nor a folder of files TABLE.parquet"),
    ("check --table articles", "--table articles is for a single file; name the file, too"),
    ("check --junit empty", "empty is a folder; name a file"),
    ("report page.html/x.html", "page.html is a file; choose another folder"),
    ("report out.html --run zzzzz", "no run 'zzzzz'; `dateline runs` lists the runs"),
    ("export page.html", "page.html is a file; choose another folder"),
    ("rules artikles", "the table 'artikles' does not exist; did you mean 'articles'?"),
    ("rules --gx page.html", "page.html is a file; choose another folder"),
    ("export empty --format duckdb", "empty is a folder; name a file"),
    (
        "run notes --lineage ftp://a:s3cret@b",
        "invalid --lineage: use the path of a file, or",
    ),
    ('run "" --inline', "an input is empty; name a file or folder"),
    ('replay --where ""', "the condition is empty; write one on the columns of documents"),
    ('replay --where "zzzzz = 1"', "Write a condition on the columns of documents"),
]


@pytest.mark.parametrize(("line", "said"), [*SQL, *NAMES, *FILES])
def test_wrong_usage_says_what_to_write_instead(home: Path, line: str, said: str) -> None:
    before = sorted(path.name for path in home.iterdir())
    done = dateline(*shlex.split(line), home=home)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("dateline: ")
    assert said in done.stderr
    assert sorted(path.name for path in home.iterdir()) == before


READER = "name the folder of a lake with --lake or DATELINE_LAKE; `dateline run INPUT --lake DIR`"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("sql x --lake nowhere", READER),
        ("runs --lake notes", READER),
        ("search x --lake page.html", READER),
        ("compact --lake notes", READER),
        ("sql x --lake newer", "use the version that made the lake"),
        ("run empty --inline --lake notes", "choose an empty or a new folder"),
        ("report /proc/x/y.html", "cannot write /proc/x/y.html: No such file or directory; make"),
        ("sql 'SELECT 1' --parquet /proc/x/y", "cannot write /proc/x/y: No such file or directory"),
    ],
)
def test_a_failed_environment_says_what_to_do(home: Path, line: str, said: str) -> None:
    done = dateline(*shlex.split(line), home=home)
    assert done.returncode == 3
    assert done.stdout == ""
    assert said in done.stderr


def test_an_unusable_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        fail_with(PermissionError(13, "Permission denied", "rules.toml"))
    assert ended.value.code == 3
    assert "cannot use rules.toml: Permission denied; check the path" in capsys.readouterr().err


def test_help_is_a_command_too(home: Path) -> None:
    for line in ("help", "help run", "help quarantine show"):
        words = line.split()[1:]
        shown = dateline("help", *words, home=home)
        assert shown.returncode == 0
        assert shown.stdout == dateline(*words, "--help", home=home).stdout != ""


def test_no_arguments_show_the_help(home: Path) -> None:
    shown = dateline(home=home)
    assert shown.returncode == 2
    assert "Start with" in shown.stdout + shown.stderr


def test_a_report_makes_its_folder(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "new/folder/report.html"
    assert dateline("report", out, "--pages", 0, home=home).returncode == 0
    assert out.is_file()
