"""What a run did, in figures, for the terminal, for Prefect and for machines."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from expectations.history import HISTORY_RULES
from flows.escaping import one_line, printable
from flows.jobs.history import source_name
from flows.show.markdown import code_span
from flows.show.rows import print_pairs, to_json
from transforms.schema.closed_sets import OUTCOMES
from transforms.schema.operations import Run
from warehouse.catalog.lake import Lake
from warehouse.publish.quarantine import VERDICTS, WAIVERS

_FAILURES_SHOWN = 10
_SAID_WIDTH = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """Pages set aside for one reason in a run: how many, one of them, and who waived it till when.

    A page that a run met once more and did not try again is not among them.
    """

    reason: str
    page_count: int
    example: str
    detail: str
    waived_until: date | None
    waived_by: str | None


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A rule that did not hold in a run, and how many rows break it."""

    rule: str
    severity: str
    table_name: str
    failed_count: int
    example: str | None

    @property
    def is_of_history(self) -> bool:
        """Whether the rule compares sources with their past, and counts them."""
        return self.rule in {rule.name for rule in HISTORY_RULES}


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures; counts are of what the run brought, `lake_documents` of the whole lake."""

    run: Run
    articles: int
    quotations: int
    people: int
    organisations: int
    places: int
    related_posts: int
    lines_by_label: dict[str, int]
    problems: Sequence[Problem]
    passed_checks: int
    failed_checks: Sequence[FailedCheck]
    lake: Path
    lake_documents: int
    snapshot_id: int


_COUNTS = """
    WITH run AS (SELECT document_id FROM documents WHERE run_id = $1),
    named AS (
        SELECT kind, count(DISTINCT entity_id) AS entities
        FROM mentions SEMI JOIN run USING (document_id) GROUP BY kind
    )
    SELECT
        (SELECT count(*) FROM articles SEMI JOIN run USING (document_id)) AS articles,
        (SELECT count(*) FROM quotes SEMI JOIN run USING (document_id)) AS quotations,
        coalesce((SELECT entities FROM named WHERE kind = 'person'), 0) AS people,
        coalesce((SELECT entities FROM named WHERE kind = 'organisation'), 0) AS organisations,
        coalesce((SELECT entities FROM named WHERE kind = 'place'), 0) AS places,
        (SELECT count(*) FROM related_posts SEMI JOIN run USING (document_id)) AS related_posts,
        (SELECT count(*) FROM documents) AS lake_documents,
        (SELECT count(*) FROM ops.checks WHERE run_id = $1 AND passed) AS passed_checks
"""
_LINES = """
    SELECT label, count(*) AS line_count FROM lines
    SEMI JOIN (SELECT document_id FROM documents WHERE run_id = $1) USING (document_id)
    GROUP BY label ORDER BY line_count DESC, label
"""
_PROBLEMS = f"""
    SELECT reason, count(*) AS page_count, any_value(detail) AS detail, min(source_id) AS example,
        any_value(until_date) AS waived_until, any_value(waived_by) AS waived_by
    FROM {VERDICTS} LEFT JOIN {WAIVERS} USING (reason)
    WHERE run_id = $2 GROUP BY reason ORDER BY page_count DESC, reason
"""
_FAILED = """
    SELECT rule, severity, table_name, sum(failed_count)::BIGINT AS failed_count,
        any_value(examples[1]) AS example
    FROM ops.checks WHERE run_id = $1 AND NOT passed
    GROUP BY rule, severity, table_name ORDER BY severity, failed_count DESC, rule
"""


def summarise(lake: Lake, run: Run) -> Summary:
    """The figures of a run, read from the lake."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return list(lake.query(sql, [run.run_id]).to_pylist())

    (counts,) = rows(_COUNTS)
    return Summary(
        run=run,
        lines_by_label={row["label"]: row["line_count"] for row in rows(_LINES)},
        problems=problems_of(lake, run),
        failed_checks=[FailedCheck(**row) for row in rows(_FAILED)],
        lake=lake.folder,
        snapshot_id=lake.snapshot_id,
        **counts,
    )


