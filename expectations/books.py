"""The written rules about the pipeline's own books."""

from expectations.rules import Rule, row_rule


def _balances(table: str) -> Rule:
    return row_rule(
        f"{table}.sighting_count.balances",
        "Every sighting is accounted for: loaded, already known, quarantined or rejected.",
        "sighting_count = loaded_count::HUGEINT + known_count + quarantined_count + rejected_count",
    )


BOOK_RULES: tuple[Rule, ...] = (
    _balances("ops.runs"),
    _balances("ops.batches"),
)
