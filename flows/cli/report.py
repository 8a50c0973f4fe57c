"""Write a report on a run for people to read."""

from pathlib import Path
from typing import Annotated

import typer

from dateline.flows.cli.context import settings_for
from dateline.flows.cli.options import LakeOption, parse_text
from dateline.flows.cli.output_files import require_file_path, writing


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
        int,
        typer.Option(
            "--pages", metavar="N", min=0, max=100, help="Maximum pages to show line by line."
        ),
    ] = 5,
    lake: LakeOption = None,
) -> None:
    """Write an HTML report on a run: page counts, failed checks, trends and sample pages.

    The file is self-contained: no scripts, no network, no other files.
    """
    require_file_path(out)
    from dateline.flows.jobs.report import read_report
    from dateline.flows.show.report.content import content_of
    from dateline.flows.show.report.render import render, write_page

    read = read_report(settings_for(lake), run_id, page_count=page_count)
    page = render(content_of(read))
    with writing(out):
        write_page(out, page)
    typer.echo(f"run {read.run.run_id}: {out}")
