"""Every rule over whole tables: a lake with rows that went round the audit, and files of others."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_pages import ARTICLE, json_lines, run

from dateline.expectations.rules import RuleError
from dateline.flows.cli import main
from dateline.flows.jobs.check import TargetError, check
from dateline.flows.jobs.findings import Findings
from dateline.flows.jobs.verify import verify
from dateline.flows.settings import Settings
from dateline.transforms.schema import TABLES
from dateline.transforms.schema.closed_sets import Severity
from dateline.warehouse.catalog.errors import LakeDamagedError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish.publishing import publish
from dateline.warehouse.publish.staging import DERIVED, stage
from dateline.warehouse.read.export import export
from dateline.warehouse.read.whole_tables import UnusableFileError

ROOT = Path(__file__).parents[3]

Row = dict[str, Any]
Change = Callable[[list[Row]], list[Row]]


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of three pages, loaded in one batch."""
    folder = tmp_path_factory.mktemp("check")
    pages = [{"id": f"page {number}", "text": f"{ARTICLE}Read on: {number}\n"} for number in "123"]
    run(folder / "lake", json_lines(folder / "pages.jsonl", pages))
    return folder / "lake"


@pytest.fixture(scope="module")
def exported(lake: Path) -> Path:
    folder = lake.with_name("exported")
    with Lake.open(lake, read_only=True) as opened:
        export(opened, folder)
    return folder


def changed(folder: Path, table: str, change: Change) -> None:
    """Rewrite the rows of a table's file."""
    path = folder / f"{table}.parquet"
    rows = pq.read_table(path)
    schema = pa.schema([field.with_nullable(True) for field in rows.schema])
    pq.write_table(pa.Table.from_pylist(change(rows.to_pylist()), schema=schema), path)


def first(**values: Any) -> Change:
    return lambda rows: [{**rows[0], **values}, *rows[1:]]


@pytest.fixture
def files(exported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(exported, tmp_path / "files [1]*?"))


def keep(folder: Path, *tables: str) -> None:
    """Remove the files of all other tables."""
    for path in folder.iterdir():
        if path.name.removesuffix(".parquet") not in tables:
            path.unlink()


def failures(found: Findings) -> Mapping[str, int]:
    return {
        finding.rule: finding.failed_count
        for severity in Severity
        for finding in found.failed(severity)
    }


def test_a_sound_lake_passes_by_every_rule(lake: Path) -> None:
    found = check(Settings(lake=lake))
    assert {table for table, _ in found.by_table()} == set(TABLES)
    assert {finding.outcome for finding in found.findings} == {"passed"}
    assert not found.blocks(strict=True)
    checked = {finding.rule: finding.checked_count for finding in found.findings}
    assert checked["documents.text.not_empty"] == 3
    assert checked["ops.sightings.outcome.in_set"] == 3
    assert checked["documents.loaded.counted"] == 1


def test_rows_that_went_round_the_audit_are_found_and_their_query_shows_them(
    exported: Path, tmp_path: Path
) -> None:
    tables = {
        name: pq.read_table(exported / f"{name}.parquet") for name in TABLES if name not in DERIVED
    }
    for name, change in {
        "quotes": first(kind="shouted", text="Never said"),
        "lines": first(start=1),
        "ops.sightings": first(source_id="'; DROP TABLE quotes; --\x1b[2J", document_id="x"),
        "ops.batches": first(batch_id="round-the-audit"),
    }.items():
        rows = change(tables[name].to_pylist())
        tables[name] = pa.Table.from_pylist(rows, schema=TABLES[name].arrow_schema)
    tables["ops.runs"] = tables["ops.runs"].slice(0, 0)
    with Lake.open(tmp_path / "lake") as broken:
        publish(broken, stage(broken.folder, tables))
        broken.connection.execute("INSERT INTO entities SELECT * FROM entities LIMIT 1")
    found = check(Settings(lake=tmp_path / "lake"))
    assert failures(found) == {
        "lines.start.contiguous": 1,
        "quotes.kind.in_set": 1,
        "quotes.text.excerpt": 1,
        "quotes.segments.kind": 1,
        "entities.key.unique": 2,
        "ops.sightings.document_id.matches": 1,
    }
    assert found.blocks(strict=False)
    with Lake.open(tmp_path / "lake", read_only=True) as opened:
        for finding in found.failed(Severity.CRITICAL):
            assert finding.query is not None
            shown = opened.query(finding.query).to_pylist()
            assert len(shown) == finding.failed_count == len(finding.examples)
            assert str(shown[0][TABLES[finding.table].key[0]]) in finding.examples[0]


