"""The reference of rules, as Markdown."""

from collections.abc import Sequence
from itertools import groupby

from dateline.expectations.history import HISTORY_RULES
from dateline.expectations.rules import Rule

_HEAD = (
    "# Rules",
    "",
    "Generated from `expectations/` and `transforms/schema/` by `make reference`; do not edit.",
    "",
    "Every batch is audited by these rules before it is published. A page with a row that breaks a",
    "critical rule is quarantined; where no page can be blamed, nothing of the batch is published.",
    "A warning is only reported.",
    "",
)
_HISTORY = (
    "## The past",
    "",
    "At the end of a run, its day is compared with the days before it, each source with its own",
    "past. [The history of a lake](../explanation/history.md) defines baselines and anomalies. An",
    "anomaly is a warning in the run's summary and in `ops.checks`; a rule that knows too little",
    "of a source is silent.",
    "",
    "| rule | what holds | severity | holds for |",
    "| --- | --- | --- | --- |",
)


def rules_reference(rules: Sequence[Rule]) -> str:
    """Every rule on a page of the reference, grouped by the table it holds for.

    Args:
        rules: The rules; those of one table keep their order.
    """
    parts = [*_HEAD]
    for table, members in groupby(sorted(rules, key=_table), key=_table):
        parts += [f"## {table}", ""]
        parts += ["| rule | what holds | severity | holds for |", "| --- | --- | --- | --- |"]
        parts += [_line(rule) for rule in members]
        parts.append("")
    parts += _HISTORY
    parts += [
        f"| `{rule.name}` | {rule.meaning} | {rule.severity} | each source |"
        for rule in HISTORY_RULES
    ]
    return "\n".join((*parts, ""))


def _table(rule: Rule) -> str:
    return rule.table


def _line(rule: Rule) -> str:
    holds_for = "each row" if rule.scope == "row" else "the table"
    meaning = rule.meaning.replace("|", r"\|")
    return f"| `{rule.name}` | {meaning} | {rule.severity} | {holds_for} |"
