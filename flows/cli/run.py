"""Ingest pages, and reprocess stored ones."""

import os
import sys
from contextlib import ExitStack
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.flows.cli.context import console, progress_unless, settings_for
from dateline.flows.cli.exit_codes import EXIT_FINDINGS, EXIT_USAGE, fail
from dateline.flows.cli.interruption import RESUMES, advise_when_interrupted
from dateline.flows.cli.options import (
    AuthorsFieldOption,
    DaskOption,
    DateFieldOption,
    DescriptionFieldOption,
    FetchedFieldOption,
    IdFieldOption,
    JsonOption,
    LakeOption,
    LanguageFieldOption,
    LayoutOption,
    LineageOption,
    PublisherFieldOption,
    QuietOption,
    SectionFieldOption,
    SettleOption,
    TextFieldOption,
    TitleFieldOption,
    UrlFieldOption,
    WorkersOption,
)
from dateline.flows.escaping import one_line

if TYPE_CHECKING:
    from dateline.flows.jobs.ingest import Result
    from dateline.flows.settings import Settings
    from dateline.flows.show.progress import ProgressDisplay

_INPUTS_WIDTH = 200


class LogLevel(StrEnum):
    """The levels of Python's logging."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"
    CRITICAL = "CRITICAL"


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Folders, globs or files: .txt, .html, .jsonl, .json, .csv, .tsv, .parquet, "
            ".warc, .wet, .rss, .atom, .eml, .zip, .tar, and the suffixes of installed "
            "readers; plain, .gz, .zst or .bz2.",
        ),
    ],
    lake: LakeOption = None,
    settle: SettleOption = None,
    inline: Annotated[
        bool, typer.Option("--inline", help="Run the same steps without Prefect.")
    ] = False,
    quiet: QuietOption = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Log every batch: the same as --log-level INFO.")
    ] = False,
    log_level: Annotated[
        LogLevel | None,
        typer.Option(case_sensitive=False, help="Log to standard error, from this level up."),
    ] = None,
    workers: WorkersOption = None,
    dask: DaskOption = None,
    lineage: LineageOption = None,
    as_json: JsonOption = False,
    layout: LayoutOption = None,
    text_field: TextFieldOption = None,
    id_field: IdFieldOption = None,
    url_field: UrlFieldOption = None,
    fetched_field: FetchedFieldOption = None,
    title_field: TitleFieldOption = None,
    authors_field: AuthorsFieldOption = None,
    date_field: DateFieldOption = None,
    language_field: LanguageFieldOption = None,
    description_field: DescriptionFieldOption = None,
    publisher_field: PublisherFieldOption = None,
    section_field: SectionFieldOption = None,
) -> None:
    """Ingest pages: parse, check and publish them to the lake.

    Pages already known are skipped. Pages that cannot be read or fail a critical rule are
    quarantined with a reason; the rest are published. An interrupted run resumes where it stopped.
    Progress goes to standard error, the summary to standard output.
    """
    if quiet and (verbose or log_level is not None):
        fail("--quiet excludes --verbose and --log-level: choose one", EXIT_USAGE)
    if verbose and log_level is None:
        log_level = LogLevel.INFO
    fields = {
        "text_field": text_field,
        "id_field": id_field,
        "url_field": url_field,
        "fetched_field": fetched_field,
        "title_field": title_field,
        "authors_field": authors_field,
        "date_field": date_field,
        "language_field": language_field,
        "description_field": description_field,
        "publisher_field": publisher_field,
        "section_field": section_field,
    }
    advise_when_interrupted(RESUMES)
    _say_what_runs(inputs, inline=inline, quiet=quiet)
    settings = settings_for(lake, settle, layout, fields, lineage, workers, dask)
    if inline and settings.dask is not None:
        fail("--dask excludes --inline: Prefect takes pages to the cluster; choose one", EXIT_USAGE)
    if settings.lineage is not None:
        from dateline.flows.show.run_log import show_lineage_warnings

        show_lineage_warnings()
    run_inputs = _run_inline if inline else _run_with_prefect
    result = run_inputs(inputs, settings, quiet=quiet, log_level=log_level)
    _print_result(result, as_json=as_json, quiet=quiet)
    if result.run.status != "completed":
        raise typer.Exit(EXIT_FINDINGS)


def _say_what_runs(inputs: list[str], *, inline: bool, quiet: bool) -> None:
    """Print the first line, before anything that takes time is imported."""
    named = one_line(" ".join(inputs), _INPUTS_WIDTH)
    how = "inline, without Prefect" if inline else "with Prefect; --inline does without"
    _say(f"reading {named}, {how}", quiet=quiet)


def _say(line: str, *, quiet: bool) -> None:
    if not quiet:
        print(f"dateline: {line}", file=sys.stderr, flush=True)  # noqa: T201


def _print_result(result: "Result", *, as_json: bool, quiet: bool) -> None:
    if quiet and not as_json:
        return
    from dateline.flows.show.summary import print_summary, summary_as_json

    if as_json:
        typer.echo(summary_as_json(result.summary, result.ignored, result.unsettled))
    else:
        print_summary(console(), result.summary, result.ignored, result.unsettled)


def _run_inline(
    inputs: list[str], settings: "Settings", *, quiet: bool, log_level: LogLevel | None
) -> "Result":
    from dateline.expectations.engine import do_without_sql
    from dateline.flows.jobs.ingest import STEPS, ingest

    do_without_sql()
    display = _display(quiet=quiet, log_level=log_level)
    steps = STEPS
    if log_level is not None:
        from dateline.flows.show.run_log import log_to_standard_error, logged

        steps = logged(steps, log_to_standard_error(log_level))
    if display is None:
        return ingest(inputs, settings, steps)
    from dateline.flows.show.progress import in_phases

    return ingest(inputs, settings, in_phases(steps, display.enter), progress=display.show)


def _run_with_prefect(
    inputs: list[str], settings: "Settings", *, quiet: bool, log_level: LogLevel | None
) -> "Result":
    from dateline.flows.prefect_runs.environment import set_defaults

    if log_level is not None:
        os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = log_level
    set_defaults()
    with ExitStack() as stack:
        server = None
        if "PREFECT_API_URL" not in os.environ:
            from dateline.flows.deploy.server import run_server

            # It takes as long to start as all that follows takes to import.
            server = stack.enter_context(run_server())
        from dateline.flows.prefect_runs.loading import collector_off

        with collector_off():
            from prefect.settings import PREFECT_API_URL

            from dateline.expectations.engine import do_without_sql
            from dateline.flows.ingest import ingest_with_prefect
            from dateline.flows.jobs.workforce import begin_loading
            from dateline.flows.prefect_runs.environment import use_server
            from dateline.warehouse.catalog.store import may_be_new
        do_without_sql()
        if may_be_new(settings.lake):
            begin_loading()  # every page will be new, and the server takes its time
        if server is not None and PREFECT_API_URL.value() is None:
            _say("waiting for the Prefect server that is started for this run", quiet=quiet)
            server.wait_until_ready()
            stack.enter_context(use_server(server.api))
        display = _display(quiet=quiet, log_level=log_level)
        return ingest_with_prefect(inputs, settings, display)


def _display(*, quiet: bool, log_level: LogLevel | None) -> "ProgressDisplay | None":
    """What shows the progress of a run; log lines are signs of life enough."""
    if quiet or log_level is not None:
        return None
    from dateline.flows.show.progress import ProgressDisplay

    return ProgressDisplay()


def replay(
    where: Annotated[
        str | None,
        typer.Option(
            metavar="CONDITION", help="SQL condition on `documents` that selects the pages."
        ),
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Replace the stored rows with the new ones.")
    ] = False,
    lake: LakeOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Reprocess stored pages with the current code and show what would change.

    Every changed page is checked as in a run; a page that breaks a critical rule keeps its old
    rows. With `--publish`, the new rows of all others are published in one transaction.
    """
    from dateline.expectations.engine import do_without_sql
    from dateline.flows.jobs.replay import replay as replay_pages
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.show.replay import print_replay

    do_without_sql()
    replayed = replay_pages(
        settings_for(lake), condition=where, publish=publish, progress=progress_unless(quiet)
    )
    if as_json:
        typer.echo(to_json(replayed))
    elif not quiet:
        print_replay(console(), replayed, publish=publish)
    if replayed.rejected:
        raise typer.Exit(EXIT_FINDINGS)
