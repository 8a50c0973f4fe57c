"""The generated pages of the documentation.

`python -m dateline.flows.cli.reference docs/reference` writes them.
"""

import sys
import tempfile
from pathlib import Path

import typer
from typer.cli import get_docs_for_click
from typer.main import get_command

from dateline.expectations import ALL_RULES
from dateline.expectations.reference import rules_reference
from dateline.flows.cli.commands import app
from dateline.flows.jobs.ingest import ingest
from dateline.flows.jobs.open_lakes import open_to_read
from dateline.flows.settings import Settings
from dateline.flows.show import data_dictionary
from dateline.flows.show.languages import languages_as_markdown

_SETTINGS_INTRODUCTION = (
    "# Settings",
    "",
    "Generated from `flows/settings.py` by `make reference`; do not edit.",
    "",
    "Set these in `dateline.toml` in the working folder, or as environment variables in upper case",
    "with the prefix `DATELINE_` (`DATELINE_LAKE`). The environment overrides the file; the",
    "options of a command override both.",
    "",
    "| setting | meaning | default |",
    "| --- | --- | --- |",
)
_SAMPLE = Path(__file__).parents[2] / "seeds/sample"


def pages() -> dict[str, str]:
    """The pages that are generated from declarations alone, by file name."""
    return {
        "command.md": command_reference(),
        "settings.md": settings_reference(),
        "tables.md": data_dictionary.as_markdown(),
        "rules.md": rules_reference(ALL_RULES),
        "languages.md": languages_as_markdown(),
    }


def command_reference() -> str:
    """Every command with its options, from the help texts."""
    command = get_command(app)
    context = typer.Context(command, info_name="dateline")
    return str(get_docs_for_click(obj=command, ctx=context, name="dateline"))


def settings_reference() -> str:
    """Every setting with its description and default."""
    fields = Settings.model_fields.items()
    rows = [
        f"| `{name}` | {field.description} | {_default(field.default)} |" for name, field in fields
    ]
    return "\n".join([*_SETTINGS_INTRODUCTION, *rows, ""])


def _default(value: object) -> str:
    return "none" if value in (None, (), "") else f"`{value}`"


def main() -> None:
    """Write all generated pages to the folder given as the first argument."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        (folder / name).write_text(page, encoding="utf-8")
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(lake=Path(temporary) / "lake")
        ingest([str(_SAMPLE)], settings)
        with open_to_read(settings) as lake:
            page = data_dictionary.views_as_markdown(lake)
    (folder / "views.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
