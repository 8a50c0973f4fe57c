"""The summary of a run for the terminal, for Prefect and as JSON."""

import json
import shlex
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from shutil import which

from rich.console import Console
from rich.text import Text

from dateline.flows.escaping import one_line, printable
from dateline.flows.jobs.serialization import to_json
from dateline.flows.jobs.summary import FailedCheck, Problem, Summary
from dateline.flows.show.history import source_name
from dateline.flows.show.markdown import code_span
from dateline.flows.show.terminal import plural, print_pairs
from dateline.transforms.schema.closed_sets import PageOutcome

_CHECKS_SHOWN = 10
_CODE_WIDTH = 500


def page_counts(summary: Summary) -> str:
    """How many pages the run read, and their outcomes; holds no text from a page."""
    run = summary.run
    return (
        f"{run.sighting_count:,}: {run.loaded_count:,} loaded, "
        f"{run.already_known_count:,} already known, "
        f"{run.quarantined_count:,} quarantined, {run.rejected_count:,} rejected"
        + (f"; {run.waived_count:,} waived" if run.waived_count else "")
    )


def figures(summary: Summary) -> list[tuple[str, str]]:
    """The run's figures as pairs of a name and a text."""
    pages = ("pages", page_counts(summary))
    if not summary.run.loaded_count:
        return [pages]
    labels = summary.lines_by_label
    other_lines = ", ".join(
        f"{count:,} {label.replace('_', ' ')}"
        for label, count in labels.items()
        if label not in {"body", "blank"}
    )
    return [
        pages,
        ("articles", _article_count(summary)),
        ("quotations", f"{summary.quotations:,}"),
        ("names", _name_counts(summary)),
        ("related", plural(summary.related_posts, "teaser") + " of other articles"),
        ("body", plural(labels.get("body", 0), "line")),
        ("not body", other_lines or "no lines"),
        ("checks", _check_counts(summary)),
    ]


def lead(summary: Summary) -> list[str]:
    """The run in a few sentences, the most important first; holds no text from a page."""
    run = summary.run
    outcomes = [
        f"{count:,} {outcome.replace('_', ' ')}"
        for outcome in PageOutcome
        if (count := getattr(run, f"{outcome}_count"))
    ]
    sentences = [f"{plural(run.sighting_count, 'page')} read: {', '.join(outcomes) or 'none'}."]
    if summary.problems:
        reasons = ", ".join(f"{it.reason} ({it.page_count:,})" for it in summary.problems)
        sentences.append(f"Quarantined for {reasons}.")
    if run.loaded_count:
        articles = plural(summary.articles, "article")
        quotations = plural(summary.quotations, "quotation")
        sentences.append(f"{articles} with {quotations}, naming {_name_counts(summary)}.")
    if summary.failed_checks:
        sentences.append(f"Checks: {_check_counts(summary)}.")
    elif summary.passed_checks:
        sentences.append(f"All {plural(summary.passed_checks, 'check')} passed.")
    return sentences


def _article_count(summary: Summary) -> str:
    without = summary.run.loaded_count - summary.articles
    note = f"; {plural(without, 'page')} without an article" if without else ""
    return f"{summary.articles:,}{note}"


def _name_counts(summary: Summary) -> str:
    return ", ".join(
        (
            plural(summary.people, "person", "people"),
            plural(summary.organisations, "organisation"),
            plural(summary.places, "place"),
        )
    )


def _check_counts(summary: Summary) -> str:
    severities = [check.severity for check in summary.failed_checks]
    return (
        f"{summary.passed_checks:,} passed, {severities.count('critical'):,} failed, "
        f"{severities.count('warning'):,} warned"
    )


def suggestions(summary: Summary) -> list[str]:
    """Commands to try next."""
    lake = f" --lake {shlex.quote(printable(str(summary.lake)))}"
    queries = [
        "SELECT headline, publisher, date_published_text, word_count FROM articles",
        "SELECT speaker, cue, text FROM quotes ORDER BY document_id, quote_number LIMIT 10",
        "SELECT name, kind, mention_count FROM entities ORDER BY mention_count DESC LIMIT 10",
    ]
    dateline = _called_as()
    commands = [f'{dateline} sql "{query}"{lake}' for query in queries]
    if summary.run.quarantined_count or summary.run.rejected_count:
        return [*commands[:2], f"{dateline} quarantine{lake}"]
    return commands


def _called_as() -> str:
    """The command by its name or, where that does not find it, as in a checkout, by its path."""
    called = sys.argv[0]
    if Path(called).name == "dateline" and which("dateline") is None:
        return shlex.quote(printable(called))
    return "dateline"


def message(summary: Summary, unsettled: Sequence[Path]) -> str:
    """The summary in one line, for Prefect's pages and alerts; holds no text from a page."""
    failed_count = len(summary.failed_checks)
    parts = [
        f"pages: {page_counts(summary)}",
        f"{plural(failed_count, 'check')} failed" if failed_count else "no checks failed",
    ]
    if unsettled:
        parts.append(f"{plural(len(unsettled), 'file')} left for the next run")
    return "; ".join(parts)


