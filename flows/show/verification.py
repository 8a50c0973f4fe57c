"""What a verification found, for a terminal."""

from rich.console import Console

from flows.escaping import one_line
from flows.jobs.verify import Verification
from flows.show.rows import print_pairs


def print_verification(console: Console, verification: Verification) -> None:
    """Say what differs, what cannot be told, and how much was compared."""
    differing = [part for part in verification.compared if part.differing_count]
    untold_count = sum(part.untold_count for part in verification.compared)
    console.print(
        f"{verification.page_count:,} pages of snapshot {verification.snapshot_id}: "
        f"{sum(part.checked_count for part in verification.compared):,} comparisons of "
        f"{len(verification.compared)} kinds, "
        + (f"{len(differing)} kinds differ" if differing else "nothing differs")
    )
    print_pairs(
        console,
        [
            (
                part.name,
                f"{part.differing_count:,} of {part.checked_count:,} differ, such as "
                + one_line(", ".join(part.examples), 160),
            )
            for part in differing
        ],
    )
    if untold_count:
        console.print(
            f"{untold_count:,} pages can't be hashed again: their bytes were mended, or their "
            "encoding spells some characters in several ways."
        )
