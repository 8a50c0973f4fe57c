"""Whatever is written meanwhile, a command that reads tells of one state of the lake."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import concurrent_program
import duckdb
import pytest
from in_process import dateline
from made_batches import document_id, load

from dateline.transforms.schema import TABLES
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.publish import compaction
from dateline.warehouse.publish.compaction import compact, merge_small_files

COUNTS = (
    "SELECT (SELECT count(*) FROM documents) AS documents, (SELECT count(*) FROM lines) AS lines, "
    "(SELECT count(*) FROM quotes) AS quotes, (SELECT count(*) FROM story_members) AS members"
)
# Those that load no models.
COMMANDS: dict[str, tuple[str, ...]] = {
    "sql": ("sql", COUNTS, "--json"),
    "search": ("search", "said", "--json"),
    "export": ("export", "out", "--format", "jsonl", "--views"),
    "duckdb": ("export", "out/lake.duckdb", "--format", "duckdb"),
    "graphml": ("export", "out/lake.graphml", "--format", "graphml"),
    "runs": ("runs", "--json"),
    "history": ("history", "--json"),
    "quarantine": ("quarantine", "--json"),
}
SLOW_COMMANDS: dict[str, tuple[str, ...]] = {
    "parquet": ("export", "out"),
    "csv": ("export", "out", "--format", "csv"),
    "verify": ("verify", "--json"),
    "check": ("check", "--json"),
    "report": ("report", "out/report.html"),
}
Change = Callable[[Lake], object]


def publish(lake: Lake) -> None:
    load(lake, [10, 11], batch_id="meanwhile")


def publish_and_compact(lake: Lake) -> None:
    publish(lake)
    compact(lake)


CHANGES: dict[str, Change] = {
    "publish": publish,
    "compact": compact,
    "merge": merge_small_files,
    "publish and compact": publish_and_compact,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a lake of three small batches, `before`."""
    folder = tmp_path_factory.mktemp("readers")
    with Lake.open(folder / "before") as lake:
        for number in range(3):
            load(lake, [2 * number, 2 * number + 1], batch_id=str(number))
    return folder


def read(home: Path, command: tuple[str, ...]) -> tuple[Any, ...]:
    """What a command says and writes about the lake in `home`."""
    shutil.rmtree(home / "out", ignore_errors=True)
    (home / "out").mkdir()
    done = dateline(*command, "--lake", "lake", home=home)
    files = sorted((home / "out").iterdir())
    told = _found(done.stdout) if command[0] == "search" else done.stdout
    return done.returncode, told, done.stderr, *map(_written, files)


def _found(output: str) -> list[tuple[str, str]]:
    """The hits without their scores, which differ with what the index held before."""
    hits = json.loads(output)["hits"]
    return sorted((hit["document_id"], hit["kind"]) for hit in hits)


def _written(file: Path) -> tuple[str, Any]:
    if file.suffix == ".duckdb":
        with duckdb.connect(file, read_only=True) as database:
            rows = [database.execute(f"FROM {name} ORDER BY ALL").fetchall() for name in TABLES]
        return file.name, repr(rows)
    return file.name, file.read_bytes()


@contextmanager
def disturbed(lake: Path, change: Change, at: int) -> Iterator[list[int]]:
    """Have another writer change the lake right before statement `at`, from 1; counts them."""
    execute, count = duckdb.DuckDBPyConnection.execute, [0]

    def disturb(connection: Any, *arguments: Any, **options: Any) -> Any:
        count[0] += 1
        if count[0] == at:
            with pytest.MonkeyPatch.context() as undisturbed:
                undisturbed.setattr(duckdb.DuckDBPyConnection, "execute", execute)
                with Lake.open(lake) as writer:
                    change(writer)
        return execute(connection, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compaction, "MOST_SMALL_FILES", 1)
        patch.setattr(duckdb.DuckDBPyConnection, "execute", disturb)
        yield count


def states(home: Path, command: tuple[str, ...], change: Change) -> tuple[list[Any], int]:
    """What a command tells of the lake before a change and after it, and its statements."""
    shutil.copytree(home / "before", home / "lake")
    with disturbed(home / "lake", change, 0) as count:
        before = read(home, command)
    with Lake.open(home / "lake") as lake:
        change(lake)
    after = read(home, command)
    shutil.rmtree(home / "lake")
    return [before, after], count[0]


def hold(home: Path, command: tuple[str, ...], change: Change, parts: list[float] | None) -> None:
    told, count = states(home, command, change)
    assert told[0][0] in (0, 1), told[0]
    chosen = range(1, count + 1) if parts is None else [int(part * count) for part in parts]
    for at in chosen:
        shutil.copytree(home / "before", home / "lake")
        with disturbed(home / "lake", change, at) as met:
            found = read(home, command)
        shutil.rmtree(home / "lake")
        assert met[0] >= at
        assert found in told, f"at statement {at} of {count}: {found}"


@pytest.mark.parametrize("name", [pytest.param("sql", marks=pytest.mark.soak), "export"])
def test_a_command_tells_of_one_state_while_the_lake_is_compacted(name: str, home: Path) -> None:
    hold(home, COMMANDS[name], CHANGES["publish and compact"], [0.85])


@pytest.mark.soak
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", COMMANDS | SLOW_COMMANDS)
def test_a_command_tells_of_one_state_at_every_statement(
    name: str, change: str, home: Path
) -> None:
    hold(home, (COMMANDS | SLOW_COMMANDS)[name], CHANGES[change], None)


@pytest.mark.soak
def test_eight_readers_beside_a_writer_see_whole_batches(tmp_path: Path) -> None:
    folder = tmp_path / "lake"
    with Lake.open(folder) as lake:
        load(lake, [0], batch_id="first")
    start = [sys.executable, concurrent_program.__file__, str(folder), "120"]
    kinds = ("sql", "api", "search", "export") * 2
    readers = [
        subprocess.Popen([*start, kind], stdout=subprocess.PIPE, text=True) for kind in kinds
    ]
    with Lake.open(folder) as lake:
        page, end = 1, time.monotonic() + 125
        while time.monotonic() < end:
            load(lake, [page], batch_id=f"{page}")
            if page % 5 == 0:
                compact(lake, keep=timedelta(days=1))
            page += 1
    for reader in readers:
        output, _ = reader.communicate(timeout=120)
        assert reader.returncode == 0
        assert int(output) > 0
    assert page > 5


@pytest.mark.soak
def test_of_four_writers_one_writes_and_the_others_wait_or_say_so(tmp_path: Path) -> None:
    for wait in ("300", "0"):
        folder = tmp_path / f"lake-{wait}"
        command = [sys.executable, concurrent_program.__file__, str(folder), wait]
        writers = [
            subprocess.Popen([*command, f"write-{n}"], stdout=subprocess.PIPE, text=True)
            for n in range(4)
        ]
        said = [writer.communicate()[0].strip() for writer in writers]
        written = [n for n in range(4) if said[n] == "written"]
        assert written == list(range(4)) if wait == "300" else written
        assert {words for words in said if words != "written"} <= {"another run is writing"}
        with Lake.open(folder, read_only=True) as lake:
            assert lake.known_documents([document_id(n) for n in range(4)]) == {
                document_id(n) for n in written
            }
