"""Lexicons of one's own take part in runs, retries and replays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_pages import ARTICLE, ask, json_lines, run

from dateline.flows.inputs.lexicons import LexiconError
from dateline.flows.jobs.ingest import ingest
from dateline.flows.jobs.lexicons import lexicons_for, version_with
from dateline.flows.jobs.replay import replay
from dateline.flows.settings import Settings, load_settings
from dateline.flows.version import version
from dateline.transforms.own_lexicons import OwnLexicons, use_lexicons

PLEA = "Get the Harbour Bulletin today"
LABEL = f"""
    SELECT label, rule FROM lines JOIN documents USING (document_id)
    WHERE text[start + 1:"end"] = '{PLEA}'
"""
RULE = """[[rule]]
name = "articles.headline.calm"
meaning = "A headline is not about bridges."
severity = "critical"
condition = "NOT contains(headline, 'bridge')"
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    (tmp_path / "own/line_phrases.csv").write_text(
        "phrase,label,match,language,source\nharbour bulletin,subscribe,anywhere,en,me\n"
    )
    json_lines(tmp_path / "pages.jsonl", [{"id": "a", "text": f"{ARTICLE}\n\n{PLEA}"}])
    yield tmp_path
    use_lexicons(OwnLexicons())


def test_the_rows_count_in_a_run_and_for_its_version(home: Path) -> None:
    result = run(home / "lake", home / "pages.jsonl", lexicons=(Path("own"),))
    assert ask(home / "lake", LABEL) == [("subscribe", "phrase_within_line")]
    digest = lexicons_for(Settings(lexicons=(Path("own"),))).digest
    assert result.run.version in {
        f"{version()}.lexicons.{digest}",
        f"{version()}+lexicons.{digest}",
    }


def test_a_replay_brings_pages_of_before_up_to_date_and_back(home: Path) -> None:
    run(home / "lake", home / "pages.jsonl")
    before = ask(home / "lake", LABEL)
    assert before != [("subscribe", "phrase_within_line")]
    own = Settings(lake=home / "lake", lexicons=(Path("own"),))
    assert replay(own, publish=True).changed_count == 1
    assert ask(home / "lake", LABEL) == [("subscribe", "phrase_within_line")]
    assert replay(Settings(lake=home / "lake"), publish=True).changed_count == 1
    assert ask(home / "lake", LABEL) == before


def test_a_quarantined_page_is_due_again_with_other_rows(home: Path) -> None:
    (home / "rules.toml").write_text(RULE)
    pages, lake = home / "pages.jsonl", home / "lake"
    tried = "SELECT len(retries) FROM ops.quarantine"
    for lexicons, retries in (((), 0), ((), 0), ((Path("own"),), 1), ((Path("own"),), 1)):
        run(lake, pages, lexicons=lexicons)
        assert ask(lake, tried) == [(retries,)]


def test_a_wrong_row_ends_the_run_before_there_is_a_lake(home: Path) -> None:
    (home / "own/cities.csv").write_text("name\nZorbleton\n")
    with pytest.raises(LexiconError, match=r"own/cities\.csv:1: the column 'source' is missing"):
        run(home / "lake", home / "pages.jsonl", lexicons=(Path("own"),))
    assert not (home / "lake").exists()


def test_folders_come_from_the_file_or_the_environment(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "dateline.toml").write_text('lexicons = ["own", "more"]')
    assert load_settings(None).lexicons == (Path("own"), Path("more"))
    monkeypatch.setenv("DATELINE_LEXICONS", "theirs:own")
    assert load_settings(None).lexicons == (Path("theirs"), Path("own"))


def test_a_flow_has_the_same_rows(home: Path) -> None:
    # What Prefect is given is the settings, as it stores them.
    stored = Settings(lake=home / "lake", lexicons=(Path("own"),)).model_dump_json()
    settings = Settings.model_validate_json(stored)
    assert ingest([str(home / "pages.jsonl")], settings).run.version == version_with(
        lexicons_for(settings)
    )
