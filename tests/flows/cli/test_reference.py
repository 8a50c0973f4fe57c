import re
from pathlib import Path

import pytest
from in_process import dateline

from dateline.flows.cli.reference import command_reference, pages

REFERENCE = Path(__file__).parents[3] / "docs/reference"


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_reference_is_what_the_code_says(name: str) -> None:
    assert (REFERENCE / name).read_text() == pages()[name], "run `make reference`"


def test_help_is_written_in_whole_sentences_and_without_types_of_python(tmp_path: Path) -> None:
    assert not re.search(r"<(str|int|float|path|list|datetime|%Y)", command_reference())
    for command in ((), ("quarantine",)):
        printed = dateline(*command, "--help", home=tmp_path).stdout
        assert "Commands:" in printed or "Maintenance:" in printed
        assert "..." not in printed.replace("[ARGS]...", "")
