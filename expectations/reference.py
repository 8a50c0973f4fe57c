"""The reference of rules, as Markdown."""

from collections.abc import Sequence
from itertools import groupby

from expectations.rules import Rule


def rules_reference(rules: Sequence[Rule]) -> str:
    """Every rule in a table of Markdown, grouped by the table it holds for.

    Args:
        rules: The rules; those of one table keep their order.
    """
    sections = [
        "# Rules\n",
        "Every batch is judged by these rules before it is published. A page with a row that breaks"
        " a **critical** rule is set aside; where no page can be blamed, nothing of the batch is"
        " published. A **warning** is only reported. Rules that a table's declaration implies have"
        " names that end in `not_null`, `in_set`, `between`, `matches`, `references` or `unique`.",
    ]
    for table, members in groupby(sorted(rules, key=_table), key=_table):
        sections.append(f"\n## `{table}`\n")
        sections.append("| Rule | What holds | Severity | Judges |")
        sections.append("| --- | --- | --- | --- |")
        sections.extend(_line(rule) for rule in members)
    return "\n".join(sections) + "\n"


def _table(rule: Rule) -> str:
    return rule.table


def _line(rule: Rule) -> str:
    judges = "each row" if rule.scope == "row" else "the table"
    meaning = rule.meaning.replace("|", r"\|")
    return f"| `{rule.name}` | {meaning} | {rule.severity} | {judges} |"
