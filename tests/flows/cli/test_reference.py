from pathlib import Path

import pytest

from dateline.flows.cli.reference import pages

REFERENCE = Path(__file__).parents[3] / "docs/reference"


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_reference_is_what_the_code_says(name: str) -> None:
    assert (REFERENCE / name).read_text() == pages()[name], "run `make reference`"
