"""Keep a schedule, and have people told of runs that end badly."""

from typing import Annotated

import typer

from flows.cli.common import EXIT_USAGE, LakeOption, SettleOption, duration, fail, settings_for


def schedule(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INBOX...", help="Folders, globs or files, as for `dateline run`."),
    ],
    interval: Annotated[
        str | None,
        typer.Option("--every", metavar="TIME", help="90s, 15m, 6h, 1d; from midnight UTC."),
    ] = None,
    cron: Annotated[
        str | None, typer.Option(metavar="LINE", help="A cron line, such as '*/15 * * * *'.")
    ] = None,
    time_zone: Annotated[
        str, typer.Option(metavar="ZONE", help="Whose clock --cron goes by, such as Europe/Oslo.")
    ] = "UTC",
    settle: SettleOption = "5s",
    lake: LakeOption = None,
) -> None:
    """Ingest new pages on a schedule until stopped.

    Serves one Prefect deployment, on the configured server or on one of its own. Runs never
    overlap; after downtime, one run catches up. SIGTERM or Ctrl-C cancels the current run, keeps
    what it has published and exits with code 0.
    """
    settings = settings_for(lake, settle)
    from flows.prefect_runs.environment import prepare

    prepare()
    from flows.deploy.schedule import by_cron, every, keep_schedule

    if interval is not None and cron is None:
        when = every(duration(interval))
    elif cron is not None and interval is None:
        when = by_cron(cron, time_zone)
    else:
        fail("say when: either --every 15m or --cron '*/15 * * * *'", EXIT_USAGE)
    keep_schedule(inputs, settings, when, typer.echo)


def alerts() -> None:
    """Set up alerts for failed and degraded runs on the configured Prefect server.

    The setting `alerts` lists the addresses; without any, existing alerts are removed.
    `dateline schedule` does this itself; use this command for the deployments of `prefect.yaml`.
    """
    settings = settings_for(None)
    from flows.prefect_runs.environment import prepare

    prepare()
    import asyncio

    from prefect.settings import PREFECT_API_URL

    from flows.deploy.alerts import TAG, declare_alerts
    from flows.ingest import require_server

    if PREFECT_API_URL.value() is None:
        fail("no Prefect server is configured; set PREFECT_API_URL", EXIT_USAGE)
    require_server()
    asyncio.run(declare_alerts(TAG, settings.alerts))
    typer.echo(f"{len(settings.alerts)} addresses are told of runs that end badly")
