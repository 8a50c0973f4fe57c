import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from read_files import everything_in, reasons

from dateline.flows.inputs import expansion
from dateline.flows.inputs.sources import ArchiveLimitError


@pytest.mark.parametrize(("suffix", "packed"), [("gz", gzip.compress), ("bz2", bz2.compress)])
def test_a_compressed_file_that_unpacks_to_too_much_is_not_read_on(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
    packed: Callable[[bytes], bytes],
) -> None:
    path = tmp_path / f"pages.jsonl.{suffix}"
    path.write_bytes(packed(b'{"text": "one"}\n' + b"\n" * (5 << 20) + b'{"text": "two"}\n'))
    assert reasons(everything_in(path)) == ["read", "read"]
    monkeypatch.setattr(expansion, "_LEAST_ALLOWANCE", 4 << 20)
    assert reasons(everything_in(path)) == ["read", "archive_limit"]


def test_a_file_of_great_size_may_unpack_to_more() -> None:
    budget = expansion.ExpansionBudget(1 << 20)
    budget.spend(200 << 20)
    with pytest.raises(ArchiveLimitError, match="200 times its size"):
        budget.spend(1)
