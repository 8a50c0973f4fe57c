"""Inspect and resolve quarantined pages."""

import sys
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer

from dateline.flows.cli.context import console, open_lake, progress_unless, settings_for
from dateline.flows.cli.exit_codes import EXIT_FINDINGS, EXIT_USAGE, fail
from dateline.flows.cli.help import Subcommands
from dateline.flows.cli.interruption import RESUMES, advise_when_interrupted
from dateline.flows.cli.options import JsonOption, LakeOption, QuietOption, parse_text

# A century; beyond some 700,000 days lies no date that Python can represent.
_MAXIMUM_DAYS = 36_500


class StateFilter(StrEnum):
    """The states of quarantined pages that a list can show."""

    OPEN = "open"
    RESOLVED = "resolved"
    EXPIRED = "expired"
    ALL = "all"


app = typer.Typer(name="quarantine", cls=Subcommands, add_completion=False, rich_markup_mode=None)

ReasonOption = Annotated[
    str | None,
    typer.Option(metavar="REASON", help="Only pages quarantined for this reason."),
]


@app.callback(invoke_without_command=True)
def list_pages(
    context: typer.Context,
    reason: ReasonOption = None,
    file_path: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            parser=parse_text,
            help="Only pages from files whose path contains this.",
        ),
    ] = None,
    older_than: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS",
            min=0,
            max=_MAXIMUM_DAYS,
            help="Only pages quarantined more than this many days ago.",
        ),
    ] = None,
    state: Annotated[StateFilter, typer.Option(help="Only pages in this state.")] = (
        StateFilter.OPEN
    ),
    limit: Annotated[
        int,
        typer.Option(metavar="N", min=1, help="Maximum rows in the table; --json prints all rows."),
    ] = 50,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List, retry, waive or expire quarantined pages.

    Without a subcommand, lists the open pages (those not loaded since), by reason, file and age.
    """
    if context.invoked_subcommand is not None:
        _reject_options_before_subcommand(context)
        return
    from dateline.flows.jobs.quarantined_pages import Chosen, listed
    from dateline.flows.show.quarantine import print_list
    from dateline.flows.show.query_results import print_json

    chosen = Chosen(
        reason=reason,
        file_path=file_path,
        state=None if state is StateFilter.ALL else state.value,
        older_than=_days(older_than),
    )
    now = datetime.now(UTC)
    with open_lake(lake) as opened:
        if as_json:
            print_json(listed(opened, chosen, now=now).dicts())
        else:
            print_list(console(), opened, chosen, now=now, limit=limit)


def _reject_options_before_subcommand(context: typer.Context) -> None:
    sources = map(context.get_parameter_source, context.params)
    if any(source is not None and source.name == "COMMANDLINE" for source in sources):
        fail(f"misplaced options: put them after `{context.invoked_subcommand}`", EXIT_USAGE)


def _days(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(days=count)


@app.command()
def show(
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="ID", parser=parse_text, help="The first six or more characters of an id."
        ),
    ],
    raw: Annotated[
        bool, typer.Option("--raw", help="Write the stored bytes to a file or a pipe.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a quarantined page: where it came from, why it failed and a preview of its bytes."""
    from dataclasses import asdict

    from dateline.flows.jobs.quarantined_pages import row_named
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.show.quarantine import print_row
    from dateline.warehouse.publish.quarantine import waivers_on

    if raw and sys.stdout.isatty():
        fail("--raw writes bytes that could control the terminal: redirect it", EXIT_USAGE)
    with open_lake(lake) as opened:
        row = row_named(opened, identifier)
        waivers = waivers_on(opened, datetime.now(UTC).date())
    if raw:
        if row.payload is None:
            fail(f"no bytes are stored: the page is {row.state}, {row.outcome}", EXIT_USAGE)
        sys.stdout.buffer.write(row.payload)
    elif as_json:
        typer.echo(to_json(asdict(row)))
    else:
        print_row(console(), row, waivers)


@app.command()
def retry(
    identifiers: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ID", parser=parse_text, help="The first six or more characters of each id."
        ),
    ] = None,
    reason: ReasonOption = None,
    every: Annotated[bool, typer.Option("--all", help="All open pages.")] = False,
    lake: LakeOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Retry quarantined pages, for example after a fix or a new release.

    The stored bytes go through all steps again, in a run of their own. A page that loads is
    resolved; a page that fails again stays open, and its row lists the new reason.
    """
    if (bool(identifiers), reason is not None, every).count(True) != 1:
        fail("no single choice of pages: give ids, --reason REASON or --all", EXIT_USAGE)

    advise_when_interrupted(RESUMES)
    from dateline.expectations.engine import do_without_sql
    from dateline.flows.jobs.quarantine import retry as retry_pages
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.show.quarantine import print_retry

    do_without_sql()
    retried = retry_pages(
        settings_for(lake),
        names=identifiers or (),
        reason=reason,
        progress=progress_unless(quiet),
    )
    if as_json:
        typer.echo(to_json(retried))
    elif not quiet:
        print_retry(console(), retried)
    if retried is not None and retried.run.status != "completed":
        raise typer.Exit(EXIT_FINDINGS)


@app.command()
def waive(
    reason: Annotated[str, typer.Argument(metavar="REASON", help="The reason, such as empty.")],
    until: Annotated[
        str, typer.Option(metavar="DATE", help="Last day (UTC) of the waiver, such as 2026-12-31.")
    ],
    by: Annotated[
        str, typer.Option(metavar="NAME", parser=parse_text, help="Who is responsible for it.")
    ],
    note: Annotated[
        str | None,
        typer.Option(metavar="TEXT", parser=parse_text, help="Why, and what will be done."),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Waive a reason until a day: its pages are still quarantined, but degrade no run.

    A later waiver for the same reason replaces the earlier one.
    """
    from dateline.flows.jobs.quarantine import waive as waive_reason
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.show.quarantine import waiver_text

    waiver = waive_reason(
        settings_for(lake), reason=reason, until=until, by=by, note=note, now=datetime.now(UTC)
    )
    typer.echo(to_json(waiver) if as_json else waiver_text(waiver))


@app.command()
def expire(
    older_than: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS",
            min=0,
            max=_MAXIMUM_DAYS,
            help="Also expire open pages quarantined more than this many days ago.",
        ),
    ] = None,
    confirmed: Annotated[
        bool, typer.Option("--yes", help="Delete the bytes; without it, show what would expire.")
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete the stored bytes of resolved or old pages; the rows and their reasons stay."""
    from dateline.flows.jobs.quarantine import expire_rows
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.show.quarantine import print_expiry

    expiry = expire_rows(
        settings_for(lake),
        older_than=_days(older_than),
        confirmed=confirmed,
        now=datetime.now(UTC),
    )
    if as_json:
        typer.echo(to_json(expiry))
    else:
        print_expiry(console(), expiry)
