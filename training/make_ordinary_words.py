"""Write the lexicon of ordinary words: those that running text mostly has in lower case.

    python -m training.make_ordinary_words gum.jsonl.gz pages.jsonl.gz seeds/ordinary_words.csv

GUM without its non-commercial genres, and the English ones of a set of news pages, as JSON lines
{"subset", "text"} and {"lang", "gold_body"}.
"""

import csv
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

CLOSED_GENRES = {"fiction", "essay", "letter", "podcast", "whow"}
WORD = re.compile(r"(?<![^\W_])[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*")
LEAST_TEXTS, LEAST_COUNT, LEAST_SHARE = 2, 3, 0.7


def _texts(gum: Path, pages: Path) -> Iterator[str]:
    with gzip.open(gum, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["subset"] not in CLOSED_GENRES:
                yield row["text"]
    with gzip.open(pages, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["lang"] == "en" and row["gold_body"]:
                yield row["gold_body"]


def ordinary_words(texts: Iterator[str]) -> list[str]:
    """Words in lower case in seven of ten places where a sentence's start does not decide it."""
    lower, upper, spread = Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        here = set()
        for match in WORD.finditer(text):
            word = match.group()
            before = text[max(0, match.start() - 2) : match.start()]
            if word.islower():
                lower[word] += 1
                here.add(word)
            elif before[-1:] == " " and before[:1].islower():
                upper[word.lower()] += 1
        spread.update(here)
    return sorted(
        word
        for word, count in lower.items()
        if len(word) > 1
        and count >= LEAST_COUNT
        and spread[word] >= LEAST_TEXTS
        and count / (count + upper[word]) > LEAST_SHARE
    )


def main(gum: Path, pages: Path, target: Path) -> None:
    """Count the words and write those that are ordinary."""
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["word", "source"])
        writer.writerows(
            [word, "news pages and GUM"] for word in ordinary_words(_texts(gum, pages))
        )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
