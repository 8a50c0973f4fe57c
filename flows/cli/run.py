"""Ingest pages, and reprocess stored ones."""

from typing import TYPE_CHECKING, Annotated

import typer

from dateline.flows.cli.context import console, open_lake, settings_for
from dateline.flows.cli.exit_codes import EXIT_FINDINGS
from dateline.flows.cli.options import JsonOption, LakeOption, SettleOption

if TYPE_CHECKING:
    from dateline.flows.jobs.ingest import Result
    from dateline.flows.settings import Settings


def run(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Folders, globs or files: .txt, .jsonl, .parquet, .wet; plain, .gz or .zst.",
        ),
    ],
    lake: LakeOption = None,
    settle: SettleOption = None,
    inline: Annotated[
        bool, typer.Option("--inline", help="Run the same steps without Prefect.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Ingest pages: parse, check and publish them to the lake.

    Pages already known are skipped. Pages that cannot be read or fail a critical rule are
    quarantined with a reason; the rest are published. An interrupted run resumes where it stopped.
    """
    from dateline.flows.jobs.summary import summarise
    from dateline.flows.show.summary import print_summary, summary_as_json

    settings = settings_for(lake, settle)
    result = _run_inline(inputs, settings) if inline else _run_with_prefect(inputs, settings)
    with open_lake(settings.lake) as opened:
        summary = summarise(opened, result.run)
    if as_json:
        typer.echo(summary_as_json(summary, result.ignored, result.unsettled))
    else:
        print_summary(console(), summary, result.ignored, result.unsettled)
    if result.run.status != "completed":
        raise typer.Exit(EXIT_FINDINGS)


def _run_inline(inputs: list[str], settings: "Settings") -> "Result":
    from dateline.flows.jobs.ingest import ingest
    from dateline.flows.show.progress import progress_bar

    return ingest(inputs, settings, progress=progress_bar)


def _run_with_prefect(inputs: list[str], settings: "Settings") -> "Result":
    from dateline.flows.prefect_runs.environment import set_defaults

    set_defaults()
    from dateline.flows.ingest import ingest_with_prefect

    return ingest_with_prefect(inputs, settings)


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
    as_json: JsonOption = False,
) -> None:
    """Reprocess stored pages with the current code and show what would change.

    Every changed page is checked as in a run; a page that breaks a critical rule keeps its old
    rows. With `--publish`, the new rows of all others are published in one transaction.
    """
    from dateline.flows.jobs.replay import replay as replay_pages
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.show.progress import progress_bar
    from dateline.flows.show.replay import print_replay

    replayed = replay_pages(
        settings_for(lake), condition=where, publish=publish, progress=progress_bar
    )
    if as_json:
        typer.echo(to_json(replayed))
    else:
        print_replay(console(), replayed, publish=publish)
    if replayed.rejected:
        raise typer.Exit(EXIT_FINDINGS)
