"""Check the published tables, or candidate rows before they are published."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.flows.cli.context import console, progress_unless, settings_for
from dateline.flows.cli.exit_codes import EXIT_FINDINGS, EXIT_USAGE, fail
from dateline.flows.cli.options import JsonOption, LakeOption, QuietOption
from dateline.flows.cli.output_files import require_file_path, writing

if TYPE_CHECKING:
    from dateline.flows.jobs.findings import Findings


def check(
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="TARGET",
            help="A lake, a folder of files TABLE.parquet, or one such file. Defaults to the lake "
            "of the settings.",
        ),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(metavar="TABLE", help="Table of a single file, if its name differs."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Treat warnings as failures.")] = False,
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write JUnit XML, for test reports.")
    ] = None,
    sarif: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write SARIF 2.1.0, for code scanning.")
    ] = None,
    github: Annotated[
        bool,
        typer.Option("--github", help="Print GitHub Actions annotations; write the step summary."),
    ] = False,
    lake: LakeOption = None,
    quiet: QuietOption = False,
    as_json: JsonOption = False,
) -> None:
    """Check the published tables, or candidate rows in Parquet files, against every rule.

    Exits with 1 if a critical rule fails or, with `--strict`, any rule. Starts no run and changes
    nothing.
    """
    if github and as_json:
        fail("--github and --json exclude each other: choose one", EXIT_USAGE)
    if target is not None and lake is not None:
        fail(f"{target} and --lake {lake} exclude each other: choose one", EXIT_USAGE)
    if target is None and table is not None:
        fail(f"--table {table} is for a single file; name the file, too", EXIT_USAGE)
    for file in (junit, sarif):
        if file is not None:
            require_file_path(file)
    from dateline.expectations.engine import do_without_sql
    from dateline.flows.jobs.check import check as check_target

    do_without_sql()
    findings = check_target(settings_for(lake), target, table, progress_unless(quiet))
    _write_reports(findings, junit=junit, sarif=sarif, strict=strict)
    if as_json or github or not quiet:
        _print_findings(findings, as_json=as_json, github=github)
    if findings.blocks(strict=strict):
        raise typer.Exit(EXIT_FINDINGS)


def _write_reports(
    findings: "Findings", *, junit: Path | None, sarif: Path | None, strict: bool
) -> None:
    from dateline.flows.show.findings.junit import as_junit
    from dateline.flows.show.findings.sarif import as_sarif

    if junit is not None:
        _write(junit, as_junit(findings, strict=strict))
    if sarif is not None:
        _write(sarif, as_sarif(findings))


def _print_findings(findings: "Findings", *, as_json: bool, github: bool) -> None:
    from dateline.flows.show.findings.github import print_for_github, write_step_summary
    from dateline.flows.show.findings.text import print_findings

    if as_json:
        typer.echo(findings.as_json())
    elif github:
        print_for_github(console(), findings)
        write_step_summary(findings)
    else:
        print_findings(console(), findings)


def _write(file: Path, content: bytes) -> None:
    with writing(file):
        file.write_bytes(content)
