"""Show how a day compares with its baseline."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from dateline.flows.cli.context import console, open_lake
from dateline.flows.cli.exit_codes import EXIT_USAGE, fail
from dateline.flows.cli.options import JsonOption, LakeOption

_FIRST_YEAR = 1970  # of UNIX time


def history(
    source: Annotated[
        str | None,
        typer.Option(
            metavar="SOURCE", help="Show all measures of one source; `*` for all sources together."
        ),
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="The day (UTC) to compare.",
            show_default="today",
        ),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Maximum sources to show.")] = 40,
) -> None:
    """Compare a day with its baseline, source by source, and show anomalies.

    A run does the same when it ends and reports anomalies as warnings.
    """
    from dateline.flows.jobs.history import source_histories
    from dateline.flows.show.history import histories_as_json, print_histories, print_history

    chosen_day = (day or datetime.now(UTC)).date()
    if chosen_day.year < _FIRST_YEAR:
        fail(f"invalid --day {chosen_day}: use a day from {_FIRST_YEAR} on", EXIT_USAGE)
    with open_lake(lake) as opened:
        histories = source_histories(opened, chosen_day, source)
    if as_json:
        typer.echo(histories_as_json(histories))
    elif source is not None:
        print_history(console(), histories[0])
    else:
        print_histories(console(), histories, chosen_day, limit=limit)