def test_a_day_that_departs_from_the_past_is_a_warning(lake: Path, tmp_path: Path) -> None:
    shutil.copytree(lake, tmp_path / "lake")
    with Lake.open(tmp_path / "lake") as opened:
        opened.connection.execute(
            "INSERT INTO ops.measures BY NAME SELECT measures.* REPLACE ("
            "'made-' || ago AS batch_id, 'example.org' AS source, current_date - ago::INT AS day,"
            " 40 AS page_count, if(ago = 0, 40, 2 + ago % 2) AS without_headline_count)"
            " FROM ops.measures, range(30) AS days(ago)"
        )
    found = check(Settings(lake=tmp_path / "lake"))
    assert failures(found) == {"history.without_headline": 2, "history.new_source": 1}
    (finding,) = (
        it for it in found.failed(Severity.WARNING) if it.rule == "history.without_headline"
    )
    assert '"source": "example.org"' in finding.examples[0]
    assert finding.location.path == Path("expectations/history.py")
    assert finding.message.endswith("sources of ops.measures.")
    tables = [table for table, _ in found.by_table()]
    assert tables == list(TABLES)


def broken_folder(folder: Path) -> None:
    """Failures within a page, between pages, of no page, and of a page that isn't there."""
    changed(folder, "documents", lambda rows: [*rows, rows[1]])
    changed(folder, "articles", first(word_count=1))
    changed(folder, "lines", lambda rows: [*rows, {**rows[0], "document_id": None}])
    changed(folder, "quotes", first(document_id="f" * 64))
    changed(folder, "entities", lambda rows: [*rows, rows[0]])
    changed(folder, "story_members", first(role=None))
    pages = ("documents", "articles", "lines", "quotes")
    keep(folder, *pages, "entities", "story_members", "ops.batches")


def test_what_is_found_does_not_depend_on_the_parts_it_is_judged_in(files: Path) -> None:
    broken_folder(files)
    whole = check(Settings(), files)
    assert {
        "documents.key.unique": 2,
        "documents.source_id.one_text": 2,
        "documents.loaded.counted": 1,
        "articles.word_count.matches": 1,
        "lines.document_id.not_null": 1,
        "quotes.document_id.references": 1,
        "entities.key.unique": 2,
        "story_members.role.not_null": 1,
    }.items() <= failures(whole).items()
    for narrow in (Settings(batch_pages=1), Settings(batch_bytes=1)):
        assert failures(check(narrow, files)) == failures(whole)


def test_rules_that_need_a_table_that_is_not_there_are_skipped(files: Path) -> None:
    changed(files, "quotes", first(speaker_start=-1))
    keep(files, "quotes", "lines")
    found = check(Settings(), files)
    assert failures(found) == {"quotes.speaker_start.between": 1}
    reasons = {finding.rule: finding.reason for finding in found.skipped}
    assert "documents" in (reasons["quotes.text.excerpt"] or "")
    assert "quotes.start.in_article" not in reasons
    assert "documents" in found.absent
    assert {table for table, _ in found.by_table()} == {"lines", "quotes"}
    assert len(found.findings) > len(found.skipped) > 5


def test_a_single_file_is_named_after_its_table_or_by_hand(files: Path) -> None:
    single = files / "ops.runs.parquet"
    assert [table for table, _ in check(Settings(), single).by_table()] == ["ops.runs"]
    other = single.rename(files / "some=runs.parquet")
    assert failures(check(Settings(), other, "ops.runs")) == {}
    with pytest.raises(TargetError, match=r"some=runs\.parquet is not named after a table"):
        check(Settings(), other)
    with pytest.raises(TargetError, match=r"some=runs\.parquet is not named after a table"):
        check(Settings(), files)


@pytest.mark.parametrize(
    ("target", "table", "said"),
    [
        ("nowhere", None, "does not exist; check the path"),
        (".", None, "nor a folder of files TABLE.parquet; the tables are documents, lines"),
        (".", "quotes", "--table quotes is for a single file"),
        ("a.parquet", "quote", "the table 'quote' does not exist; did you mean 'quotes'"),
    ],
)
def test_a_target_that_is_none_says_what_would_be(
    tmp_path: Path, target: str, table: str | None, said: str
) -> None:
    if target == "a.parquet":
        (tmp_path / target).write_bytes(b"")
    with pytest.raises(TargetError, match=said):
        check(Settings(), tmp_path / target, table)


