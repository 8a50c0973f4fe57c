"""Maintain a lake: its run ledger, its snapshots and its files."""

from typing import TYPE_CHECKING, Annotated

import typer

from dateline.flows.cli.context import console, open_lake, progress_unless, settings_for
from dateline.flows.cli.exit_codes import EXIT_FINDINGS
from dateline.flows.cli.options import JsonOption, LakeOption, QuietOption

if TYPE_CHECKING:
    from dateline.warehouse.catalog.results import QueryResult


def runs(
    lake: LakeOption = None,
    as_json: JsonOption = False,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help="Maximum runs to list, newest first.")
    ] = 20,
) -> None:
    """List runs with their page counts and status."""
    from dateline.flows.jobs.runs import last_runs

    with open_lake(lake) as opened:
        _print_rows(last_runs(opened, limit), as_json=as_json, limit=limit)


def snapshots(
    lake: LakeOption = None,
    as_json: JsonOption = False,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help="Maximum snapshots to list, newest first.")
    ] = 20,
) -> None:
    """List the snapshots of the lake that `--at` can read, newest first."""
    from dateline.flows.jobs.runs import last_snapshots

    with open_lake(lake) as opened:
        _print_rows(last_snapshots(opened, limit), as_json=as_json, limit=limit)


def _print_rows(rows: "QueryResult", *, as_json: bool, limit: int) -> None:
    from dateline.flows.show.query_results import print_json, print_table

    if as_json:
        print_json(rows.dicts())
    else:
        print_table(console(), rows, limit=limit)


def diff(
    old: Annotated[int, typer.Argument(metavar="OLD", help="The earlier snapshot.")],
    new: Annotated[int, typer.Argument(metavar="NEW", help="The later snapshot.")],
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two snapshots of the lake by table and field, with examples.

    `dateline snapshots` lists them.
    """
    from dateline.flows.jobs.diff import diff as compare_snapshots
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.show.differences import print_differences

    with open_lake(lake) as opened:
        differences = compare_snapshots(opened, old, new)
    if as_json:
        typer.echo(to_json(differences))
    elif differences:
        print_differences(console(), differences)
    else:
        typer.echo(f"snapshots {old} and {new} have the same rows")


def verify(
    lake: LakeOption = None, quiet: QuietOption = False, as_json: JsonOption = False
) -> None:
    """Recompute hashes, offsets and counts, and compare them with the stored values.

    Exits with 1 if anything differs.
    """
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.jobs.verify import verify as verify_lake
    from dateline.flows.show.verification import print_verification

    verification = verify_lake(settings_for(lake), progress=progress_unless(quiet))
    if as_json:
        typer.echo(to_json(verification))
    elif not quiet:
        print_verification(console(), verification)
    if verification.differs:
        raise typer.Exit(EXIT_FINDINGS)


def migrate(lake: LakeOption = None, as_json: JsonOption = False) -> None:
    """Migrate a lake to this version's schema.

    A run does the same when it opens the lake. Pages are not reprocessed; `dateline replay` shows
    what the current code would make of them.
    """
    from dateline.flows.jobs.open_lakes import open_to_write
    from dateline.flows.jobs.serialization import to_json
    from dateline.warehouse.catalog.lake import Lake

    settings = settings_for(lake)
    Lake.require(settings.lake)
    with open_to_write(settings) as opened:
        changed = opened.migrated
    if as_json:
        typer.echo(to_json(changed))
    elif changed:
        typer.echo(f"{len(changed)} changes to {settings.lake}: {', '.join(changed)}")
        typer.echo("`dateline replay` shows what the current code would make of the stored pages.")
    else:
        typer.echo(f"{settings.lake} is up to date")


def compact(
    keep_days: Annotated[
        int, typer.Option(metavar="DAYS", min=0, help="Days for which old snapshots stay readable.")
    ] = 7,
    lake: LakeOption = None,
) -> None:
    """Merge the small data files that batches leave, and expire old snapshots.

    The latest snapshot keeps its rows. Run it once a week, or every few hundred batches.
    """
    from datetime import timedelta

    from dateline.flows.jobs.open_lakes import open_to_write
    from dateline.flows.show.compaction import compaction_message
    from dateline.warehouse.catalog.lake import Lake
    from dateline.warehouse.publish.compaction import compact as compact_lake

    settings = settings_for(lake)
    Lake.require(settings.lake)
    with open_to_write(settings) as opened:
        before = opened.data_file_count
        compaction = compact_lake(opened, keep=timedelta(days=keep_days))
        after = opened.data_file_count
    typer.echo(f"{before:,} data files before, {after:,} after, in {settings.lake}")
    typer.echo(compaction_message(compaction))
    if after > before:
        typer.echo("Queries may still read those that were merged; a later run removes them.")
