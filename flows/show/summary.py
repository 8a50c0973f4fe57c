"""What a run did, in figures, for the terminal, for Prefect and for machines."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.text import Text

from flows.escaping import one_line, printable
from flows.jobs.serialization import to_json
from flows.jobs.summary import FailedCheck, Problem, Summary
from flows.show.history import source_name
from flows.show.markdown import code_span
from flows.show.rows import print_pairs

_FAILURES_SHOWN = 10
_SAID_WIDTH = 500


def _plural(count: int, noun: str, plural: str | None = None) -> str:
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def accounts(summary: Summary) -> list[tuple[str, str]]:
    """The run's figures as pairs of a name and a sentence."""
    run = summary.run
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
            f"{run.sighting_count:,}: {run.loaded_count:,} loaded, {run.known_count:,} already "
            f"known, {run.quarantined_count:,} set aside, {run.rejected_count:,} refused"
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
