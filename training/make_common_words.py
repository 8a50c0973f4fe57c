"""Write the lexicon of common words: on which share of news pages each of them stands.

    python -m training.make_common_words GUM PAGES RAW_PAGES WORLD_PAGES seeds/common_words.csv

GUM without its non-commercial genres, as JSON lines {"subset", "text"}; two sets of news pages,
{"id", "dataset", "lang", "gold_body"} with {"id", "text"} and {"language", "body"}. A word counts
by the language in which it is the commonest.
"""

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CLOSED_GENRES = {"fiction", "essay", "letter", "podcast", "whow"}
# Their licence was not looked into.
CLOSED_SETS = {"wcxb"}
NO_LANGUAGE = {None, "la", "zxx"}
WORD = re.compile(r"[^\W_]+")
LEAST_PAGES, MANY_PAGES, LEAST_COUNT, LEAST_SHARE = 5, 60, 2, 0.005


def _rows(path: str) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def texts_by_language(gum: str, pages: str, raw: str, world: str) -> dict[str, list[str]]:
    """The texts of each language; of a page without a body that people marked, the whole page."""
    whole = {row["id"]: row["text"] for row in _rows(raw)}
    texts: dict[str, list[str]] = defaultdict(list)
    texts["en"] += (row["text"] for row in _rows(gum) if row["subset"] not in CLOSED_GENRES)
    for row in _rows(pages):
        if row["dataset"] not in CLOSED_SETS:
            texts[row["lang"]].append(row["gold_body"] or whole.get(row["id"]) or "")
    for row in _rows(world):
        texts[row["language"]].append(row["body"] or "")
    return {language: [*filter(None, found)] for language, found in texts.items()}


def shares(texts: dict[str, list[str]]) -> dict[str, float]:
    """On which share of the pages of a language each word stands."""
    found: dict[str, float] = {}
    for language, pages in texts.items():
        if language in NO_LANGUAGE or len(pages) < LEAST_PAGES:
            continue
        counts = Counter[str]()
        for page in pages:
            counts.update({word.casefold() for word in WORD.findall(page)})
        least = LEAST_COUNT + (len(pages) >= MANY_PAGES)
        for word, count in counts.items():
            share = round(count / len(pages), 3)
            if count >= least and share >= LEAST_SHARE:
                found[word] = max(share, found.get(word, 0.0))
    return found


def main(*paths: str) -> None:
    """Count the words and write them."""
    *sources, target = paths
    with Path(target).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "page_share", "source"])
        writer.writerows(
            [word, share, "news pages and GUM"]
            for word, share in sorted(shares(texts_by_language(*sources)).items())
        )


if __name__ == "__main__":
    main(*sys.argv[1:6])
