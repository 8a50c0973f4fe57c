"""How fast the search is: `python -m benchmarks.search [--articles N]`.

Articles are made of words sampled by a Zipf law, about 520 each, with five of their sentences as
quotations; they come in batches of 1,000. Seconds are of CPU time.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

import numpy as np
import pyarrow as pa

from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.catalog.snapshots import transaction
from dateline.warehouse.search.index import INDEX, SEARCH, keep_up
from dateline.warehouse.search.query import Filters, search
from dateline.warehouse.search.words import parse_query

_VOCABULARY = 200_000
_BATCH = 1_000
_LETTERS = "etaoinshrdlucmfwygpbvk"
_INSERTS = (
    """INSERT INTO documents BY NAME SELECT document_id, 'made' AS source_id, '' AS encoding,
        []::VARCHAR[] AS repairs, body AS text, 3000 AS byte_count, now() AS ingested_at,
        'bench' AS run_id FROM made""",
    """INSERT INTO articles BY NAME SELECT document_id, headline, body AS article_body,
        []::VARCHAR[] AS author, 'en' AS in_language, 520 AS word_count, '' AS text_id,
        [] AS evidence FROM made""",
    """INSERT INTO quotes BY NAME SELECT document_id, unnest(range(5)) AS quote_number,
        unnest(quotations) AS text, [] AS segments, 0 AS start, 0 AS "end", 'direct' AS kind,
        'Made Up' AS speaker, []::VARCHAR[] AS via, 1 AS confidence, '' AS rule FROM made""",
)


def made_words() -> list[str]:
    """The vocabulary, the most frequent word first; frequent words are short."""
    words = []
    for rank in range(_VOCABULARY):
        number, word = rank + len(_LETTERS), ""
        while number:
            number, letter = divmod(number, len(_LETTERS))
            word += _LETTERS[letter]
        words.append(word)
    return words


def made_batches(words: Sequence[str], article_count: int) -> Iterator[pa.Table]:
    """Articles in batches."""
    random = np.random.default_rng(7)
    frequencies = 1 / np.arange(1, len(words) + 1)
    shares = np.cumsum(frequencies / frequencies.sum())
    vocabulary = np.array(words, dtype=object)
    for first in range(0, article_count, _BATCH):
        rows = []
        for number in range(first, min(first + _BATCH, article_count)):
            places = np.searchsorted(shares, random.random(max(100, int(random.normal(520, 150)))))
            sentences = [
                " ".join(vocabulary[places[start : start + 20]]) + "."
                for start in range(0, len(places), 20)
            ]
            rows.append(
                {
                    "document_id": sha256(str(number).encode()).hexdigest(),
                    "headline": sentences[0],
                    "body": " ".join(sentences),
                    "quotations": sentences[:5],
                }
            )
        yield pa.Table.from_pylist(rows)


def main() -> None:
    """Time following the lake, batch by batch, and then searching."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    article_count = parser.parse_args().articles
    words = made_words()
    with tempfile.TemporaryDirectory() as folder, Lake.open(Path(folder) / "lake") as lake:
        followed = []
        for batch in made_batches(words, article_count):
            lake.connection.register("made", batch)
            with transaction(lake.connection, "made"):
                for statement in _INSERTS:
                    lake.connection.execute(statement)
            followed.append(_seconds(lambda: keep_up(lake)))
        size = (lake.folder / SEARCH / INDEX).stat().st_size
        print(f"{article_count:,} articles, {size / 1e6:,.0f} MB of index, CPU time\n")
        print(f"bring in 1,000 articles: first {followed[0]:.2f} s, last {followed[-1]:.2f} s")
        random = np.random.default_rng(3)
        asked = []
        for number in range(60):
            ranks = np.exp(random.uniform(np.log(20), np.log(19_000), 1 + number % 3))
            query = parse_query(" ".join(words[int(rank)] for rank in ranks))
            asked.append(_seconds(partial(search, lake, query, Filters(), limit=10)))
        asked.sort()
        print(f"search: median {asked[30] * 1000:.0f} ms, 95th of 100 {asked[57] * 1000:.0f} ms")


def _seconds(step: Callable[[], object]) -> float:
    start = time.process_time()
    step()
    return time.process_time() - start


if __name__ == "__main__":
    main()
