"""The written rules about the run ledger."""

from dateline.expectations.rules import Rule, row_rule


def _balances(table: str) -> Rule:
    return row_rule(
        f"{table}.sighting_count.balances",
        "Every sighting is accounted for: loaded, already known, quarantined or rejected.",
        "sighting_count = loaded_count::HUGEINT + already_known_count + quarantined_count"
        " + rejected_count",
    )


LEDGER_RULES: tuple[Rule, ...] = (
    _balances("ops.runs"),
    _balances("ops.batches"),
    row_rule(
        "ops.quarantine.state.consistent",
        "An open page has no run that loaded it, a resolved one has, of an expired one no bytes "
        "are kept.",
        "CASE coalesce(state, 'open') WHEN 'open' THEN resolved_run_id IS NULL "
        "WHEN 'resolved' THEN resolved_run_id IS NOT NULL ELSE payload IS NULL END",
    ),
)
