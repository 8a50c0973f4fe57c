"""Distributions that are installed for a test: a folder on the path, with its metadata."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest


def install(
    folder: Path, patch: pytest.MonkeyPatch, name: str, points: str, files: Mapping[str, str]
) -> None:
    """Install a distribution for as long as a test takes.

    Args:
        folder: where it goes; made where it is missing.
        patch: takes it off the path again.
        name: the distribution's name.
        points: its `entry_points.txt`.
        files: its modules and data, by path.
    """
    metadata = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(points)
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
        module = path.partition("/")[0].removesuffix(".py")
        patch.delitem(sys.modules, module, raising=False)
    patch.syspath_prepend(folder)
