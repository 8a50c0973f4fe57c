"""The written rules about the pipeline's own books."""

from expectations.rules import RowCondition, Rule

_OUTCOMES = "loaded_count::HUGEINT + known_count + quarantined_count + rejected_count"

BOOK_RULES: tuple[Rule, ...] = tuple(
    Rule(
        f"ops.{table}.sighting_count.balances",
        f"ops.{table}",
        "Every sighting is accounted for: loaded, already known, quarantined or rejected.",
        "critical",
        RowCondition(f"sighting_count = {_OUTCOMES}"),
    )
    for table in ("runs", "batches")
)
