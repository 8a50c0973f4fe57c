"""Check what is published, or what is about to be."""

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.common import (
    EXIT_FINDINGS,
    EXIT_USAGE,
    JsonOption,
    LakeOption,
    console,
    fail,
    settings_for,
)


def check(
    target: Annotated[
        Path | None,
        typer.Argument(
            help="A lake, a folder of files TABLE.parquet, or one such file; without it, the "
            "lake of the settings.",
        ),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(metavar="TABLE", help="Whose rows a single file has, if its name is another."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Take a warning for a failure.")] = False,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write JUnit XML, for lists of tests.")
    ] = None,
    sarif: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write SARIF 2.1.0, for code scanning.")
    ] = None,
    github: Annotated[
        bool,
        typer.Option("--github", help="Annotate for GitHub Actions, and write the step's summary."),
    ] = False,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check the published tables, or candidate rows in Parquet files, against every rule.

    Exits with 1 if a critical rule fails; with `--strict`, a warning too. Starts no run and changes
    nothing.
    """
    if github and as_json:
        fail("--github and --json both write to the standard output; choose one", EXIT_USAGE)
    if target is not None and lake is not None:
        fail(f"{target} and --lake {lake} are two things to check; choose one", EXIT_USAGE)
    from flows.jobs.check import check as judge
    from flows.show.findings.github import print_for_github, write_step_summary
    from flows.show.findings.junit import as_junit
    from flows.show.findings.sarif import as_sarif
    from flows.show.findings.text import print_findings
    from flows.show.progress import progress_bar

    findings = judge(settings_for(lake), target, table, progress_bar)
    if junit is not None:
        _write(junit, as_junit(findings, strict=strict))
    if sarif is not None:
        _write(sarif, as_sarif(findings))
    if as_json:
        typer.echo(findings.as_json())
    elif github:
        print_for_github(console(), findings)
        write_step_summary(findings)
    else:
        print_findings(console(), findings)
    if findings.blocks(strict=strict):
        raise typer.Exit(EXIT_FINDINGS)


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
