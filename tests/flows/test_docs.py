"""The queries in the documentation give the output that stands below them."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from made_pages import ask, run
from rich.console import Console
from typer.core import TyperGroup

from dateline.flows.cli.commands import app
from dateline.flows.show.data_dictionary import views_as_markdown
from dateline.flows.show.query_results import print_table
from dateline.warehouse.catalog.lake import Lake

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = [
    README,
    *(
        ROOT / "docs/how-to" / name
        for name in ("ask-about-quotations.md", "times.md", "places.md", "count-once-per-story.md")
    ),
]
QUERY = re.compile(r"```sql\n(?P<sql>[^`]*)```(?:\n\n```text\n(?P<output>[^`]*)```)?")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_queries_give_what_the_page_shows(sample_lake: Path, page: Path) -> None:
    examples = list(QUERY.finditer(page.read_text()))
    assert examples
    with Lake.open(sample_lake, read_only=True) as opened:
        for example in examples:
            shown = io.StringIO()
            console = Console(file=shown, width=200, highlight=False)
            print_table(console, opened.rows(example["sql"]), limit=100)
            lines = [line.rstrip() for line in shown.getvalue().splitlines()]
            if example["output"] is not None:
                assert lines == example["output"].splitlines()


def test_the_page_of_the_views_has_what_they_give(sample_lake: Path) -> None:
    with Lake.open(sample_lake, read_only=True) as opened:
        page = views_as_markdown(opened)
    assert (ROOT / "docs/reference/views.md").read_text() == page, "run `make reference`"


def block(page: Path, language: str, first: str) -> str:
    found = re.search(rf"```{language}\n({re.escape(first)}.*?)```", page.read_text(), re.DOTALL)
    assert found
    return found[1]


def test_the_recipes_for_recovery_give_a_lake_with_the_same_pages(
    sample_lake: Path, tmp_path: Path
) -> None:
    page = ROOT / "docs/how-to/recover.md"
    (tmp_path / "lake").symlink_to(sample_lake)
    copying = re.sub(r"(?m)^\$ ", "", block(page, "console", "$ mkdir"))
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    subprocess.run(["/bin/bash", "-ec", copying], cwd=tmp_path, env=environment, check=True)
    rebuilding = block(page, "python", "import duckdb")
    subprocess.run([sys.executable, "-c", rebuilding], cwd=tmp_path, check=True)
    run(tmp_path / "new", tmp_path / "pages.parquet")
    query = "SELECT document_id, speaker, text FROM quotations ORDER BY ALL"
    expected = ask(sample_lake, query)
    assert len(expected) > 0
    assert ask(tmp_path / "copy", query) == expected
    assert ask(tmp_path / "new", query) == expected


def test_the_readme_describes_each_command_as_its_help_does() -> None:
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    helped = {
        name: (one.help or "").partition("\n\n")[0].replace("\n", " ").rstrip(".")
        for name, one in command.commands.items()
    }
    rows = re.findall(r"^\| `dateline (\w+)[^`]*` \| (.+) \|$", README.read_text(), re.MULTILINE)
    assert dict(rows) == helped
