"""What is pinned is licensed as `pyproject.toml` allows, or was looked at."""

import re
import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LICENSES = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["dateline"][
    "licenses"
]
_PIN = re.compile(r"^([a-z0-9._-]+)==", re.MULTILINE)


def licenses_of(distribution: Distribution) -> set[str]:
    """The licences that a package's metadata names, all that are combined by AND and OR."""
    about = distribution.metadata
    named = [
        classifier.rpartition(" :: ")[2]
        for classifier in about.get_all("Classifier") or []
        if classifier.startswith("License :: ") and classifier != "License :: OSI Approved"
    ]
    stated = [
        value for name in ("License-Expression", "License") for value in about.get_all(name) or []
    ]
    has_expression = "License-Expression" in about
    expression = stated[0] if stated and (has_expression or not named) else ""
    combined = re.split(r"\s+(?:AND|OR)\s+", re.sub("[()]", "", expression))
    return set(combined if expression else named) or {""}


def test_what_is_pinned_is_licensed_as_is_allowed() -> None:
    locks = (ROOT / name for name in ("requirements.lock", "requirements-dev.lock"))
    pinned = {name for lock in locks for name in _PIN.findall(lock.read_text(encoding="utf-8"))}
    found = {
        name: licenses_of(distribution)
        for distribution in distributions()
        if (name := canonicalize_name(distribution.metadata["Name"])) in pinned
    }
    assert len(found) > 100
    unknown = {
        name: licenses
        for name, licenses in found.items()
        if not licenses <= set(LICENSES["allowed"]) and name not in LICENSES["reviewed"]
    }
    assert unknown == {}


def test_a_licence_that_is_not_listed_is_told() -> None:
    (codespell,) = (one for one in distributions() if one.metadata["Name"] == "codespell")
    assert not licenses_of(codespell) <= set(LICENSES["allowed"])
