"""A run needs no more than `requirements.lock` pins, and both locks agree."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("transforms", "expectations", "warehouse", "flows", "seeds")
PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text(encoding="utf-8")))


def imported(file: Path) -> set[str]:
    """The names of the top-level modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_what_the_packages_import_is_pinned_for_a_run() -> None:
    needed = set().union(
        *(imported(file) for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    )
    needed -= {"dateline", *sys.stdlib_module_names}
    distributions = packages_distributions()
    pinned = pins("requirements.lock")
    missing = {
        name
        for name in needed
        if not any(re.sub(r"[._]", "-", it).lower() in pinned for it in distributions[name])
    }
    assert not missing
    assert "duckdb" in needed


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
