"""No function has more branches than a reader holds in mind: 15 by radon's count."""

from pathlib import Path

import pytest
from radon.complexity import cc_visit

ROOT = Path(__file__).parent.parent
FOLDERS = ("transforms", "expectations", "warehouse", "flows", "seeds", "training", "benchmarks")
MOST = 15


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_function_is_too_complex(folder: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {block.fullname}": block.complexity
        for path in sorted((ROOT / folder).rglob("*.py"))
        for block in cc_visit(path.read_text(encoding="utf-8"))
        if block.letter != "C" and block.complexity > MOST
    }
    assert found == {}