def rewritten(folder: Path, table: str, rows: pa.Table) -> Path:
    path = folder / f"{table}.parquet"
    pq.write_table(rows, path)
    return path


def test_missing_columns_and_other_types_are_told(exported: Path, tmp_path: Path) -> None:
    rows = pq.read_table(exported / "entities.parquet")
    with pytest.raises(UnusableFileError, match="lacks the columns kind, name; `dateline tables"):
        check(Settings(), rewritten(tmp_path, "entities", rows.drop_columns(["kind", "name"])))
    text = rows.set_column(4, "mention_count", rows["mention_count"].cast(pa.string()))
    with pytest.raises(UnusableFileError, match="mention_count is VARCHAR, not BIGINT"):
        check(Settings(), rewritten(tmp_path, "entities", text))
    twice = rows.append_column("name", rows["name"])
    with pytest.raises(UnusableFileError, match="has the column name more than once"):
        check(Settings(), rewritten(tmp_path, "entities", twice))
    (tmp_path / "entities.parquet").write_text("entity_id,kind\n")
    with pytest.raises(UnusableFileError, match=r"cannot read .*entities\.parquet as Parquet"):
        check(Settings(), tmp_path)


def damage(file: Path) -> None:
    """Break what a Parquet file holds, and leave what it says about itself."""
    rows = pq.read_metadata(file).row_group(0)
    content = bytearray(file.read_bytes())
    for place in range(4, 4 + sum(rows.column(n).total_compressed_size for n in range(3))):
        content[place] ^= 0x5A
    file.write_bytes(content)


def test_files_that_are_damaged_are_told(lake: Path, files: Path, tmp_path: Path) -> None:
    damage(files / "entities.parquet")
    with pytest.raises(UnusableFileError, match=r"cannot read .*entities\.parquet: "):
        check(Settings(), files / "entities.parquet")
    with pytest.raises(UnusableFileError, match=r"cannot read a file in .*files.*: "):
        check(Settings(), files)
    shutil.copytree(lake, tmp_path / "lake")
    damage(next((tmp_path / "lake/data/main/articles").glob("*.parquet")))
    for audited in (check, verify):
        with pytest.raises(LakeDamagedError, match="restore the data files from a backup"):
            audited(Settings(lake=tmp_path / "lake"))


def test_types_that_hold_no_other_values_are_taken(exported: Path, tmp_path: Path) -> None:
    rows = pq.read_table(exported / "articles.parquet")
    for name, values in {
        "word_count": rows["word_count"].cast(pa.int16()),
        "author": rows["author"].cast(pa.large_list(pa.large_string())),
        "headline": rows["headline"].dictionary_encode(),
        "publisher": pa.nulls(rows.num_rows),
    }.items():
        rows = rows.set_column(rows.schema.get_field_index(name), name, values)
    found = check(Settings(), rewritten(tmp_path, "articles", rows.append_column("x", rows[0])))
    assert failures(found) == {}


