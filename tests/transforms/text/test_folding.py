import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.transforms.text.folding import fold_letters


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Əliyev", "aliyev"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("Ærø", "aero"),
        ("ÉCOLE, 5!", "ecole, 5!"),
        ("", ""),
    ],
)
def test_spellings_are_compared_without_case_and_accents(text: str, folded: str) -> None:
    assert fold_letters(text) == folded


@given(st.text("aàÁßøŁə ,1", max_size=30))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold_letters(fold_letters(text)) == fold_letters(text)
