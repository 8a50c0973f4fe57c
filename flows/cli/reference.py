"""The generated pages of the documentation: `python -m flows.cli.reference docs/reference`."""

import sys
import tempfile
from pathlib import Path

import typer
from typer.cli import get_docs_for_click
from typer.main import get_command

from expectations import ALL_RULES
from expectations.reference import rules_reference
from flows.cli import app
from flows.jobs.ingest import ingest
from flows.settings import Settings
from flows.show import data_dictionary as dictionary
from warehouse.catalog.lake import Lake

_SETTINGS_HEAD = (
    "# Settings",
    "",
    "Generated from `flows/settings.py` by `make reference`; do not edit.",
    "",
    "A setting stands in `dateline.toml` in the working folder, or in the environment, in capitals",
    "and with `DATELINE_` before it (`DATELINE_LAKE`). The environment wins over the file, and an",
    "option of the command over both.",
    "",
    "| setting | meaning | default |",
    "| --- | --- | --- |",
)
_SAMPLE = Path(__file__).parents[2] / "seeds/sample"


def pages() -> dict[str, str]:
    """Each page by its file name that is made of declarations alone."""
    return {
        "command.md": command_reference(),
        "settings.md": settings_reference(),
        "tables.md": dictionary.as_markdown(),
        "rules.md": rules_reference(ALL_RULES),
    }


def command_reference() -> str:
    """Every command with its options, as its help tells them."""
    command = get_command(app)
    context = typer.Context(command, info_name="dateline")
    return str(get_docs_for_click(obj=command, ctx=context, name="dateline"))


def settings_reference() -> str:
    """Every setting with its default, as declared."""
    fields = Settings.model_fields.items()
    rows = [
        f"| `{name}` | {field.description} | {_default(field.default)} |" for name, field in fields
    ]
    return "\n".join([*_SETTINGS_HEAD, *rows, ""])


def _default(value: object) -> str:
    return "none" if value in (None, (), "") else f"`{value}`"


def main() -> None:
    """Write the pages to the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        (folder / name).write_text(page, encoding="utf-8")
    with tempfile.TemporaryDirectory() as made:
        settings = Settings(lake=Path(made) / "lake")
        ingest([str(_SAMPLE)], settings)
        with Lake.open(settings.lake, read_only=True) as lake:
            page = dictionary.views_as_markdown(lake)
    (folder / "views.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
