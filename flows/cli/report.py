"""Write a report on a run for people to read."""

from pathlib import Path
from typing import Annotated

import typer

from dateline.flows.cli.context import settings_for
from dateline.flows.cli.exit_codes import EXIT_USAGE, fail
from dateline.flows.cli.options import LakeOption, parse_text


def report(
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="File to write.")],
    run_id: Annotated[
        str | None,
        typer.Option(
            "--run",
            metavar="RUN",
            parser=parse_text,
            help="The run.",
            show_default="the latest run",
        ),
    ] = None,
    page_count: Annotated[
        int, typer.Option("--pages", min=0, max=100, help="Maximum pages to show line by line.")
    ] = 5,
    lake: LakeOption = None,
) -> None:
    """Write an HTML report on a run: page counts, failed checks, trends and sample pages.

    The file is self-contained: no scripts, no network, no other files.
    """
    if out.is_dir():
        fail(f"{out} is a folder: give the path of a file", EXIT_USAGE)
    from dateline.flows.show.report.render import write_report

    written = write_report(settings_for(lake), out, run_id, page_count=page_count)
    typer.echo(f"run {written.run.run_id}: {out}")
