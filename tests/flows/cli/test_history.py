"""A layout that broke is a named warning in the run that meets it, and quiet days are quiet."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from made_pages import ARTICLE, ask, json_lines, run
from typer.testing import CliRunner

from dateline.flows.cli.commands import app
from dateline.flows.jobs.history import NoSuchSourceError, history_results, source_histories
from dateline.flows.jobs.ingest import Result
from dateline.flows.jobs.summary import FailedCheck, summarise
from dateline.flows.jobs.verify import verify
from dateline.flows.settings import Settings
from dateline.flows.show.history import sparkline
from dateline.flows.show.summary import as_markdown
from dateline.transforms.schema.columns import to_arrow
from dateline.transforms.schema.operations import Measure
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import insert, transaction

TODAY = datetime.now(UTC).date()
BROKEN = "paper-3.example"
PAGES = 12
HEADLINE, BODY = ARTICLE.split("\n\n", 1)


def usual_day(source: str, day: date) -> Measure:
    """Eleven to thirteen pages with headlines, a quarter of their lines unknown on no day."""
    page_count = PAGES + day.toordinal() % 3 - 1
    return Measure(
        batch_id=f"of {day}",
        source=source,
        run_id=f"{day:%Y%m%d}",
        day=day,
        page_count=page_count,
        without_headline_count=0,
        without_date_count=page_count,
        without_body_count=0,
        body_share_total=page_count * 0.875,
        other_share_total=0.0,
        quotation_count=page_count,
    )


def pages(source: str, *, has_headline: bool) -> Iterator[dict[str, Any]]:
    for number in range(PAGES):
        body = BODY.replace("the mayor", f"the mayor of {source.split('.')[0]}{number}")
        text = f"{HEADLINE}\n\n{body}" if has_headline else body
        yield {"id": f"{source}/{number}", "url": f"https://{source}/{number}", "text": text}


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A lake of thirty baseline days of four sources, and a run in which one of them broke."""
    folder = tmp_path_factory.mktemp("history")
    sources = [f"paper-{number}.example" for number in range(4)]
    days = [TODAY - timedelta(days=ago) for ago in range(30, 0, -1)]
    rows = [usual_day(source, day) for source in sources for day in days]
    with Lake.open(folder / "lake") as lake, transaction(lake.connection, "made up"):
        insert(lake.connection, "ops.measures", to_arrow(Measure, rows))
    records = [page for source in sources for page in pages(source, has_headline=source != BROKEN)]
    result = run(folder / "lake", json_lines(folder / "pages.jsonl", records))
    return folder / "lake", result


def test_a_broken_layout_is_a_warning_of_the_same_run(ran: tuple[Path, Result]) -> None:
    lake, result = ran
    with Lake.open(lake, read_only=True) as opened:
        summary = summarise(opened, result.run)
    found = [check for check in summary.failed_checks if check.is_of_history]
    assert [check.rule for check in found] == ["history.without_headline"]
    (check,) = found
    assert (check.severity, check.failed_count) == ("warning", 2), "the source, and all together"
    assert result.run.status == "completed", "a warning sets nothing aside"
    assert "history.without_headline" in as_markdown(summary, ())


def test_the_books_have_the_source_the_figures_and_pages(ran: tuple[Path, Result]) -> None:
    lake, result = ran
    ((examples,),) = ask(
        lake, "SELECT examples FROM ops.checks WHERE rule = 'history.without_headline'"
    )
    anomaly = {row["source"]: row for row in map(json.loads, examples)}[BROKEN]
    assert anomaly["said"].startswith(f"100 % of pages without a headline on {TODAY}, usually 0 %")
    assert (anomaly["page_count"], anomaly["day"]) == (PAGES, TODAY.isoformat())
    of_source = f"SELECT document_id FROM fingerprints WHERE host = '{BROKEN}'"
    assert len(anomaly["document_ids"]) == 3
    assert {(key,) for key in anomaly["document_ids"]} <= set(ask(lake, of_source))
    assert ask(lake, "SELECT DISTINCT run_id FROM ops.checks") == [(result.run.run_id,)]


def test_what_nothing_was_judged_by_is_not_in_the_books(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    run(lake, json_lines(tmp_path / "pages.jsonl", list(pages("a.example", has_headline=True))))
    assert ask(lake, "FROM ops.checks WHERE rule LIKE 'history.%'") == []
    shown = CliRunner().invoke(app, ["history", "--lake", str(lake)])
    assert (shown.exit_code, shown.output.startswith("Too little history")) == (0, True)


def test_the_day_after_a_silent_day_says_who_was_silent(ran: tuple[Path, Result]) -> None:
    lake, _ = ran
    with Lake.open(lake, read_only=True) as opened:
        missing, *_ = history_results(opened, TODAY + timedelta(days=2))
    assert missing.rule.name == "history.missing_source"
    assert [anomaly.source for anomaly in missing.anomalies] == ["*"], "it was the lake"


def test_the_command_shows_every_source_and_one_in_full(ran: tuple[Path, Result]) -> None:
    lake, _ = ran
    arguments = ["history", "--lake", str(lake), "--day", TODAY.isoformat()]
    overview = CliRunner().invoke(app, arguments)
    assert overview.exit_code == 0
    lines = [line for line in overview.output.splitlines() if "example" in line]
    assert lines[0].strip().startswith(BROKEN)
    assert "without_headline" in lines[0]
    assert not any("without_headline" in line for line in lines[1:])
    full = CliRunner().invoke(app, [*arguments, "--source", BROKEN])
    (line,) = (line for line in full.output.splitlines() if "without_headline" in line)
    assert "100 %" in line
    assert "anomaly" in line
    (told,) = json.loads(CliRunner().invoke(app, [*arguments, "--source", BROKEN, "--json"]).output)
    measures = {measure["rule"]: measure for measure in told["measures"]}
    assert [rule for rule, measure in measures.items() if measure["is_anomalous"]] == [
        "history.without_headline"
    ]
    assert measures["history.without_headline"]["values"][-2:] == [0.0, 1.0]
    assert told["pages"][-1] == PAGES


def test_a_source_without_history_is_named(ran: tuple[Path, Result]) -> None:
    with (
        Lake.open(ran[0], read_only=True) as opened,
        pytest.raises(NoSuchSourceError, match=r"'no\.example' has no history"),
    ):
        source_histories(opened, TODAY, "no.example")


def test_a_day_before_any_lake_is_wrong_usage(ran: tuple[Path, Result]) -> None:
    shown = CliRunner().invoke(app, ["history", "--lake", str(ran[0]), "--day", "0001-01-01"])
    assert shown.exit_code == 2


def test_names_of_sources_cannot_move_the_cursor() -> None:
    example = json.dumps({"source": "/crawl/\x1b[2J/", "said": "12 pages"})
    check = FailedCheck("history.too_many_pages", "warning", "ops.measures", 1, example)
    from dateline.flows.show.summary import _check_text

    assert _check_text(check) == r"warning: 1 source, such as /crawl/\x1b[2J/: 12 pages"


def test_a_sparkline_goes_from_zero_to_the_highest() -> None:
    assert sparkline([0, 7, None, 14]) == "▁▅ █"
    assert sparkline([None, 0]) == " ▁"


def test_measures_that_no_page_bears_out_are_found(ran: tuple[Path, Result]) -> None:
    found = {part.name: part for part in verify(Settings(lake=ran[0])).compared}
    assert found["ops.measures: recomputed"].differing_count == 4 * 30
