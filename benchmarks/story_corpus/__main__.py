"""Write the made corpus as JSON lines: `python -m benchmarks.story_corpus --articles N`."""

import argparse
import json

from benchmarks.story_corpus.corpus import make


def main() -> None:
    """Print a record an article; `truth` says which story it tells and how it was made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for number, article in enumerate(make(options.seed, options.articles)):
        truth = {"story": article.story, "kind": article.kind}
        record = {
            "id": f"made-{number}",
            "url": f"https://outlet{number % 97}.example/{number}",
            "text": article.text,
            "truth": truth,
        }
        print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main()
