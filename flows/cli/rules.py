"""The rules that hold for a lake."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dateline.flows.cli.context import console, settings_for
from dateline.flows.cli.exit_codes import EXIT_USAGE, fail
from dateline.flows.cli.options import JsonOption, LakeOption
from dateline.flows.cli.output_files import require_folder_path, writing
from dateline.flows.remedies import choose_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dateline.expectations.rules import Rule


def rules(
    table: Annotated[
        str | None, typer.Argument(metavar="TABLE", help="One table, such as articles or ops.runs.")
    ] = None,
    gx: Annotated[
        Path | None,
        typer.Option(
            "--gx",
            metavar="DIR",
            help="Write them as Great Expectations suites, one file per table.",
        ),
    ] = None,
    lake: LakeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the rules that hold for the tables, your own included."""
    from dateline.flows.jobs.rules import rules_for
    from dateline.flows.jobs.serialization import to_json
    from dateline.flows.show.rules import as_rows, print_rules
    from dateline.transforms.schema import TABLES

    if table is not None and table not in TABLES:
        fail(f"the table {table!r} does not exist; {choose_from(table, TABLES)}", EXIT_USAGE)
    if gx is not None:
        require_folder_path(gx)
    chosen = [rule for rule in rules_for(settings_for(lake)) if table in (None, rule.table)]
    if gx is not None:
        files = _write_suites(chosen, gx)
        typer.echo(to_json(files) if as_json else f"{len(files)} suites written to {gx}")
    elif as_json:
        typer.echo(to_json(as_rows(chosen)))
    else:
        print_rules(console(), chosen)


def _write_suites(chosen: "Sequence[Rule]", folder: Path) -> list[str]:
    from dateline.expectations.suites import suites
    from dateline.flows.jobs.serialization import to_json

    files = []
    for name, suite in suites(chosen):
        file = folder / f"{name}.json"
        with writing(file):
            file.write_text(to_json(suite) + "\n", encoding="utf-8")
        files.append(str(file))
    return files
