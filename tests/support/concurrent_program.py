"""A process beside others on a lake: `python concurrent_program.py LAKE SECONDS KIND`.

It reads in one way for so many seconds, holds that what it reads is whole, and prints how often it
has read. As `write-N` it waits so many seconds for others to write, and loads page N.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
from made_batches import load

import dateline
from dateline.warehouse.catalog.errors import LakeHeldError
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.export import export
from dateline.warehouse.search.query import Filters, search
from dateline.warehouse.search.words import parse_query

COUNTS = (
    "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM lines) // 2, "
    "(SELECT count(*) FROM quotes), (SELECT count(*) FROM story_members), "
    "(SELECT count(*) FROM ops.sightings)"
)


def ask(folder: Path) -> None:
    with Lake.open(folder, read_only=True) as lake:
        (counts,) = lake.rows(COUNTS)
    assert len(set(counts)) == 1, counts


def ask_by_name(folder: Path) -> None:
    with dateline.open_lake(folder) as lake:
        (row,) = lake.query(COUNTS).to_arrow().to_pylist()
    assert len(set(row.values())) == 1, row


def look_up(folder: Path) -> None:
    with Lake.open(folder, read_only=True) as lake:
        assert search(lake, parse_query("said"), Filters(kind="article"), limit=5).hits


def take_out(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as out, Lake.open(folder, read_only=True) as lake:
        files = {file.stem: file for file in export(lake, Path(out))}
        counts = {name: pq.read_metadata(file).num_rows for name, file in files.items()}
    assert counts["documents"] == counts["quotes"] == counts["lines"] // 2, counts


READERS: dict[str, Callable[[Path], None]] = {
    "sql": ask,
    "api": ask_by_name,
    "search": look_up,
    "export": take_out,
}


def write(folder: Path, seconds: float, number: int) -> str:
    try:
        with Lake.open(folder, wait_seconds=seconds) as lake:
            load(lake, [number], batch_id=f"writer-{number}")
    except LakeHeldError as error:
        return str(error).partition(" to the lake")[0]
    return "written"


def main(folder: str, seconds: str, kind: str) -> str:
    if kind.startswith("write-"):
        return write(Path(folder), float(seconds), int(kind.removeprefix("write-")))
    count, end = 0, time.monotonic() + float(seconds)
    while time.monotonic() < end:
        READERS[kind](Path(folder))
        count += 1
    return str(count)


if __name__ == "__main__":
    sys.stdout.write(f"{main(*sys.argv[1:])}\n")
