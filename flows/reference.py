"""The generated pages of the documentation: `python -m flows.reference docs/reference`."""

import sys
import tempfile
from pathlib import Path

from expectations import ALL_RULES
from expectations.reference import rules_reference
from flows import dictionary
from flows.pipeline import ingest
from flows.settings import Settings
from warehouse.lake import Lake

_SAMPLE = Path(__file__).parents[1] / "seeds/sample"


def pages() -> dict[str, str]:
    """Each page by its file name that is made of declarations alone."""
    return {"tables.md": dictionary.as_markdown(), "rules.md": rules_reference(ALL_RULES)}


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
