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
    """Read pages, understand them, check them and publish them to the lake.

    What is in the lake already is not loaded twice; what cannot be read is set aside with its
    reason, and the rest goes on. A run that was stopped goes on where it was.
    """
    from flows.show.summary import print_summary, summarise, summary_as_json

    settings = settings_for(lake, settle)
    if inline:
        from flows.jobs.ingest import ingest

        result = ingest(inputs, settings)
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
    """Read the stored pages again with today's code, and show what would change.

    Every changed page is checked as in a run; one that breaks a critical rule keeps its old rows.
    With `--publish`, all others get their new rows in one transaction.
    """
    from flows.jobs.replay import print_replay
    from flows.jobs.replay import replay as read_again

    replayed = read_again(settings_for(lake), condition=where, publish=publish)
    if as_json:
        typer.echo(replayed.as_json())
    else:
        print_replay(console(), replayed, publish=publish)
    if replayed.refusals:
        raise typer.Exit(EXIT_FINDINGS)
