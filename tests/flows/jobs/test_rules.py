"""Rules of one's own take part in runs and replays; the worked example of the how-to is real."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from made_pages import ARTICLE, ask, json_lines, run
from typer.testing import CliRunner

from dateline.expectations import ALL_RULES
from dateline.expectations.locations import Location
from dateline.expectations.rules import RuleError
from dateline.flows.cli.commands import app
from dateline.flows.cli.exit_codes import exit_code
from dateline.flows.jobs.replay import replay
from dateline.flows.jobs.rules import rules_for
from dateline.flows.settings import Settings, load_settings

ROOT = Path(__file__).parents[3]
HOW_TO = (ROOT / "docs/how-to/own-rules.md").read_text(encoding="utf-8")

RULE = """[[rule]]
name = "articles.{name}"
meaning = "The headline is not about bridges."
severity = "critical"
condition = "NOT contains(headline, 'bridge')"
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(settings: Settings) -> list[str]:
    return [rule.name for rule in rules_for(settings)[len(ALL_RULES) :]]


def test_rules_lie_in_the_working_folder_or_the_lakes(here: Path) -> None:
    settings = Settings(lake=here / "lake")
    assert rules_for(settings) == ALL_RULES
    for folder in (".", "expectations", "lake"):
        (here / folder).mkdir(exist_ok=True)
        (here / folder / "rules.toml").write_text(RULE.format(name=folder.replace(".", "first")))
        (here / folder / "rules.py").write_text("raise SystemExit('it was run')")
    assert names(settings) == ["articles.first", "articles.expectations", "articles.lake"]
    assert names(Settings(lake=here)) == ["articles.first", "articles.expectations"]
    assert rules_for(settings)[-3].location == Location(Path("rules.toml"), 1)


def test_files_that_are_named_are_read_instead(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "rules.toml").write_text(RULE.format(name="first"))
    (here / "a.toml").write_text(RULE.format(name="a"))
    (here / "b.py").write_text(
        "from dateline.expectations.rules import row_rule\n"
        "RULES = [row_rule('articles.b', 'It holds.', 'true')]\n"
    )
    (here / "dateline.toml").write_text('rules = ["a.toml", "b.py"]')
    assert names(load_settings(None)) == ["articles.a", "articles.b"]
    monkeypatch.setenv("DATELINE_RULES", "b.py:a.toml")
    assert names(load_settings(None)) == ["articles.b", "articles.a"]
    monkeypatch.setenv("DATELINE_RULES", "")
    assert names(load_settings(None)) == names(Settings(rules=())) == []
    with pytest.raises(RuleError, match=r"none\.toml"):
        names(Settings(rules=(Path("none.toml"),)))


def test_a_run_and_a_replay_judge_by_them(here: Path) -> None:
    pages = json_lines(here / "in.jsonl", [{"id": "1", "text": ARTICLE}])
    lake = here / "lake"
    run(lake, pages)
    (lake / "rules.toml").write_text(RULE.format(name="headline.dull"))

    (rejected,) = replay(Settings(lake=lake)).rejected
    assert (rejected.rule, rejected.page_count) == ("articles.headline.dull", 1)

    again = json_lines(here / "more.jsonl", [{"id": "2", "text": f"{ARTICLE}It rained."}])
    assert run(lake, again).run.quarantined_count == 1
    assert ask(lake, "SELECT rule FROM ops.quarantine") == [("articles.headline.dull",)]
    assert ask(
        lake, "SELECT severity, passed, failed_count FROM ops.checks WHERE rule LIKE '%.dull'"
    ) == [("critical", False, 1)]


def test_a_wrong_rule_is_wrong_usage_and_leaves_no_lake(here: Path) -> None:
    (here / "rules.toml").write_text("[[rule]]\nname = 3")
    with pytest.raises(RuleError) as raised:
        run(here / "lake", ROOT / "seeds/sample")
    assert exit_code(raised.value) == 2
    assert not (here / "lake").exists()


def _example(language: str) -> str:
    (example, *_) = re.findall(rf"```{language}\n(.*?)```", HOW_TO, re.DOTALL)
    return str(example)


def test_the_how_to_shows_what_comes_out(here: Path) -> None:
    (here / "rules.toml").write_text(_example("toml"))
    shutil.copytree(ROOT / "seeds/sample", here / "seeds/sample")
    command, *shown = _example("console").splitlines()
    result = CliRunner().invoke(app, [*command.split()[2:], "--inline"])
    assert result.exit_code == 1
    printed = " ".join(result.output.split())
    for line in shown:
        assert " ".join(line.split("…")[0].split()) in printed


def test_the_how_tos_python_is_a_file_of_rules(here: Path) -> None:
    (here / "own.py").write_text(_example("python"))
    assert names(Settings(rules=(Path("own.py"),))) == [
        "articles.headline.trimmed",
        "articles.publisher.trimmed",
    ]


# CPython before 3.11.8 can't build two syntax trees at once in threads, and Prefect's build some.
WATCHED = """
import ast
import sys

parse, parsed = ast.parse, []

def watched(source, *arguments, **options):
    parsed.append(source)
    return parse(source, *arguments, **options)

ast.parse = watched
from dateline.flows.cli import main

sys.argv = ["dateline", *sys.argv[1:]]
try:
    main()
finally:
    print(max((len(source.splitlines()) for source in parsed), default=0), file=sys.stderr)
"""


def test_no_source_is_parsed(here: Path) -> None:
    (here / "page.txt").write_text(ARTICLE)
    (here / "rules.toml").write_text(RULE.format(name="own"))
    for command in (["run", "page.txt", "--inline"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-c", WATCHED, *command], capture_output=True, text=True, check=False
        )
        # numpy and `inspect` parse headers of arrays and signatures of built-ins, a line each.
        assert done.stderr.splitlines()[-1] in {"0", "1"}, done.stderr
