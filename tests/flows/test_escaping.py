import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from dateline.flows.escaping import one_line, printable


@given(st.text())
def test_nothing_that_steers_a_terminal_gets_through(text: str) -> None:
    shown = printable(text)
    assert not {
        character
        for character in shown
        if unicodedata.category(character) in {"Cc", "Cs", "Co", "Zl", "Zp"} and character != "\n"
    }
    assert "\u202e" not in shown


def test_what_is_escaped_can_still_be_read() -> None:
    assert printable("\x1b[31mred\x07") == r"\x1b[31mred\x07"
    assert printable("a\u202eb") == r"a\u202eb"
    assert printable("“Türkiye”\n\tx") == "“Türkiye”\n    x"


@given(st.text(), st.integers(1, 20))
def test_one_line_is_one_line(text: str, width: int) -> None:
    assert "\n" not in one_line(text, width)
