"""What two checkouts take to read the same articles: `python -m benchmarks.trees OTHER [PAGES]`.

OTHER is another checkout, such as one by `git worktree add`. PAGES has JSON lines with a `text`,
plain or gzipped; without it, pages are made from the sample pages. Both trees are loaded into one
process and take turns page by page, so that what else the machine does slows both down. Each tree
labels the lines and finds the article by itself. Shown is the least CPU time of each page over some
rounds, and the ratio of this checkout to the other one; then the same of the whole way to rows, a
hundred pages at a time, and which tables differ.
"""

import argparse
import gzip
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import partial
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.speed import made_pages

_HERE = Path(__file__).parent.parent
_PACKAGE = "dateline"
_PAGES_OF_A_BATCH = 100


class Tree:
    """A checkout's functions, imported beside those of another one."""

    def __init__(self, root: Path) -> None:
        for name in [name for name in sys.modules if name.partition(".")[0] == _PACKAGE]:
            del sys.modules[name]
        sys.path.insert(0, str(root / "src"))
        try:
            self.names = _module("names")
            self.quotes = _module("quotes")
            self._page = _module("text.page")
            self._parsing = _module("parsing")
        finally:
            sys.path.remove(str(root / "src"))

    def article(self, text: str) -> Any:
        """The passages of a page's article, None where it has none."""
        steps = self._parsing
        page = self._page.Page(document_id="", text=text)
        lines = steps.split_lines([text])
        scores = steps.score_lines(lines)
        labels = steps.label_lines(lines, scores, steps.choose_body(lines, scores), [None])
        found = steps.assemble(page, lines, labels, 0)
        return None if found is None else found.passages

    def rows(self, texts: Sequence[str]) -> dict[str, Any]:
        """The tables that reading pages makes, by name."""
        pages = [self._page.Page(str(number), text) for number, text in enumerate(texts)]
        parsed = self._parsing.parse_batch(pages)
        return {field.name: getattr(parsed, field.name) for field in fields(parsed)}


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{_PACKAGE}.transforms.{name}")


def _texts(path: Path) -> Iterator[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines)


def _least(turns: Sequence[tuple[Callable[[], object], ...]], rounds: int) -> list[float]:
    """For each tree the sum of the least seconds that each of its turns took."""
    least = [[float("inf")] * len(turns[0]) for _ in turns]
    for number in range(rounds):
        for index, pair in enumerate(turns):
            for which in sorted(range(len(pair)), reverse=bool((number + index) % 2)):
                start = time.process_time_ns()
                pair[which]()
                seconds = (time.process_time_ns() - start) / 1e9
                least[index][which] = min(least[index][which], seconds)
    return [sum(seconds) for seconds in zip(*least, strict=True)]


def _compare_rows(trees: Sequence[Tree], texts: Sequence[str], rounds: int) -> None:
    """Print what the whole way to rows takes, and which tables differ."""
    batches = [texts[n : n + _PAGES_OF_A_BATCH] for n in range(0, len(texts), _PAGES_OF_A_BATCH)]
    reading: list[tuple[Callable[[], object], ...]] = [
        tuple(partial(tree.rows, batch) for tree in trees) for batch in batches
    ]
    here, there = (1e3 * seconds / len(texts) for seconds in _least(reading, rounds))
    print(f"{'reading':<12}{here:>8.2f} ms{there:>8.2f} ms{here / there:>8.3f}\n")
    differing = set[str]()
    for batch in batches:
        ours, theirs = (tree.rows(batch) for tree in trees)
        differing |= {name for name, rows in ours.items() if not rows.equals(theirs[name])}
    print("rows that differ:", ", ".join(sorted(differing)) or "none")


def main() -> None:
    """Compare names and quotations, one article at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path)
    parser.add_argument("pages", type=Path, nargs="?")
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    made = (page.decode() for page in made_pages(options.most))
    texts = list(islice(_texts(options.pages) if options.pages else made, options.most))
    names: list[tuple[Callable[[], object], ...]] = []
    quotations: list[tuple[Callable[[], object], ...]] = []
    trees = [Tree(_HERE), Tree(options.other)]
    for text in texts:
        articles = [tree.article(text) for tree in trees]
        if None in articles:
            continue
        pairs = list(zip(trees, articles, strict=True))
        found = [tree.names.find_mentions(article) for tree, article in pairs]
        names.append(tuple(partial(t.names.find_mentions, article) for t, article in pairs))
        quotations.append(
            tuple(
                partial(t.quotes.find_quotes, article, mentions)
                for (t, article), mentions in zip(pairs, found, strict=True)
            )
        )
    print(f"{len(names):,} articles, least CPU time of {options.rounds} rounds\n")
    for what, turns in (("names", names), ("quotations", quotations)):
        here, there = (1e3 * seconds / len(turns) for seconds in _least(turns, options.rounds))
        print(f"{what:<12}{here:>8.2f} ms{there:>8.2f} ms{here / there:>8.3f}")
    _compare_rows(trees, texts, options.rounds)


if __name__ == "__main__":
    main()