def problems_of(lake: Lake, run: Run) -> list[Problem]:
    """Why pages were set aside by a run, for the first time or again, the most frequent first."""
    rows = lake.query(_PROBLEMS, [run.finished_at.date(), run.run_id]).to_pylist()
    return [Problem(**row) for row in rows]


def _plural(count: int, noun: str, plural: str | None = None) -> str:
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def accounts(summary: Summary) -> list[tuple[str, str]]:
    """The run's figures as pairs of a name and a sentence."""
    run = summary.run
    outcomes = {outcome: getattr(run, f"{outcome}_count") for outcome in OUTCOMES}
    body = summary.lines_by_label.get("body", 0)
    others = [
        f"{count:,} {label.replace('_', ' ')}"
        for label, count in summary.lines_by_label.items()
        if label not in {"body", "blank"}
    ]
    found = ", ".join(
        (
            _plural(summary.people, "person", "people"),
            _plural(summary.organisations, "organisation"),
            _plural(summary.places, "place"),
        )
    )
    pairs = [
        (
            "pages in",
            f"{run.sighting_count:,}: {outcomes['loaded']:,} loaded, {outcomes['known']:,} already "
            f"known, {outcomes['quarantined']:,} set aside, {outcomes['rejected']:,} refused"
            + (f"; {run.waived_count:,} waived" if run.waived_count else ""),
        )
    ]
    if not run.loaded_count:
        return pairs
    return [
        *pairs,
        ("articles", _articles(summary)),
        ("quotations", f"{summary.quotations:,}"),
        ("names", found),
        ("related", _plural(summary.related_posts, "teaser") + " of other articles"),
        ("body", _plural(body, "line")),
        ("not body", ", ".join(others) or "no line"),
        (
            "checks",
            f"{summary.passed_checks:,} passed, "
            f"{sum(check.severity == 'critical' for check in summary.failed_checks):,} failed, "
            f"{sum(check.severity == 'warning' for check in summary.failed_checks):,} warned",
        ),
    ]


def _articles(summary: Summary) -> str:
    without = summary.run.loaded_count - summary.articles
    return f"{summary.articles:,}" + (f"; {_plural(without, 'page')} without" if without else "")


def suggestions(summary: Summary) -> list[str]:
    """Commands to try next."""
    lake = f" --lake {shlex.quote(printable(str(summary.lake)))}"
    commands = [
        "SELECT headline, publisher, date_published_text, word_count FROM articles",
        "SELECT speaker, cue, text FROM quotes ORDER BY document_id, quote_number LIMIT 10",
        "SELECT name, kind, mention_count FROM entities ORDER BY mention_count DESC LIMIT 10",
    ]
    if summary.run.quarantined_count or summary.run.rejected_count:
        return [*(f'dateline sql "{c}"{lake}' for c in commands[:2]), f"dateline quarantine{lake}"]
    return [f'dateline sql "{command}"{lake}' for command in commands]


def _files(paths: Sequence[Path]) -> str:
    names = [one_line(path.name, 30) for path in paths[:3]]
    return ", ".join([*names, "…"] if len(paths) > len(names) else names)


def _unsettled(paths: Sequence[Path]) -> str:
    count = _plural(len(paths), "file")
    return f"{count} still being written, left for the next run: {_files(paths)}"


def in_one_line(summary: Summary, unsettled: Sequence[Path]) -> str:
    """What Prefect's pages and alerts say of a run; nothing in it comes from a page."""
    failed_count = len(summary.failed_checks)
    said = [
        f"pages in: {dict(accounts(summary))['pages in']}",
        f"{_plural(failed_count, 'check')} failed" if failed_count else "no check failed",
    ]
    if unsettled:
        said.append(f"{_plural(len(unsettled), 'file')} left for the next run")
    return "; ".join(said)


