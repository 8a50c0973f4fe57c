"""A run and its lake as a page for a person."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.common import EXIT_USAGE, LakeOption, fail, settings_for, valid_text


def report(
    out: Annotated[Path, typer.Argument(metavar="OUT.html", help="File to write.")],
    run_id: Annotated[
        str | None,
        typer.Option(
            "--run", metavar="RUN", parser=valid_text, help="The run; the last one if none."
        ),
    ] = None,
    page_count: Annotated[
        int, typer.Option("--pages", min=0, max=100, help="Pages to draw line by line.")
    ] = 5,
    lake: LakeOption = None,
) -> None:
    """Write an HTML report on a run: page counts, failed checks, trends and sample pages.

    The file is self-contained: no scripts, no network, no other files.
    """
    if out.is_dir():
        fail(f"{out} is a folder; name the file to write", EXIT_USAGE)
    from flows.show.report.render import write_report

    content = write_report(settings_for(lake), out, run_id, page_count=page_count)
    typer.echo(f"run {content.run.run_id}: {out}")
