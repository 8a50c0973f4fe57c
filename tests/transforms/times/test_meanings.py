import pytest

from dateline.transforms.times.meanings import Day, Holiday, Meaning, Moved, Season, Weekday


@pytest.mark.parametrize(
    ("meaning", "value"),
    [
        (Day(5), "XXXX-05"),
        (Day(5, 3), "XXXX-05-03"),
        (Weekday(2), "XXXX-WXX-2"),
        (Season(6), "XXXX-22"),
        (Holiday("12-25"), "XXXX-12-25"),
        (Holiday("easter+0"), None),
        (Moved("hour", -8), "-PT8H"),
    ],
)
def test_what_is_not_resolved_keeps_what_is_known(meaning: Meaning, value: str | None) -> None:
    assert meaning.unresolved == value
