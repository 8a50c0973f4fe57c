"""What other distributions add takes part, and what is wrong with it names the distribution."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_distributions import install
from made_pages import ARTICLE, ask, json_lines, run

from dateline.expectations import ALL_RULES
from dateline.expectations.rules import RuleError
from dateline.flows.extensions import ExtensionError
from dateline.flows.inputs.lexicons import LexiconError
from dateline.flows.jobs.lexicons import lexicons_for
from dateline.flows.jobs.rules import rules_for
from dateline.flows.settings import Settings
from dateline.transforms.own_lexicons import OwnLexicons, use_lexicons

RULES = """
from dateline.expectations.rules import row_rule

RULES = (row_rule("articles.headline.calm", "A headline is calm.", "headline NOT LIKE '%!'"),)
"""
LEXICONS = {"harbour/__init__.py": "", "harbour/cities.csv": "name,source\nZorbleton,me\n"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    use_lexicons(OwnLexicons())


def test_a_distribution_takes_part_in_a_run(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    points = "[dateline.rules]\nharbour = harbour.rules:RULES\n[dateline.lexicons]\nh = harbour\n"
    install(
        here / "site", monkeypatch, "harbour-news", points, LEXICONS | {"harbour/rules.py": RULES}
    )
    assert [rule.name for rule in rules_for(Settings())[len(ALL_RULES) :]] == [
        "articles.headline.calm"
    ]
    pages = json_lines(here / "pages.jsonl", [{"id": "a", "text": ARTICLE}])
    result = run(here / "lake", pages)
    assert result.run.version.endswith(f".lexicons.{lexicons_for(Settings()).digest}")
    checked = "SELECT passed FROM ops.checks WHERE rule = 'articles.headline.calm'"
    assert ask(here / "lake", checked) == [(True,)]


@pytest.mark.parametrize(
    ("points", "files", "expected"),
    [
        (
            "[dateline.rules]\nx = nowhere.rules:RULES\n",
            {},
            "dateline.rules x = 'nowhere.rules:RULES' of harbour-news cannot be imported: "
            "ModuleNotFoundError: No module named 'nowhere'; repair or uninstall harbour-news",
        ),
        (
            "[dateline.rules]\nx = harbour\n",
            {"harbour.py": "raise RuntimeError('torn')"},
            "dateline.rules x = 'harbour' of harbour-news cannot be imported: RuntimeError: torn",
        ),
        (
            "[dateline.rules]\nx = harbour:RULES\n",
            {"harbour.py": "RULES = ('true',)"},
            "dateline.rules x of harbour-news = ('true',): use a tuple of rules",
        ),
    ],
)
def test_rules_that_are_none_name_their_distribution(
    here: Path, monkeypatch: pytest.MonkeyPatch, points: str, files: dict[str, str], expected: str
) -> None:
    install(here / "site", monkeypatch, "harbour-news", points, files)
    with pytest.raises((ExtensionError, RuleError)) as raised:
        rules_for(Settings())
    assert str(raised.value).startswith(expected)


@pytest.mark.parametrize(
    ("points", "files", "expected"),
    [
        (
            "[dateline.lexicons]\nx = harbour\n",
            {"harbour/__init__.py": "", "harbour/cities.csv": "name\nX\n"},
            "harbour (harbour-news)/cities.csv:1: the column 'source' is missing",
        ),
        (
            "[dateline.lexicons]\nx = harbour:PATH\n",
            {"harbour.py": "PATH = 'cities.csv'"},
            "dateline.lexicons x of harbour-news: 'cities.csv' is no package",
        ),
    ],
)
def test_lexicons_that_are_none_name_their_distribution(
    here: Path, monkeypatch: pytest.MonkeyPatch, points: str, files: dict[str, str], expected: str
) -> None:
    install(here / "site", monkeypatch, "harbour-news", points, files)
    with pytest.raises((ExtensionError, LexiconError)) as raised:
        lexicons_for(Settings())
    assert str(raised.value).startswith(expected)
