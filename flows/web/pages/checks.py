"""What the rules found in the audits of all batches."""

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.flows.web.page import WebPage
from dateline.flows.web.pages.run import rule_meanings
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.run_records import RuleRecord, rule_records


@dataclass(frozen=True, slots=True)
class CheckList:
    """The rules, those that failed last first."""

    rules: Sequence[RuleRecord]


def checks(lake: Lake) -> CheckList:
    """What each rule found in the audits of all batches; those that failed last come first."""
    return CheckList(rule_records(lake))


CHECKS = WebPage(
    "/checks",
    checks,
    "checks.html.j2",
    table=lambda it: it.rules,
    drawn=lambda _: rule_meanings(),
)
