"""Read news pages with spaCy's small English model, for `train_names.py` to learn from.

    python -m training.read_with_spacy pages.jsonl.gz teacher.jsonl.gz

It needs spaCy (MIT) and its model en_core_web_sm 3.8 (MIT), which nothing else in the project does.
The output holds offsets and kinds, and how much of each page was read; no text.
"""

import gzip
import json
import sys
from pathlib import Path

import en_core_web_sm

LONGEST = 12_000


def main(pages: Path, output: Path) -> None:
    """Write the names of each page that has a body."""
    model = en_core_web_sm.load(disable=["lemmatizer", "tagger", "attribute_ruler"])
    with (
        gzip.open(pages, "rt", encoding="utf-8") as read,
        gzip.open(output, "wt", encoding="utf-8") as write,
    ):
        for line in read:
            row = json.loads(line)
            text = (row["gold_body"] or "")[:LONGEST]
            if not text or row["excluded"]:
                continue
            found = [
                {"start": name.start_char, "end": name.end_char, "label": name.label_}
                for name in model(text).ents
            ]
            write.write(json.dumps({"id": row["id"], "length": len(text), "entities": found}))
            write.write("\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
