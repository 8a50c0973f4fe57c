"""Fields of installed packages are filled by runs and replays, and never cost a page."""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from in_process import dateline
from made_distributions import install
from made_pages import ARTICLE, ask, json_lines, run

from dateline import parse
from dateline.flows.extensions import ExtensionError
from dateline.flows.jobs.fields import installed_fields
from dateline.flows.jobs.replay import replay
from dateline.flows.settings import Settings

HOW_TO = Path(__file__).parents[3] / "docs/how-to/add-a-field.md"
FIELDS = """
from dateline.transforms.article.reading import Reading


def read_reading_minutes(page):
    return Reading(len(page.text.split()) // 20, "inferred")


def read_bridge(page):
    if "tunnel" not in page.text:
        raise RuntimeError("no tunnel")
    start = page.page.text.index("bridge")
    return Reading("bridge", "stated", ((start, start + 6),), confidence=0.9)
"""
POINTS = """[dateline.fields]
reading_minutes = harbour:read_reading_minutes
bridge = harbour:read_bridge
"""
ROWS = "SELECT source_id, field, value, start, basis, reason, confidence FROM article_fields "
ROWS += "JOIN documents USING (document_id) ORDER BY ALL"

Install = Callable[[str, str], None]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    def add(points: str, code: str) -> None:
        install(tmp_path / "site", monkeypatch, "harbour-news", points, {"harbour.py": code})
        installed_fields.cache_clear()

    monkeypatch.chdir(tmp_path)
    yield add
    monkeypatch.undo()
    installed_fields.cache_clear()


def test_runs_and_replays_fill_fields(installed: Install, tmp_path: Path) -> None:
    other = ARTICLE.replace("tunnel", "ferry")
    pages = [{"id": "a", "text": ARTICLE}, {"id": "b", "text": other}]
    lake, file = tmp_path / "lake", json_lines(tmp_path / "pages.jsonl", pages)
    assert run(lake, file).run.loaded_count == 2
    assert ask(lake, ROWS) == []

    installed(POINTS, FIELDS)
    start = ARTICLE.index("bridge")
    filled = [
        ("a", "bridge", "bridge", start, "stated", None, 0.9),
        ("a", "reading_minutes", "2", None, "inferred", None, None),
        ("b", "bridge", None, None, None, "RuntimeError: no tunnel", None),
        ("b", "reading_minutes", "2", None, "inferred", None, None),
    ]
    assert run(tmp_path / "new", file).run.loaded_count == 2
    assert ask(tmp_path / "new", ROWS) == filled
    (difference,) = replay(Settings(lake=lake), publish=True).differences
    assert (difference.table, difference.added.row_count) == ("article_fields", 4)
    assert ask(lake, ROWS) == filled
    assert replay(Settings(lake=lake)).differences == ()

    shown = dateline("explain", "b", home=tmp_path).stdout
    assert re.search(r"^reading_minutes +2 +\(inferred\)$", shown, re.MULTILINE)
    assert re.search(r"^bridge +— +\(RuntimeError: no tunnel\)$", shown, re.MULTILINE)
    assert [(row.field, row.value) for row in parse(ARTICLE).article_fields] == [
        ("bridge", "bridge"),
        ("reading_minutes", "2"),
    ]


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ("Bridge = harbour:read_bridge", "Bridge of harbour-news: name it in lower case"),
        ("headline = harbour:read_bridge", "headline of harbour-news: there is such a field"),
        ("bridge = harbour:POINTS", "bridge = 'harbour:POINTS' of harbour-news cannot be imported"),
        ("bridge = harbour:__doc__", "bridge of harbour-news: None is no function"),
    ],
)
def test_what_is_no_field_names_its_distribution(
    installed: Install, point: str, expected: str
) -> None:
    installed(f"[dateline.fields]\n{point}\n", FIELDS)
    with pytest.raises(ExtensionError, match=expected):
        installed_fields()


def plain(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


def test_the_package_of_the_how_to_works(installed: Install, tmp_path: Path) -> None:
    page = HOW_TO.read_text()
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    ((field, target),) = re.findall(r"^(\w+) = \"(harbour_\w+:\w+)\"$", page, re.MULTILINE)
    module, _, function = target.partition(":")
    assert f"src/{module}.py" in page
    (rule,) = re.findall(r"```toml\n(\[\[rule\]\]\n.*?)```", page, re.DOTALL)
    (tmp_path / "rules.toml").write_text(rule)
    cited = ARTICLE.replace("the city said.", "the city said in Report No. 24-1187 of its police.")
    record = json_lines(tmp_path / "pages.jsonl", [{"text": cited}])
    run(tmp_path / "lake", record)
    installed(f"[dateline.fields]\n{field} = harbour:{function}\n", code)
    (shown,) = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    for command, output in re.findall(r"^\$ dateline (.*)\n((?:[^$].*\n)*)", shown, re.MULTILINE):
        done = dateline(*shlex.split(command), home=tmp_path)
        assert done.returncode == 0, done.stderr
        if output:
            assert plain(done.stdout) == plain(output)
    (query,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    done = dateline("sql", query, home=tmp_path)
    assert field in done.stdout, done.stderr
    assert dateline("check", home=tmp_path).returncode == 0
