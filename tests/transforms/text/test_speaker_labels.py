import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.text.speaker_labels import read_speaker_label


@pytest.mark.parametrize(
    ("line", "name", "is_in_capitals"),
    [
        ("OTTO BRAND, MINISTER: Good evening.", "brand", True),
        ("BRAND (through translator): No.", "brand", True),
        ("Jasper Holm: Yes.", "holm", False),
        ("Q: Why?", "q", False),
    ],
)
def test_the_name_before_the_colon_is_the_speaker_s(
    line: str, name: str, *, is_in_capitals: bool
) -> None:
    turn = read_speaker_label(line)
    assert turn is not None
    assert (turn.name, turn.is_in_capitals) == (name, is_in_capitals)
    assert line[turn.end - 1] == ":"


@pytest.mark.parametrize(
    "line",
    ["He said: no.", "At 18:42 it began.", "https://h.example/a", "• Location: here", "", ": x"],
)
def test_other_colons_open_no_turn(line: str) -> None:
    assert read_speaker_label(line) is None


@given(st.text())
def test_it_ends_behind_a_colon(line: str) -> None:
    turn = read_speaker_label(line)
    assert turn is None or line[turn.end - 1] == ":"
