"""The report: what it shows of a lake, and that nothing in it can run or fetch, in a real browser.

The browser is Chromium from the system's packages (`make browser`); the tests that need it say so
where it is missing.
"""

import json
import shutil
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import Visit
from filled import filled
from hostile_markup import PAYLOADS, TRAP
from playwright.sync_api import Browser
from typer.testing import CliRunner

from dateline.expectations import ALL_RULES
from dateline.expectations.rules import row_rule
from dateline.flows.cli.commands import app
from dateline.flows.jobs.ingest import ingest
from dateline.flows.jobs.report import FailedRule, NoSuchRunError, report_of
from dateline.flows.jobs.summary import FailedCheck
from dateline.flows.jobs.trends import DailyFailures, DailyOutcomes, DailySource, Trends
from dateline.flows.settings import Settings
from dateline.flows.show.report.charts import (
    Chart,
    ChartRow,
    Series,
    bar_rows,
    line_grid,
    stacked_bars,
)
from dateline.flows.show.report.content import LINES_SHOWN, Content, content_of
from dateline.flows.show.report.render import render
from dateline.flows.show.report.trends import charts_of, remarks_of
from dateline.transforms.schema.closed_sets import Severity
from dateline.transforms.schema.operations import Waiver
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.errors import MissingPackageError
from dateline.warehouse.publish.quarantine import record_waiver

