import pytest

from dateline.transforms.lines.alphabets import Alphabet, has_other_letters, pages_by_alphabet
from dateline.transforms.lines.splitting import select_documents, split_lines

ENGLISH = "The council said on Monday that “the bridge” would stay closed — until the spring.\n"
GERMAN = "Die Brücke über den Fluss bleibt bis zum Frühjahr gesperrt, teilte die Stadt mit.\n"
ARMENIAN = "Կամուրջը փակ կմնա մինչև գարուն, հայտնել է քաղաքապետարանը։\n"


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("", False),
        (ENGLISH, False),
        (ENGLISH * 5 + "José spoke.", False),
        ("“…” — • © 2024", False),
        (GERMAN, True),
        (ARMENIAN, True),
        (ENGLISH + ARMENIAN, True),
    ],
)
def test_letters_are_told_from_marks(text: str, is_other: bool) -> None:
    assert has_other_letters(text) is is_other


def test_every_page_is_of_one_alphabet() -> None:
    lines = split_lines([ENGLISH, ARMENIAN, "", GERMAN])
    found = pages_by_alphabet(lines)
    assert found[Alphabet.ENGLISH].tolist() == [True, False, True, False]
    assert found[Alphabet.OTHER].tolist() == [False, True, False, True]
    assert list(pages_by_alphabet(split_lines([ARMENIAN]))) == [Alphabet.OTHER]
    assert pages_by_alphabet(split_lines([])) == {}


def test_the_lines_of_some_pages_are_as_of_these_pages_alone() -> None:
    texts = [ENGLISH, ARMENIAN + "\n" + GERMAN, "", GERMAN]
    chosen = pages_by_alphabet(split_lines(texts))[Alphabet.OTHER]
    part = select_documents(split_lines(texts), chosen)
    alone = split_lines([texts[1], texts[3]])
    assert part.texts == alone.texts
    for name in ("document", "line_number", "start", "end", "offsets"):
        assert getattr(part, name).tolist() == getattr(alone, name).tolist()
