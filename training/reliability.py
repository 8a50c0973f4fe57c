"""How often what is said with some confidence is right, on texts that were not fitted on."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable


def is_fitted(key: str) -> bool:
    """Whether a text, by its key, is of the half that is fitted on; the other half is to check."""
    digest = hashlib.md5(key.encode(), usedforsecurity=False).hexdigest()
    return int(digest, 16) % 2 == 0


def print_reliability(title: str, judged: Iterable[tuple[float, bool]], steps: int) -> None:
    """Print how many rows there are of each confidence, in so many steps, and how many are right.

    Args:
        title: What the rows are of.
        judged: The confidence of each row, and whether it is right.
        steps: How many steps there are from 0 to 1.
    """
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for confidence, is_right in judged:
        counted = counts[int(confidence * steps + 1e-9)]
        counted[0] += 1
        counted[1] += is_right
    print(title)
    for step, (number, right) in sorted(counts.items(), reverse=True):
        print(f"  {step / steps:.2f}-{(step + 1) / steps:.2f}  {number:6}  {right / number:.0%}")
