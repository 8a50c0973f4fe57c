"""The generated pages of the documentation: `python -m flows.reference docs/reference`."""

import sys
from pathlib import Path

from expectations import ALL_RULES
from expectations.reference import rules_reference
from flows import dictionary


def pages() -> dict[str, str]:
    """Each generated page by its file name."""
    return {"tables.md": dictionary.as_markdown(), "rules.md": rules_reference(ALL_RULES)}


def main() -> None:
    """Write the pages to the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages().items():
        (folder / name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
