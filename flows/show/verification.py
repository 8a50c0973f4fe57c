"""The result of a verification, for the terminal and for Prefect."""

from collections.abc import Sequence

from rich.console import Console

from dateline.flows.escaping import one_line
from dateline.flows.jobs.verify import Compared, Verification
from dateline.flows.show.terminal import plural, print_pairs


def message(verification: Verification) -> str:
    """The result in one line; holds no text from a page."""
    return f"{plural(verification.page_count, 'page')} verified: " + _outcome(verification)


def print_verification(console: Console, verification: Verification) -> None:
    """Print what differs, what cannot be recomputed, and how much was compared."""
    comparison_count = sum(part.checked_count for part in verification.compared)
    console.print(
        f"{plural(verification.page_count, 'page')} of snapshot {verification.snapshot_id}: "
        f"{plural(comparison_count, 'comparison')} of {len(verification.compared)} kinds, "
        + _outcome(verification)
    )
    print_pairs(
        console,
        [
            (part.name, f"{_counts(part)}, such as {one_line(', '.join(part.examples), 160)}")
            for part in _differing(verification)
        ],
    )
    unverifiable_count = sum(part.untold_count for part in verification.compared)
    if unverifiable_count:
        console.print(
            f"{plural(unverifiable_count, 'page')} cannot be hashed again: their bytes were "
            "repaired, or their encoding has several spellings for a character."
        )


def as_markdown(verification: Verification) -> str:
    """The result by kind, for Prefect's pages."""
    lines = [f"- {part.name}: {_counts(part)}" for part in _differing(verification)]
    if lines:
        lines += ["", "`dateline verify` shows examples."]
    return "\n".join([f"# {message(verification)}", "", *lines])


def _differing(verification: Verification) -> Sequence[Compared]:
    return [part for part in verification.compared if part.differing_count]


def _outcome(verification: Verification) -> str:
    count = len(_differing(verification))
    return f"{plural(count, 'kind')} differ" if count else "nothing differs"


def _counts(part: Compared) -> str:
    return f"{part.differing_count:,} of {part.checked_count:,} differ"
