"""Ingest on a schedule, and alert people to runs that end badly."""

from typing import Annotated

import typer

from dateline.flows.cli.context import settings_for
from dateline.flows.cli.exit_codes import EXIT_USAGE, fail
from dateline.flows.cli.interruption import stop_in_own_way
from dateline.flows.cli.options import LakeOption, SettleOption, parse_duration


def schedule(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", help="Folders, globs or files, as for `dateline run`."),
    ],
    interval: Annotated[
        str | None,
        typer.Option(
            "--every",
            metavar="DURATION",
            help="Interval between runs: 90s, 15m, 6h or 1d, aligned to midnight UTC.",
        ),
    ] = None,
    cron: Annotated[
        str | None,
        typer.Option(metavar="EXPRESSION", help="Cron expression, such as '*/15 * * * *'."),
    ] = None,
    time_zone: Annotated[
        str, typer.Option(metavar="ZONE", help="Time zone of --cron, such as Europe/Oslo.")
    ] = "UTC",
    settle: SettleOption = "5s",
    name: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Name of the deployment in Prefect. Defaults to the name of the lake's folder and "
            "a hash of its path.",
        ),
    ] = None,
    lake: LakeOption = None,
) -> None:
    """Ingest new pages on a schedule until stopped.

    Serves one Prefect deployment, on the configured server or on one of its own. Runs never
    overlap; after downtime, one run catches up. SIGTERM or Ctrl-C cancels the current run, keeps
    what it has published and exits with code 0.
    """
    settings = settings_for(lake, settle)
    from dateline.flows.prefect_runs.environment import set_defaults

    set_defaults()
    from dateline.flows.deploy.schedule import cron_schedule, interval_schedule, serve_schedule

    if interval is not None and cron is None:
        when = interval_schedule(parse_duration(interval))
    elif cron is not None and interval is None:
        when = cron_schedule(cron, time_zone)
    else:
        fail("no single schedule: give either --every 15m or --cron '*/15 * * * *'", EXIT_USAGE)
    stop_in_own_way()
    serve_schedule(inputs, settings, when, typer.echo, name=name)


def alerts() -> None:
    """Set up alerts for failed and degraded runs on the configured Prefect server.

    The setting `alerts` lists the addresses; without any, existing alerts are removed.
    `dateline schedule` does this itself; use this command for the deployments of `prefect.yaml`.
    """
    settings = settings_for(None)
    from dateline.flows.prefect_runs.environment import set_defaults

    set_defaults()
    import asyncio

    from prefect.settings import PREFECT_API_URL

    from dateline.flows.deploy.alerts import TAG, create_alerts
    from dateline.flows.ingest import require_server

    if PREFECT_API_URL.value() is None:
        fail("no Prefect server is configured: set PREFECT_API_URL", EXIT_USAGE)
    require_server()
    asyncio.run(create_alerts(TAG, settings.alerts))
    typer.echo(f"alerts go to {len(settings.alerts)} addresses")
