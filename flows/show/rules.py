"""The rules that hold here: for the terminal and as JSON."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from dateline.expectations.rules import Rule


def as_rows(rules: Sequence[Rule]) -> list[dict[str, str]]:
    """One row per rule, for machines."""
    return [
        {
            "rule": rule.name,
            "table": rule.table,
            "severity": rule.severity.value,
            "scope": rule.scope,
            "meaning": rule.meaning,
            "condition": rule.check.condition,
            "location": str(rule.location),
        }
        for rule in rules
    ]


def print_rules(console: Console, rules: Sequence[Rule]) -> None:
    """Print one line per rule."""
    grid = Grid(show_edge=False, header_style="bold")
    for heading in ("rule", "severity", "what holds"):
        grid.add_column(heading, overflow="fold")
    for rule in rules:
        grid.add_row(Text(rule.name, style="bold"), Text(rule.severity), Text(rule.meaning))
    console.print(grid)
    console.print(f"{len(rules)} rules", style="dim")
