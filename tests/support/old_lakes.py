"""A lake as version 0.1.0 made it, with nothing but what its own command wrote.

It holds four pages of two hosts' worth of made-up news, of which one was there twice, four pages
that were quarantined or rejected, a waiver, and a retry of all that were quarantined.
"""

import tarfile
from pathlib import Path

_ARCHIVE = Path(__file__).parents[1] / "warehouse/catalog/lake-0.1.0.tar.gz"
LAST_SNAPSHOT = 7


def lake_of_0_1_0(folder: Path) -> Path:
    """Unpack the lake into a folder; returns the lake's own."""
    with tarfile.open(_ARCHIVE) as archive:
        archive.extractall(folder, filter="data")
    return folder / "lake"