SAMPLE = Path(__file__).parents[3] / "seeds/sample"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with a run over the sample pages, a binary file and an empty one."""
    folder = tmp_path_factory.mktemp("report")
    inbox = folder / "inbox"
    shutil.copytree(SAMPLE, inbox)
    (inbox / "picture.txt").write_bytes(bytes(range(32)) * 8)
    (inbox / "empty.txt").write_bytes(b"")
    (inbox / "long.txt").write_text("".join(f"Line {n} of a long list.\n" for n in range(900)))
    ingest([str(inbox)], Settings(lake=folder / "lake"))
    return folder / "lake"


@pytest.fixture(scope="module")
def content(lake: Path) -> Content:
    with Lake.open(lake, read_only=True) as opened:
        return content_of(report_of(opened, None, rules=ALL_RULES, day=TODAY, page_count=10))


def _trends(day_count: int) -> Trends:
    """Two sources and two rules on some days, and one of each on the first day alone."""
    days = [date(2026, 10, 1) + timedelta(days=n) for n in range(day_count)]
    counts = {"loaded": 9, "already_known": 0, "quarantined": 2, "rejected": 0}
    return Trends(
        [DailyOutcomes(day, counts) for day in days],
        [
            DailySource(source, day, 11, 0.1, 0.2, 0.0, 0.7, 2.5)
            for source, of_days in (
                ("a.example", days),
                ("b.example", days),
                ("c.example", days[:1]),
            )
            for day in of_days
        ],
        [
            DailyFailures(rule, day, 3)
            for rule, of_days in (("articles.a", days), ("articles.b", days), ("lines.c", days[:1]))
            for day in of_days
        ],
    )


@pytest.fixture(scope="module")
def full_content(content: Content) -> Content:
    """The content of a report with something in each of its parts."""
    failed = FailedRule(
        FailedCheck("articles.a", "critical", "articles", 1, "{}"), "It is so.", ['{"a": "b"}']
    )
    warned = replace(failed, check=replace(failed.check, severity="warning", failed_count=3))
    trends = _trends(40)
    return replace(
        content,
        failed_rules=[failed, warned],
        charts=charts_of(trends),
        remarks=remarks_of(trends),
    )


def test_the_command_writes_one_file(lake: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "report.html"
    done = CliRunner().invoke(app, ["report", str(out), "--lake", str(lake)])
    assert done.exit_code == 0, done.output
    page = out.read_text(encoding="utf-8")
    assert [path.name for path in out.parent.iterdir()] == ["report.html"]
    assert "picture.txt" in page
    assert "Antony Blinken" in page


def test_a_folder_is_no_file_to_write(lake: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["report", str(tmp_path), "--lake", str(lake)])
    assert done.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_run_is_named(lake: Path) -> None:
    with Lake.open(lake, read_only=True) as opened, pytest.raises(NoSuchRunError, match="'r9'"):
        report_of(opened, "r9", rules=ALL_RULES, day=TODAY, page_count=1)


def test_the_accounts_and_the_quarantine_are_those_of_the_lake(content: Content) -> None:
    assert content.outcomes == {"loaded": 6, "already_known": 0, "quarantined": 2, "rejected": 0}
    assert {reason.reason: reason.open_count for reason in content.quarantine} == {
        "binary": 1,
        "empty": 1,
    }


def test_the_summary_and_the_headlines_come_first(content: Content) -> None:
    summary = " ".join(content.lead)
    assert summary.startswith("8 pages read: 6 loaded, 2 quarantined. Quarantined for binary (1), ")
    assert "6 articles with 42 quotations" in summary
    assert summary.endswith("passed.")
    assert "Antony Blinken" in " ".join(article.headline for article in content.headlines)
    page = render(content)
    parts = ["8 pages read", "Blinken: Just and lasting peace", '<section id="counts">']
    assert sorted(parts, key=page.index) == parts


def test_a_single_day_is_told_in_words(content: Content) -> None:
    assert content.charts == []
    assert content.remarks[0].startswith("All pages are of one day, ")
    assert "6 loaded, 2 quarantined" in content.remarks[0]
    page = render(content)
    assert "<img" not in page
    assert "Charts begin with the second day." in page


def test_what_has_one_day_among_many_is_told_in_words() -> None:
    assert remarks_of(_trends(3)) == [
        "c.example has one day, 2026-10-01: 11 pages, 10% without headline, 20% without date, 0% "
        "without body.",
        "lines.c failed on one day, 2026-10-01: 3 rows.",
    ]
    charts = charts_of(_trends(3))
    assert [chart.title for chart in charts] == ["Pages", "Sources", "Failed rules"]
    assert not [chart for chart in charts if "c.example" in chart.wide or "lines.c" in chart.wide]
    nothing = Trends([], [], [])
    assert (charts_of(nothing), remarks_of(nothing)) == ([], [])


def test_pages_are_drawn_line_by_line_up_to_a_limit(content: Content) -> None:
    assert len(content.pages) == 6
    drawn = {page.source_id: page for page in content.pages}
    long = drawn["long.txt"]
    assert len(long.lines) == LINES_SHOWN
    assert long.lines_left_out == 900 - LINES_SHOWN
    blinken = drawn["000_5ee9923244b609f7.txt"]
    text = (SAMPLE / blinken.source_id).read_text(encoding="utf-8")
    shown = ["".join(part.text for part in line.fragments) for line in blinken.lines]
    assert shown == text.splitlines()
    assert any("quote" in part.kinds for line in blinken.lines for part in line.fragments)


def test_without_matplotlib_a_report_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'dateline\[report\]'"):
        charts_of(_trends(2))


def test_a_report_is_the_same_each_time(content: Content) -> None:
    assert render(content) == render(content)


# The browser


def test_the_browser_would_notice_what_runs_and_what_fetches(
    browser: Browser, tmp_path: Path
) -> None:
    """The payloads do their worst in a page that does not escape them."""
    ran = fetched = 0
    for number, payload in enumerate(PAYLOADS[::11]):
        unsafe = tmp_path / f"{number}.html"
        body = f"<title>whole</title><body>{payload}"
        unsafe.write_text(body, encoding="utf-8", errors="replace")
        visit = Visit(browser.new_page())
        visit.show(unsafe.as_uri())
        visit.page.wait_for_timeout(30)
        ran += visit.page.title() == "broken"
        fetched += any(url.startswith(TRAP) for url in visit.requests)
        visit.page.close()
    assert ran > 5
    assert fetched > 2


def test_no_payload_in_any_field_runs_or_fetches(
    visit: Visit, tmp_path: Path, full_content: Content
) -> None:
    assert len(PAYLOADS) >= 200
    file = tmp_path / "report.html"
    picture = full_content.charts[0]
    for place in range(0, len(PAYLOADS), 4):
        texts = cycle(PAYLOADS[place:] + PAYLOADS[:place])
        # Its own text for each place in the report, and at least four each in lists.
        hostile: Content = filled(Content, partial(next, texts))
        charts = [
            replace(chart, wide=picture.wide, narrow=picture.narrow) for chart in hostile.charts
        ]
        file.write_text(render(replace(hostile, charts=charts)), encoding="utf-8")
        visit.show(file.as_uri())
        title = visit.page.title()
        assert title.startswith("Dateline: run")
        assert visit.fetched == []
        assert visit.problems == []
        assert visit.page.locator("script, iframe, object, embed, form, base, link").count() == 0


def test_the_report_of_a_real_lake_needs_nothing(
    visit: Visit, tmp_path: Path, full_content: Content
) -> None:
    file = tmp_path / "report.html"
    file.write_text(render(full_content), encoding="utf-8")
    visit.show(file.as_uri())
    assert visit.fetched == []
    assert visit.problems == []  # the browser reports what the policy forbids
    drawn = visit.page.locator("figure img")
    assert drawn.count() == len(full_content.charts) > 1
    for picture in drawn.all():
        assert picture.evaluate("image => image.naturalWidth") > 100
    # The policy lets the style sheet in: without it the tiles would stand below each other.
    assert visit.page.locator(".tiles").evaluate("e => getComputedStyle(e).display") == "flex"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1280])
def test_the_report_reads_like_a_page_for_everybody(
    visit: Visit,
    tmp_path: Path,
    full_content: Content,
    width: int,
    scheme: Literal["light", "dark"],
) -> None:
    """On a phone and on a desk, in light and dark, and by the rules of axe."""
    file = tmp_path / "report.html"
    file.write_text(render(full_content), encoding="utf-8")
    page = visit.page
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    visit.show(file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for text in page.locator("details li:not(.label-blank) .text").all()[:60:6]:
        assert text.evaluate("each => each.clientWidth") > 0.6 * min(width, 1000)
    for picture in page.locator("figure img").all():
        scale = picture.evaluate("each => each.clientWidth / each.naturalWidth")
        assert scale > 0.9, "the letters are as small as that"


def test_axe_would_notice(visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text("<title>x</title><img src=''><p style='color: #ddd'>Faint")
    visit.show(file.as_uri())
    found = {one["id"] for one in Axe().run(visit.page).response["violations"]}
    assert {"html-has-lang", "image-alt", "color-contrast"} <= found


def test_charts_follow_the_colours_of_the_page(visit: Visit, full_content: Content) -> None:
    for chart in full_content.charts:
        for picture in (chart.wide, chart.narrow):
            visit.page.set_content(picture)
            text = visit.page.locator("svg text").first
            fills = []
            for scheme in ("light", "dark"):
                visit.page.emulate_media(color_scheme=scheme)
                fills.append(text.evaluate("each => getComputedStyle(each).fill"))
            assert fills == ["rgb(74, 83, 97)", "rgb(180, 189, 202)"]


# The pictures

_SVG = "{http://www.w3.org/2000/svg}"
_HARMLESS = {"svg", "metadata", "defs", "style", "g", "path", "use", "text", "clipPath", "rect"}


def _charts(names: Sequence[str]) -> list[Chart]:
    days = [date(2026, 5, 1) + timedelta(days=n) for n in range(3)]
    series = [Series(name, dict.fromkeys(days, 1.0)) for name in names]
    few = series[:: max(1, len(series) // 8)]
    return [
        stacked_bars("pages", "by day", series),
        line_grid("sources", "by day", [ChartRow(one.name, [one, one]) for one in few]),
        bar_rows("rules", "by day", few),
    ]


def test_pictures_hold_hostile_names_as_text() -> None:
    pictures = [svg for chart in _charts(PAYLOADS) for svg in (chart.wide, chart.narrow)]
    for svg in pictures:
        picture = ElementTree.fromstring(svg)  # noqa: S314 - our own, and that is the test
        for element in picture.iter():
            name = element.tag.removeprefix(_SVG)
            if not name.startswith("{"):  # the description of the picture, in RDF
                assert name in _HARMLESS
                assert not [key for key in element.attrib if key.startswith("on")]
                links = [value for key, value in element.attrib.items() if "href" in key]
                assert all(link.startswith("#") for link in links)


def test_pictures_are_the_same_each_time() -> None:
    names = ["a.example", "b.example"]
    assert _charts(names) == _charts(names)


def test_examples_without_a_page_do_not_matter(lake: Path) -> None:
    """A failed check on the books names no page; the report draws others."""
    example = json.dumps({"batch_id": "b"})
    with Lake.open(lake) as opened:
        ((run_id,),) = opened.connection.execute("SELECT run_id FROM ops.runs").fetchall()
        opened.connection.execute(
            "INSERT INTO ops.checks BY NAME SELECT ? AS run_id, 'b' AS batch_id, 'made' AS rule, "
            "'ops.batches' AS table_name, 'warning' AS severity, false AS passed, "
            "1 AS checked_count, 1 AS failed_count, [?] AS examples, now() AS checked_at",
            [run_id, example],
        )
    with Lake.open(lake, read_only=True) as opened:
        shown = report_of(opened, run_id, rules=ALL_RULES, day=TODAY, page_count=2)
    assert [failure.check.rule for failure in shown.failed_rules] == ["made"]
    assert shown.failed_rules[0].examples == [example]
    assert len(shown.sample_pages) == 2


def test_what_failed_is_told_with_its_meaning_and_the_pages_it_names(lake: Path) -> None:
    """The rules of history and a user's own, too; and the last result on what was set aside."""
    own = row_rule("articles.made_up", "It is made up.", "true", Severity.WARNING)
    with Lake.open(lake) as opened:
        page = opened.query("SELECT max(document_id) AS page FROM documents")["page"][0].as_py()
        ((run_id,),) = opened.connection.execute("SELECT run_id FROM ops.runs").fetchall()
        for rule, key in (
            (own.name, {}),
            ("history.without_headline", {"document_ids": [page], "source": "x", "said": ""}),
        ):
            opened.connection.execute(
                "INSERT INTO ops.checks BY NAME SELECT $1 AS run_id, 'b' AS batch_id, $2 AS rule, "
                "'articles' AS table_name, 'warning' AS severity, false AS passed, "
                "1 AS checked_count, 1 AS failed_count, [$3] AS examples, now() AS checked_at",
                [run_id, rule, json.dumps(key)],
            )
        record_waiver(
            opened, Waiver("empty", datetime(2026, 11, 21, tzinfo=UTC), TODAY, "Ana", None)
        )
        opened.connection.execute(
            "UPDATE ops.quarantine SET retries = [{run_id: 'r', reason: 'undecodable', "
            "detail: 'Now it is this.', rule: 'undecodable', version: '9', tried_at: now()}] "
            "WHERE reason = 'binary'"
        )
    with Lake.open(lake, read_only=True) as opened:
        shown, later = (
            report_of(opened, run_id, rules=[own], day=day, page_count=1)
            for day in (TODAY, TODAY + timedelta(days=1))
        )
    meanings = {failure.check.rule: failure.meaning for failure in shown.failed_rules}
    assert meanings["articles.made_up"] == "It is made up."
    assert meanings["history.without_headline"].startswith("No more of a source's pages")
    assert [sample.page.document.document_id for sample in shown.sample_pages] == [page]
    assert {(it.reason, it.waived_until) for it in shown.quarantine} == {
        ("undecodable", None),
        ("empty", TODAY),
    }
    assert {it.waived_until for it in later.quarantine} == {None}, "it is over"
