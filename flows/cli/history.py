"""How a day stands by the days before it."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from flows.cli.common import EXIT_USAGE, JsonOption, LakeOption, console, fail, reading

# Of UNIX time, and long before any lake.
_FIRST_YEAR = 1970


def history(
    source: Annotated[
        str | None,
        typer.Option(help="One source, with all of its measures; `*` for all together."),
    ] = None,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day to judge (UTC).", show_default="today"),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
    limit: Annotated[int, typer.Option(min=1, help="Sources to show.")] = 40,
) -> None:
    """Compare a day with its baseline, source by source, and show anomalies.

    A run does the same when it ends and reports anomalies as warnings.
    """
    from flows.jobs.history import source_histories
    from flows.show.history import histories_as_json, print_histories, print_history

    judged_day = (day or datetime.now(UTC)).date()
    if judged_day.year < _FIRST_YEAR:
        fail(f"--day {judged_day}: days are judged from {_FIRST_YEAR} on", EXIT_USAGE)
    with reading(lake) as opened:
        histories = source_histories(opened, judged_day, source)
    if as_json:
        typer.echo(histories_as_json(histories))
    elif source is not None:
        print_history(console(), histories[0])
    else:
        print_histories(console(), histories, judged_day, limit=limit)
