import pytest

from dateline.transforms.names.candidates import split_words
from dateline.transforms.names.shared_roles import shared_roles


@pytest.mark.parametrize(
    ("text", "people", "expected"),
    [
        (
            "The French and German foreign ministers Ann Lee and Max Kern met",
            "Ann Lee, Max Kern",
            ["French foreign minister", "German foreign minister"],
        ),
        (
            "the Polish, French and German ministers Jan Nowak, Ann Lee and Max Kern",
            "Jan Nowak, Ann Lee, Max Kern",
            ["Polish minister", "French minister", "German minister"],
        ),
        (
            "the presidents of Peru and Chile, Ann Lee and Max Kern, met",
            "Ann Lee, Max Kern",
            ["president of Peru", "president of Chile"],
        ),
        ("Senators Ann Lee and Max Kern", "Ann Lee, Max Kern", ["Senator", "Senator"]),
        ("French ministers Ann Lee and Max Kern", "Ann Lee, Max Kern", ["French minister"] * 2),
        (
            "the Polish, French and German ministers Ann Lee and Max Kern",
            "Ann Lee, Max Kern",
            [None, None],
        ),
        (
            "the French and German foreign minister Ann Lee and Max Kern",
            "Ann Lee, Max Kern",
            ["French foreign minister", "German foreign minister"],
        ),
        ("the French foreign minister Ann Lee and Max Kern", "Ann Lee, Max Kern", []),
        ("Minister Ann Lee and Max Kern", "Ann Lee, Max Kern", []),
        ("Senators met Ann Lee and Max Kern", "Ann Lee, Max Kern", []),
    ],
)
def test_each_person_of_a_list_has_their_own_role(
    text: str, people: str, expected: list[str | None]
) -> None:
    words = split_words(text, 0, len(text))
    spans = []
    for person in people.split(", "):
        first = words.texts.index(person.split()[0])
        spans.append((first, first + 2))
    assert list(shared_roles(words, spans, ()).values()) == expected
