import pytest

from dateline.transforms.times.rules import TimeRule, rules


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("on 3 May 2024", {"date", "month", "year"}),
        ("the 1990s", {"decade"}),
        ("every Tuesday", {"set", "weekday"}),
        ("a quiet harbour", set()),
    ],
)
def test_a_rule_is_a_kind_of_expression(text: str, names: set[str]) -> None:
    assert {rule.name for rule in rules() if _reads(rule, text)} == names


def _reads(rule: TimeRule, text: str) -> bool:
    match = rule.pattern.search(text)
    return match is not None and rule.read(match) is not None


def test_no_rule_reads_a_day_that_does_not_exist() -> None:
    assert not any(_reads(rule, "31 June") for rule in rules() if rule.name == "date")