def print_summary(
    console: Console, summary: Summary, ignored: Sequence[Path], unsettled: Sequence[Path]
) -> None:
    """Say what came in, what came out, what was set aside and why, and what to run next."""
    run = summary.run
    console.print(Text.assemble(("Dateline ", "bold"), f"{run.version} · run {run.run_id}\n"))
    print_pairs(console, accounts(summary))
    if not run.sighting_count:
        console.print("\n  Nothing to read was found in the inputs.")
    elif run.known_count == run.sighting_count:
        console.print("\n  Nothing new: every page was in the lake already.")
    if ignored:
        count = _plural(len(ignored), "file")
        console.print(Text(f"\n  {count} of other kinds left alone: {_files(ignored)}"))
    if unsettled:
        console.print(Text(f"\n  {_unsettled(unsettled)}"))
    if summary.problems:
        console.print(Text("\nSet aside", style="bold"))
        print_pairs(console, [(p.reason, in_words(p)) for p in summary.problems])
    elif run.quarantined_count:
        console.print(
            f"\n  {_plural(run.quarantined_count, 'page')} set aside in an earlier run and not "
            "tried again by the same version."
        )
    if summary.failed_checks:
        console.print(Text("\nChecks that failed", style="bold"))
        print_pairs(
            console, [(c.rule, _failure(c)) for c in summary.failed_checks[:_FAILURES_SHOWN]]
        )
        if len(summary.failed_checks) > _FAILURES_SHOWN:
            console.print(
                f"  and {len(summary.failed_checks) - _FAILURES_SHOWN} more in ops.checks"
            )
    holds = f"{_plural(summary.lake_documents, 'page')}, snapshot {summary.snapshot_id}"
    where = printable(str(summary.lake))
    console.print(Text(f"\nThe tables are in {where} ({holds}). Try next:\n"), soft_wrap=True)
    for command in suggestions(summary):
        console.print(Text(f"  {command}", style="cyan"), soft_wrap=True)


def in_words(problem: Problem) -> str:
    """How many pages, one of them, why, and whether that is waived; safe to print."""
    example = one_line(problem.example, 40)
    waived = (
        f"; waived until {problem.waived_until} by {one_line(problem.waived_by, 40)}"
        if problem.waived_by
        else ""
    )
    return (
        f"{_plural(problem.page_count, 'page')}, such as {example}: "
        f"{printable(problem.detail)}{waived}"
    )


def _failure(check: FailedCheck) -> str:
    if check.example is None:
        such_as = ""
    elif check.is_of_history:
        departure = json.loads(check.example)
        such_as = f", such as {source_name(departure['source'])}: {printable(departure['said'])}"
    else:
        such_as = f", such as {one_line(check.example, 80)}"
    counted = _plural(check.failed_count, "source" if check.is_of_history else "row")
    return f"{check.severity}: {counted}{such_as}"


def as_markdown(summary: Summary, unsettled: Sequence[Path]) -> str:
    """The summary for Prefect's pages; text from pages stands in code spans only."""
    lines = [f"# Run {summary.run.run_id}", ""]
    lines += [f"- **{name}**: {said}" for name, said in accounts(summary)]
    if unsettled:
        lines.append(f"- **not settled**: {code_span(_unsettled(unsettled), _SAID_WIDTH)}")
    if summary.problems:
        lines += ["", "## Set aside", ""]
        lines += [
            f"- **{p.reason}**: {code_span(in_words(p), _SAID_WIDTH)}" for p in summary.problems
        ]
    if summary.failed_checks:
        lines += ["", "## Checks that failed", ""]
        lines += [
            f"- **{c.rule}**: {code_span(_failure(c), _SAID_WIDTH)}" for c in summary.failed_checks
        ]
    return "\n".join(lines)


def summary_as_json(summary: Summary, ignored: Sequence[Path], unsettled: Sequence[Path]) -> str:
    """The summary as a JSON object."""
    return to_json(
        {
            **asdict(summary),
            "lake": str(summary.lake),
            "ignored": [printable(str(path)) for path in ignored],
            "unsettled": [printable(str(path)) for path in unsettled],
        }
    )
