"""A run and its lake as a page for a person."""

from pathlib import Path
from typing import Annotated

import typer

from flows.commands.common import LakeOption, reading


def report(
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="File to write.")],
    run_id: Annotated[
        str | None, typer.Option("--run", metavar="RUN", help="The run; the last one if none.")
    ] = None,
    page_count: Annotated[
        int, typer.Option("--pages", min=0, max=100, help="Pages to draw line by line.")
    ] = 5,
    lake: LakeOption = None,
) -> None:
    """Write one HTML file that shows a run, what failed, the past, and a few pages.

    The file needs nothing else: no network, no script, no other file. Send it or keep it.
    """
    from flows.report.content import content_of
    from flows.report.render import render, write

    with reading(lake) as opened:
        content = content_of(opened, run_id, page_count=page_count)
    write(out, render(content))
    typer.echo(f"run {content.run.run_id}: {out}")
