"""How likely a name is right, by what found it and how sure that was."""

from functools import cache

import numpy as np

from dateline.seeds import lexicon
from dateline.transforms.names.consistency import FoundName

# Of the confidence in a name, what is left where a short form could be two people.
UNSURE_SHARE = 0.5


@cache
def _lines() -> dict[str, tuple[list[float], list[float]]]:
    """For each rule, the model's probabilities and the share of right names at each."""
    lines: dict[str, tuple[list[float], list[float]]] = {}
    for row in lexicon("name_confidence"):
        probabilities, shares = lines.setdefault(row["rule"], ([], []))
        probabilities.append(float(row["probability"]))
        shares.append(float(row["confidence"]))
    return lines


def confidence_of(rule: str, probability: float = 1.0) -> float:
    """The share of right names among those that a rule found, at a probability of the model."""
    return float(np.interp(probability, *_lines()[rule]))


def confidence(name: FoundName) -> float:
    """The share of names like this one that were right on newswire: just this, of this kind."""
    return confidence_of(name.rule, name.probability)
