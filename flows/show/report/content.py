"""The content of a report's page: what was read of the run, laid out as texts and charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.flows.jobs.explain import Explanation
from dateline.flows.jobs.report import FailedRule, Headline, ReasonCounts, Report
from dateline.flows.show.explanation import FieldText, field_texts
from dateline.flows.show.highlights import Fragment, highlighted_lines, highlights_of
from dateline.flows.show.report.charts import Chart
from dateline.flows.show.report.trends import charts_of, remarks_of
from dateline.flows.show.summary import figures, lead
from dateline.transforms.schema.closed_sets import PageOutcome
from dateline.transforms.schema.operations import Run

LINES_SHOWN = 300


@dataclass(frozen=True, slots=True)
class LineContent:
    """One line of a page: its number, its label with rule and score, and its text."""

    line_number: int
    label: str
    rule: str
    score: float
    fragments: Sequence[Fragment]


@dataclass(frozen=True, slots=True)
class PageContent:
    """A sample page: why it is shown, its first lines and its article's fields."""

    why: str
    source_id: str
    document_id: str
    url: str | None
    lines: Sequence[LineContent]
    lines_left_out: int
    fields: Sequence[FieldText]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that the page shows."""

    run: Run
    lake: str
    snapshot_id: int
    lead: Sequence[str]
    headlines: Sequence[Headline]
    articles: int
    outcomes: Mapping[str, int]
    figures: Sequence[tuple[str, str]]
    passed_checks: int
    failed_rules: Sequence[FailedRule]
    charts: Sequence[Chart]
    remarks: Sequence[str]
    quarantine: Sequence[ReasonCounts]
    pages: Sequence[PageContent]


def content_of(report: Report) -> Content:
    """Lay out a report."""
    run, summary = report.run, report.summary
    return Content(
        run=run,
        lake=str(summary.lake),
        snapshot_id=summary.snapshot_id,
        lead=lead(summary),
        headlines=report.headlines,
        articles=summary.articles,
        outcomes={outcome: getattr(run, f"{outcome}_count") for outcome in PageOutcome},
        figures=figures(summary),
        passed_checks=summary.passed_checks,
        failed_rules=report.failed_rules,
        charts=charts_of(report.trends),
        remarks=remarks_of(report.trends),
        quarantine=report.quarantine,
        pages=[_page(sample.page, sample.why) for sample in report.sample_pages],
    )


def _page(explained: Explanation, why: str) -> PageContent:
    document = explained.document
    highlights = highlights_of(explained.quotes, explained.mentions)
    lines = explained.lines[:LINES_SHOWN]
    fields = field_texts(explained.article) if explained.article else ()
    return PageContent(
        why=why,
        source_id=document.source_id,
        document_id=document.document_id,
        url=document.url,
        lines=[
            LineContent(line.line_number, line.label, line.rule, line.score, fragments)
            for line, fragments in highlighted_lines(document.text, lines, highlights)
        ],
        lines_left_out=len(explained.lines) - len(lines),
        fields=[field for field in fields if field.value],
    )
