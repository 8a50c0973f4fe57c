"""Bring pages in, and read stored pages again."""

from typing import Annotated

import typer

from flows.cli.common import (
    EXIT_FINDINGS,
    JsonOption,
    LakeOption,
    SettleOption,
    console,
    reading,
    settings_for,
)


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
    from flows.jobs.summary import summarise
    from flows.show.summary import print_summary, summary_as_json

    settings = settings_for(lake, settle)
    if inline:
        from flows.jobs.ingest import ingest
        from flows.show.progress import progress_bar

        result = ingest(inputs, settings, progress=progress_bar)
    else:
        from flows.prefect_runs.environment import prepare

        prepare()
        from flows.ingest import ingest_with_prefect

        result = ingest_with_prefect(inputs, settings)
    with reading(settings.lake) as opened:
        summary = summarise(opened, result.run)
    if as_json:
        typer.echo(summary_as_json(summary, result.ignored, result.unsettled))
    else:
        print_summary(console(), summary, result.ignored, result.unsettled)
    if result.run.status != "completed":
        raise typer.Exit(EXIT_FINDINGS)


def replay(
    where: Annotated[
        str | None,
        typer.Option(metavar="CONDITION", help="The pages to read again, in SQL on `documents`."),
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish", help="Put the new rows in the place of the old ones.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Reprocess stored pages with the current code and show what would change.

    Every changed page is checked as in a run; a page that breaks a critical rule keeps its old
    rows. With `--publish`, the new rows of all others are published in one transaction.
    """
    from flows.jobs.replay import replay as read_again
    from flows.jobs.serialization import to_json
    from flows.show.progress import progress_bar
    from flows.show.replay import print_replay

    replayed = read_again(
        settings_for(lake), condition=where, publish=publish, progress=progress_bar
    )
    if as_json:
        typer.echo(to_json(replayed))
    else:
        print_replay(console(), replayed, publish=publish)
    if replayed.refusals:
        raise typer.Exit(EXIT_FINDINGS)
