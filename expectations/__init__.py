"""What must hold: rules, and Great Expectations to evaluate them."""

from expectations.content import NEWS_RULES
from expectations.declared import DECLARED_RULES
from expectations.operations import LEDGER_RULES
from expectations.rules import Rule

ALL_RULES: tuple[Rule, ...] = (*DECLARED_RULES, *NEWS_RULES, *LEDGER_RULES)
