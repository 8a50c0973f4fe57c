"""What is declared is pinned, both locks agree, and each folder of code is linked."""

import re
import tomllib
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = ("transforms", "expectations", "warehouse", "flows", "seeds")
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def unmet(requirements: Iterable[str], lock: str) -> list[str]:
    """Those of the requirements that no pin of a lock meets."""
    pinned = pins(lock)
    return [
        str(one)
        for one in map(Requirement, requirements)
        if not one.specifier.contains(pinned.get(canonicalize_name(one.name), "0"))
    ]


def test_what_is_declared_is_pinned() -> None:
    run = PROJECT["project"]["dependencies"]
    extras = PROJECT["project"]["optional-dependencies"]
    groups = PROJECT["dependency-groups"]
    assert unmet(run, "requirements.lock") == []
    more = [*chain.from_iterable(extras.values()), *chain.from_iterable(groups.values())]
    assert unmet((one for one in more if isinstance(one, str)), "requirements-dev.lock") == []
    assert unmet(["duckdb>99"], "requirements.lock") == ["duckdb>99"]


def test_the_locks_agree() -> None:
    both = pins("requirements-dev.lock")
    alone = pins("requirements.lock")
    assert {name: both.get(name) for name in alone} == alone
    assert "pytest" not in alone


def test_the_locks_name_hashes_and_no_address() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "://" not in text
        assert "--index" not in text
        entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
        assert len(entries) > 100
        assert all("--hash=sha256:" in entry for entry in entries)


def test_each_folder_of_code_is_linked_under_the_name_that_is_installed() -> None:
    package = ROOT / "src/dateline"
    links = {link.name: link.resolve() for link in package.iterdir() if link.is_symlink()}
    assert links == {name: ROOT / name for name in PACKAGES}
    assert (package / "py.typed").is_file()
