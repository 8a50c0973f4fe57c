"""Look after what was set aside."""

import sys
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from flows.cli.common import (
    EXIT_FINDINGS,
    EXIT_USAGE,
    JsonOption,
    LakeOption,
    console,
    fail,
    reading,
    settings_for,
    valid_text,
)

# A century; many more lie before the first day that Python knows.
_MOST_DAYS = 36_500


class State(StrEnum):
    """What has become of a page since it was set aside."""

    OPEN = "open"
    RESOLVED = "resolved"
    EXPIRED = "expired"
    ALL = "all"


app = typer.Typer(name="quarantine", rich_markup_mode="markdown")

ReasonOption = Annotated[
    str | None, typer.Option(metavar="REASON", help="Only what was set aside for this reason.")
]


@app.callback(invoke_without_command=True)
def rows(
    context: typer.Context,
    reason: ReasonOption = None,
    source: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", parser=valid_text, help="Only from files with this in their path."
        ),
    ] = None,
    severity: Annotated[
        str | None, typer.Option(metavar="SEVERITY", help="Only these: critical or warning.")
    ] = None,
    older_than: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS", min=0, max=_MOST_DAYS, help="Only what was set aside before that."
        ),
    ] = None,
    state: Annotated[State, typer.Option(help="Only those in this state.")] = State.OPEN,
    limit: Annotated[
        int, typer.Option(min=1, help="Rows to show in a table; --json prints all of them.")
    ] = 50,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List, retry, waive or expire quarantined pages.

    Without a subcommand, lists the open pages, those not loaded since, by reason, file and age.
    """
    if context.invoked_subcommand is not None:
        sources = map(context.get_parameter_source, context.params)
        if any(source is not None and source.name == "COMMANDLINE" for source in sources):
            fail(f"options go behind `{context.invoked_subcommand}`", EXIT_USAGE)
        return
    from flows.jobs.quarantine import Chosen, listed
    from flows.show.quarantine import print_list
    from flows.show.rows import print_json_rows, rows_of

    chosen = Chosen(
        reason=reason,
        source=source,
        severity=severity,
        state=None if state is State.ALL else state.value,
        older_than=None if older_than is None else timedelta(days=older_than),
    )
    now = datetime.now(UTC)
    with reading(lake) as opened:
        if as_json:
            print_json_rows(rows_of(listed(opened, chosen, now=now)))
        else:
            print_list(console(), opened, chosen, now=now, limit=limit)


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", parser=valid_text, help="An id, or its first six characters or more."
        ),
    ],
    raw: Annotated[
        bool, typer.Option("--raw", help="Write the bytes themselves; for a file or a pipe.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a quarantined page: where it came from, why it failed and a preview of its bytes."""
    from dataclasses import asdict

    from flows.jobs.quarantine import row_named
    from flows.jobs.serialization import to_json
    from flows.show.quarantine import print_row
    from warehouse.publish.quarantine import waivers_on

    if raw and sys.stdout.isatty():
        fail("--raw is for a file or a pipe: the bytes could steer the terminal", EXIT_USAGE)
    with reading(lake) as opened:
        row = row_named(opened, name)
        waivers = waivers_on(opened, datetime.now(UTC).date())
    if raw:
        if row.payload is None:
            fail(f"no bytes of it are kept: it is {row.state}, {row.outcome}", EXIT_USAGE)
        sys.stdout.buffer.write(row.payload)
    elif as_json:
        typer.echo(to_json(asdict(row)))
    else:
        print_row(console(), row, waivers)


@app.command()
def retry(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID", parser=valid_text, help="Ids, or their beginnings."),
    ] = None,
    reason: ReasonOption = None,
    every: Annotated[bool, typer.Option("--all", help="Whatever is open.")] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Retry quarantined pages, for example after a fix or a new release.

    The stored bytes go through all steps again, in a run of their own. A page that loads is
    resolved; a page that fails again stays open with the new reason.
    """
    from flows.jobs.quarantine import retry as try_again
    from flows.jobs.serialization import to_json
    from flows.show.progress import progress_bar
    from flows.show.quarantine import print_retry

    if (bool(names), reason is not None, every).count(True) != 1:
        fail("say what to try again: ids, --reason REASON, or --all", EXIT_USAGE)
    retried = try_again(settings_for(lake), names=names or (), reason=reason, progress=progress_bar)
    if as_json:
        typer.echo(to_json(retried))
    else:
        print_retry(console(), retried)
    if retried is not None and retried.run.status != "completed":
        raise typer.Exit(EXIT_FINDINGS)


@app.command()
def waive(
    reason: Annotated[str, typer.Argument(help="The reason, such as empty.")],
    until: Annotated[
        str, typer.Option(metavar="DATE", help="The last day on which it holds (UTC): 2026-12-31.")
    ],
    by: Annotated[str, typer.Option(metavar="WHO", parser=valid_text, help="Who answers for it.")],
    note: Annotated[
        str | None,
        typer.Option(metavar="TEXT", parser=valid_text, help="Why, and what is to be done."),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Waive a reason until a date: pages are still quarantined for it, but no run is degraded.

    A later waiver for the same reason replaces the earlier one.
    """
    from flows.jobs.quarantine import waive as accept
    from flows.jobs.serialization import to_json
    from flows.show.quarantine import waiver_in_words

    waiver = accept(
        settings_for(lake), reason=reason, until=until, by=by, note=note, now=datetime.now(UTC)
    )
    typer.echo(to_json(waiver) if as_json else waiver_in_words(waiver))


@app.command()
def expire(
    older_than: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS",
            min=0,
            max=_MOST_DAYS,
            help="Open rows, too, that were set aside before that.",
        ),
    ] = None,
    confirmed: Annotated[
        bool, typer.Option("--yes", help="Do it; without it, only say what would be done.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete the stored bytes of resolved or old pages; the rows and their reasons stay."""
    from flows.jobs.quarantine import expire_rows
    from flows.jobs.serialization import to_json
    from flows.show.quarantine import print_expiry

    expiry = expire_rows(
        settings_for(lake),
        older_than=None if older_than is None else timedelta(days=older_than),
        confirmed=confirmed,
        now=datetime.now(UTC),
    )
    if as_json:
        typer.echo(to_json(expiry))
    else:
        print_expiry(console(), expiry)
