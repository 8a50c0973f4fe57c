"""`dateline upgrade`: a lake of an older version, its readers, and what a replay fills."""

from pathlib import Path

import pytest
from made_pages import ARTICLE, ask, run
from typer.testing import CliRunner

from dateline.flows.cli.commands import app
from dateline.flows.jobs.diff import diff
from dateline.flows.jobs.replay import replay
from dateline.flows.settings import Settings
from dateline.warehouse.catalog.errors import LakeMissingError, LakeVersionError
from dateline.warehouse.catalog.lake import Lake

RUNNER = CliRunner()


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """A lake as if an older version knew neither mentions nor who a quotation is by."""
    (tmp_path / "page.txt").write_text(ARTICLE)
    run(tmp_path / "lake", tmp_path / "page.txt")
    with Lake.open(tmp_path / "lake") as lake:
        lake.connection.execute("DROP TABLE page_mentions; DROP VIEW mentions")
        lake.connection.execute("ALTER TABLE page_quotes DROP COLUMN speaker")
        lake.connection.execute("CREATE OR REPLACE VIEW quotes AS FROM page_quotes")
    return tmp_path / "lake"


def test_an_older_lake_is_migrated_and_filled_by_a_replay(lake: Path) -> None:
    with pytest.raises(LakeVersionError, match=r"\(quotes\.speaker added, mentions added since\)"):
        ask(lake, "FROM quotes")
    for said in ("2 changes to", "up to date"):
        result = RUNNER.invoke(app, ["migrate", "--lake", str(lake)])
        assert result.exit_code == 0
        assert said in result.output
        assert ("quotes.speaker added, mentions added" in result.output) == (said == "2 changes to")
    with Lake.open(lake, read_only=True) as opened:
        older = opened.snapshot_id - 1
    assert ask(lake, "SELECT DISTINCT speaker FROM quotes") == [(None,)]
    replay(Settings(lake=lake), publish=True)
    assert ("Kari Lund",) in ask(lake, "SELECT speaker FROM quotes")
    assert ask(lake, "SELECT count(*) > 0 FROM mentions") == [(True,)]
    with Lake.open(lake, read_only=True) as opened:
        by_table = {found.table: found for found in diff(opened, older, opened.snapshot_id)}
    assert by_table["mentions"].added.row_count > 0
    speakers = by_table["quotes"].fields["speaker"].examples
    assert ("Kari Lund", None) in {(example.new, example.old) for example in speakers}


def test_there_must_be_a_lake(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["migrate", "--lake", str(tmp_path / "none")])
    assert isinstance(result.exception, LakeMissingError)
    assert list(tmp_path.iterdir()) == []
