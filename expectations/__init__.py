"""What must hold: rules, and Great Expectations to evaluate them."""

from dateline.expectations.content import NEWS_RULES
from dateline.expectations.declared import DECLARED_RULES
from dateline.expectations.operations import LEDGER_RULES
from dateline.expectations.rules import Rule

ALL_RULES: tuple[Rule, ...] = (*DECLARED_RULES, *NEWS_RULES, *LEDGER_RULES)
