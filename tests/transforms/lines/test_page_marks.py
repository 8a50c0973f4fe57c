"""Counters of pictures by their word or their company."""

import pytest

from dateline.transforms.lines.page_marks import picture_counters


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("Photo 3 of 12",), [0]),
        (("1 / 4", "A boat", "2 / 4"), [0, 2]),
        (("Bild 1 von 10",), [0]),
        (("Фото 2 из 7",), [0]),
        (("1/4",), []),
        (("5 / 4", "6 / 4"), []),
        (("They won 3 of 12 games",), []),
    ],
)
def test_a_counter_says_picture_or_is_one_of_several(
    lines: tuple[str, ...], expected: list[int]
) -> None:
    assert list(picture_counters(lines, range(len(lines)))) == expected
