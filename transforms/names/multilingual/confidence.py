"""How likely a name that a language's model found is right."""

from functools import cache

import numpy as np

from dateline.seeds import lexicon


@cache
def _lines(language: str, kind: str) -> tuple[list[float], list[float]]:
    rows = [
        (float(row["probability"]), float(row["confidence"]))
        for row in lexicon("language_name_confidence")
        if (row["language"], row["kind"]) == (language, kind)
    ]
    return [probability for probability, _ in rows], [share for _, share in rows]


def confidence(language: str, kind: str, probability: float) -> float:
    """The share of names like this one that were right: just this, of this kind."""
    return round(float(np.interp(probability, *_lines(language, kind))), 3)