def test_rules_of_ones_own_are_checked_too(files: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(
        '[[rule]]\nname = "articles.headline.short"\nmeaning = "It is short."\n'
        'severity = "warning"\ncondition = "length(articles.headline) < 10"\n'
    )
    found = check(Settings(rules=(rules,)), files / "articles.parquet")
    assert failures(found) == {"articles.headline.short": 3}
    (finding,) = found.failed(Severity.WARNING)
    assert (finding.location.path, finding.location.line) == (rules, 1)
    assert found.blocks(strict=True)
    assert not found.blocks(strict=False)


def test_a_condition_that_a_table_makes_impossible_is_blamed_on_its_rule(
    files: Path, tmp_path: Path
) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(
        '[[rule]]\nname = "articles.headline.number"\nmeaning = "They are numbers."\n'
        'severity = "warning"\nscope = "table"\ncondition = "sum(headline::INTEGER) > 0"\n'
    )
    with pytest.raises(
        RuleError, match=r"rules\.toml:1: cannot evaluate articles\.headline\.number"
    ):
        check(Settings(rules=(rules,)), files / "articles.parquet")


@pytest.fixture
def dateline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """The command in a folder of its own, in this process; returns its exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)

    def command(*arguments: object) -> int:
        monkeypatch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    return command


def test_a_warning_fails_the_command_only_if_strict(
    dateline: Callable[..., int], files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(files, "articles", first(date_published=date(2999, 1, 1)))
    keep(files, "articles", "documents")
    assert dateline("check", files) == 0
    shown = capsys.readouterr().out
    assert "warning articles.date_published.not_future" in shown
    assert "1 warned, 0 failed" in shown
    assert "documents.lines.present" in shown.split("Skipped")[1]
    assert dateline("check", files, "--strict", "--json") == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    (failed,) = (finding for finding in findings if finding["outcome"] == "failed")
    assert failed["rule"] == "articles.date_published.not_future"
    assert failed["location"].startswith("expectations/content.py:")


def test_several_outputs_at_once_hold_what_pages_say_in_check(
    dateline: Callable[..., int],
    files: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hostile = "\x1b[2J]]>\n::error::x\n##[add-mask]x %0A \u202e<b>|`"
    changed(files, "ops.sightings", first(file_path=hostile, outcome="lost"))
    keep(files, "ops.sightings")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    arguments = ("--github", "--junit", "out/junit.xml", "--sarif", "out/a.sarif")
    assert dateline("check", files, *arguments) == 1
    lines = capsys.readouterr().out.splitlines()
    assert not any(character in line for line in lines for character in "\x1b\u202e")
    (stopped,) = (line for line in lines if line.startswith("::stop-commands::"))
    word = stopped.removeprefix("::stop-commands::")
    resumed = lines.index(f"::{word}::")
    assert len(word) == 32
    commands = [line for line in lines[resumed + 1 :] if line]
    assert len(commands) == 1
    assert commands[0].startswith("::error file=transforms/schema/operations.py,line=")
    suites = ElementTree.parse(tmp_path / "out/junit.xml")  # noqa: S314 - our own
    assert len(suites.findall("*/testcase/failure")) == 1
    (run_,) = json.loads((tmp_path / "out/a.sarif").read_text())["runs"]
    assert [result["ruleId"] for result in run_["results"]] == ["ops.sightings.outcome.in_set"]
    assert "`ops.sightings.outcome.in_set`" in (tmp_path / "summary.md").read_text()


def test_exit_codes_tell_usage_from_environment(
    dateline: Callable[..., int], lake: Path, files: Path
) -> None:
    single = files / "ops.runs.parquet"
    assert dateline("check") == 3
    assert dateline("check", "nowhere") == 2
    assert dateline("check", single, "--table", "run") == 2
    assert dateline("check", single, "--github", "--json") == 2
    assert dateline("check", single, "--lake", lake) == 2
    assert dateline("check", single, "--junit", single / "x.xml") == 2
    assert dateline("check", files.with_name("nowhere"), "--lax") == 2


def test_prefect_is_not_imported() -> None:
    code = (
        "import sys; from dateline.flows import cli, jobs; import dateline.flows.jobs.check,"
        "dateline.flows.cli.check, dateline.flows.show.findings.github;"
        "assert 'prefect' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def commands_in(workflow: str) -> list[str]:
    text = (ROOT / "docs/how-to/ci" / workflow).read_text()
    return re.findall(r"(?:run:|-) (dateline [^|\n]*[^|\s])", text)


@pytest.mark.parametrize(
    ("workflow", "schema"),
    [("github.yml", "vendor.github-workflows"), ("gitlab.yml", "vendor.gitlab-ci")],
)
def test_the_example_workflows_are_valid(workflow: str, schema: str) -> None:
    file = ROOT / "docs/how-to/ci" / workflow
    arguments = ["-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    subprocess.run([sys.executable, *arguments], check=True)


def test_the_commands_of_the_example_workflows_work(
    lake: Path, dateline: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = commands_in("github.yml")
    assert [command.split()[1] for command in commands] == ["run", "check"]
    assert commands_in("gitlab.yml") == [command.replace(" --github", "") for command in commands]
    monkeypatch.setenv("DATELINE_LAKE", str(lake))
    (tmp_path / "seeds/sample").mkdir(parents=True)
    for command in commands:
        assert dateline(*shlex.split(command)[1:]) == 0
    assert (tmp_path / "reports/dateline.xml").is_file()
    assert (tmp_path / "reports/dateline.sarif").is_file()