def print_summary(
    console: Console, summary: Summary, ignored: Sequence[Path], unsettled: Sequence[Path]
) -> None:
    """Print the run's figures, what was quarantined and why, and commands to try next."""
    run = summary.run
    console.print(Text.assemble(("Dateline ", "bold"), f"{run.version} · run {run.run_id}\n"))
    print_pairs(console, figures(summary))
    _print_inputs(console, summary, ignored, unsettled)
    _print_quarantined(console, summary)
    _print_failed_checks(console, summary)
    size = f"{plural(summary.lake_documents, 'page')}, snapshot {summary.snapshot_id}"
    folder = printable(str(summary.lake))
    console.print(Text(f"\nThe tables are in {folder} ({size}). Try next:\n"), soft_wrap=True)
    for command in suggestions(summary):
        console.print(Text(f"  {command}", style="cyan"), soft_wrap=True)


def _print_inputs(
    console: Console, summary: Summary, ignored: Sequence[Path], unsettled: Sequence[Path]
) -> None:
    run = summary.run
    if not run.sighting_count:
        console.print("\n  Nothing to read: the inputs hold no pages.")
    elif run.already_known_count == run.sighting_count:
        console.print("\n  Nothing new: every page was already known.")
    if summary.unopened_files:
        count = plural(summary.unopened_files, "file")
        console.print(f"  {count} not opened: unchanged since an earlier run read every page.")
    for text in left_alone(ignored):
        console.print(Text(f"\n  {text}"), soft_wrap=True)
    if unsettled:
        console.print(Text(f"\n  {_unsettled_text(unsettled)}"))


def _print_quarantined(console: Console, summary: Summary) -> None:
    count = summary.run.quarantined_count
    if summary.problems:
        console.print(Text("\nQuarantined", style="bold"))
        print_pairs(console, [(it.reason, problem_text(it)) for it in summary.problems])
    elif count:
        console.print(
            f"\n  {plural(count, 'page')} quarantined by an earlier run, "
            "not retried by the same version."
        )


def _print_failed_checks(console: Console, summary: Summary) -> None:
    checks = summary.failed_checks
    if not checks:
        return
    console.print(Text("\nFailed checks", style="bold"))
    print_pairs(console, [(check.rule, _check_text(check)) for check in checks[:_CHECKS_SHOWN]])
    if len(checks) > _CHECKS_SHOWN:
        console.print(f"  and {len(checks) - _CHECKS_SHOWN} more in ops.checks")


def left_alone(ignored: Sequence[Path]) -> list[str]:
    """Which files were not read, and how to have them read."""
    hidden = [path for path in ignored if path.name.startswith(".")]
    lakes = [path for path in ignored if path.is_dir()]
    others = [path for path in ignored if path not in hidden and path not in lakes]
    texts = []
    if others:
        texts.append(
            f"{plural(len(others), 'file')} of other types ignored: {_file_names(others)}; plain "
            "text is read as .txt, records as .jsonl, .json, .csv or .parquet: rename or convert"
        )
    if hidden:
        texts.append(
            f"{plural(len(hidden), 'hidden file')} ignored: {_file_names(hidden)}; a hidden file "
            "is read where it is named itself"
        )
    if lakes:
        texts.append(
            f"{plural(len(lakes), 'lake')} among the inputs ignored: {_file_names(lakes)}; query "
            "it with dateline sql --lake"
        )
    return texts


def _file_names(paths: Sequence[Path]) -> str:
    names = [one_line(path.name, 30) for path in paths[:3]]
    return ", ".join([*names, "…"] if len(paths) > len(names) else names)


def _unsettled_text(paths: Sequence[Path]) -> str:
    count = plural(len(paths), "file")
    return f"{count} still being written, left for the next run: {_file_names(paths)}"


def problem_text(problem: Problem) -> str:
    """How many pages have a problem, an example, and any waiver; control characters escaped."""
    example = one_line(problem.example, 40)
    waived = (
        f"; waived until {problem.waived_until} by {one_line(problem.waived_by, 40)}"
        if problem.waived_by
        else ""
    )
    return (
        f"{plural(problem.page_count, 'page')}, such as {example}: "
        f"{printable(problem.detail)}{waived}"
    )


def _check_text(check: FailedCheck) -> str:
    if check.example is None:
        example = ""
    elif check.is_of_history:
        anomaly = json.loads(check.example)
        example = f", such as {source_name(anomaly['source'])}: {printable(anomaly['said'])}"
    else:
        example = f", such as {one_line(check.example, 80)}"
    count = plural(check.failed_count, "source" if check.is_of_history else "row")
    return f"{check.severity}: {count}{example}"


def as_markdown(summary: Summary, unsettled: Sequence[Path]) -> str:
    """The summary for Prefect's pages; text from pages appears in code spans only."""
    lines = [f"# Run {summary.run.run_id}", ""]
    lines += [f"- **{name}**: {text}" for name, text in figures(summary)]
    if unsettled:
        lines.append(f"- **unsettled**: {code_span(_unsettled_text(unsettled), _CODE_WIDTH)}")
    if summary.problems:
        lines += ["", "## Quarantined", ""]
        lines += [
            f"- **{it.reason}**: {code_span(problem_text(it), _CODE_WIDTH)}"
            for it in summary.problems
        ]
    if summary.failed_checks:
        lines += ["", "## Failed checks", ""]
        lines += [
            f"- **{check.rule}**: {code_span(_check_text(check), _CODE_WIDTH)}"
            for check in summary.failed_checks
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
