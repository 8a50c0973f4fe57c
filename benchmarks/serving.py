"""How fast the pages are: `python -m benchmarks.serving [--lake FOLDER] [--articles N]`.

`dateline serve` answers eight clients at once while a writer publishes 200 articles every few
seconds. Clients open start, list, search, article and story as they come, few of them often, each
at an address that it waits for, and pause before the next; `--pause 0` has none of that. Printed
are seconds on the clock, CPU seconds of the server by request, and the most memory that it had. A
lake that is named is used as it is, and grows; else one is made, which takes long.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles

import httpx

from benchmarks.growth import Numbered
from benchmarks.serving_lake import grow, load, people
from benchmarks.story_corpus.corpus import make
from dateline.flows.jobs.run_ledger import RunLedger
from dateline.warehouse.catalog.lake import Lake

_CLIENTS = 8
_PUBLISHED_PAGES, _SECONDS_BETWEEN_PUBLISHES = 200, 5.0
_KINDS = ("article", "article", "article", "search", "list", "story", "start")
_WORDS = ("minister", "harbour", "football", "prices", "council", "storm", "bank", "agreement")
_MOST_PUBLISHED = 3_000


@dataclass
class Measured:
    """The seconds that requests took, by kind, and how many were answered with an error."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: int = 0


def keys_of(folder: Path) -> tuple[Sequence[str], Sequence[str]]:
    """Articles and stories of a lake, in an order of their own."""
    with Lake.open(folder, read_only=True) as lake:
        documents = [str(key) for (key,) in lake.rows("SELECT document_id FROM articles")]
        told = "SELECT story_id FROM story_members GROUP BY ALL HAVING count(*) > 1"
        stories = [str(key) for (key,) in lake.rows(told)]
    for keys in (documents, stories):
        random.Random(5).shuffle(keys)  # noqa: S311 the same each time
    return documents, stories


def address(kind: str, chance: random.Random, keys: tuple[Sequence[str], Sequence[str]]) -> str:
    """An address of a kind; few are asked for often."""

    def one_of(names: Sequence[str]) -> str:
        return names[int(len(names) * chance.random() ** 4)]

    documents, stories = keys
    match kind:
        case "article":
            return f"/articles/{one_of(documents)}"
        case "story" if stories:
            return f"/stories/{one_of(stories)}"
        case "search":
            speaker = f"&speaker={one_of(people())}" if chance.random() < 0.3 else ""
            return f"/search?q={chance.choice(_WORDS)}+{chance.choice(_WORDS)}{speaker}"
        case "list":
            return f"/articles?page={1 + int(20 * chance.random() ** 3)}"
    return "/"


def client(
    base: str,
    number: int,
    until: float,
    pause: float,
    keys: tuple[Sequence[str], Sequence[str]],
    measured: Measured,
) -> None:
    """Open pages until a time."""
    chance = random.Random(number)  # noqa: S311 the same each time
    with httpx.Client(base_url=base, timeout=120) as pages:
        while time.monotonic() < until:
            kind = chance.choice(_KINDS)
            wanted = address(kind, chance, keys)
            begun = time.monotonic()
            answer = pages.get(wanted)
            measured.seconds[kind].append(time.monotonic() - begun)
            measured.failures += answer.status_code != httpx.codes.OK
            time.sleep(pause * 2 * chance.random())


def publish_until(folder: Path, corpus: Numbered, until: float, count: list[int]) -> None:
    """Publish batches of articles until a time."""
    ledger = RunLedger(("made",), "bench")
    with Lake.open(folder) as lake:
        for first in range(0, len(corpus), _PUBLISHED_PAGES):
            begun = time.monotonic()
            if begun > until:
                return
            load(lake, ledger, corpus[first : first + _PUBLISHED_PAGES])
            count.append(_PUBLISHED_PAGES)
            time.sleep(max(0.0, _SECONDS_BETWEEN_PUBLISHES + begun - time.monotonic()))


def server_costs(process_id: int) -> tuple[float, float]:
    """The CPU seconds of a process, and the most megabytes that it had in memory."""
    ticks = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[11:13]
    peak = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process_id}/status").read_text())
    assert peak is not None  # noqa: S101 Linux always says it
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK"), int(peak[1]) / 1024


def measure(folder: Path, seconds: float, pause: float) -> None:
    """Serve a lake, ask for pages while it grows, and print what that took."""
    keys = keys_of(folder)
    # Others each time, so that a lake that is kept gets articles that it has not.
    first = 200_000 + int(time.time()) % 200_000
    corpus = list(enumerate(make(first, _MOST_PUBLISHED), first))
    command = [str(Path(sys.executable).with_name("dateline")), "serve", "--port", "0"]
    with subprocess.Popen([*command, "--lake", str(folder)], stdout=subprocess.PIPE) as server:
        assert server.stdout is not None  # noqa: S101 it is a pipe
        base = server.stdout.readline().decode().split()[0]
        before, _ = server_costs(server.pid)
        measured, published = Measured(), list[int]()
        until = time.monotonic() + seconds
        threads = [
            threading.Thread(target=client, args=[base, number, until, pause, keys, measured])
            for number in range(_CLIENTS)
        ]
        threads.append(
            threading.Thread(target=publish_until, args=[folder, corpus, until, published])
        )
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        after, megabytes = server_costs(server.pid)
        server.terminate()
    every = [one for kind in measured.seconds.values() for one in kind]
    print(
        f"{len(keys[0]):,} articles and {sum(published):,} more in {len(published)} publishes, "
        f"{_CLIENTS} clients, {pause:g} s of pause, load {os.getloadavg()[0]:.1f} on "
        f"{os.cpu_count()} processors"
    )
    for kind, took in [*sorted(measured.seconds.items()), ("all", every)]:
        parts = quantiles(took, n=20) if len(took) > 1 else took * 19
        print(
            f"{kind:>8}: {len(took):>5} requests, median {parts[9] * 1000:>6,.0f} ms, "
            f"95 of 100 within {parts[18] * 1000:>6,.0f} ms"
        )
    each = (after - before) / len(every) * 1000
    print(f"{measured.failures} errors; {each:,.0f} CPU-ms a request; at most {megabytes:,.0f} MB")


def main() -> None:
    """Make a lake where none is named, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lake", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.lake or Path(made) / "lake"
        if options.lake is None:
            grow(folder, options.articles)
        measure(folder, options.seconds, options.pause)


if __name__ == "__main__":
    main()
