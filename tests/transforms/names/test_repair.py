import pytest

from dateline.transforms.names.candidates import runs, split_words
from dateline.transforms.names.consistency import FoundName
from dateline.transforms.names.repair import repaired


def names(text: str, first: int, last: int, kind: str) -> list[str]:
    words = split_words(text, 0, len(text))
    found = [FoundName(0, first, last, kind, 0.9, "model")]
    return [
        text[words.starts[name.first] : words.ends[name.last - 1]]
        for name in repaired([(words, list(runs(words)))], found)
    ]


@pytest.mark.parametrize(
    ("text", "first", "last", "kind", "expected"),
    [
        ("Jason & Richard Chang", 0, 3, "person", ["Jason", "Richard Chang"]),
        ("Armenia-Azerbaijan", 0, 2, "place", ["Armenia", "Azerbaijan"]),
        ("R-Iowa", 0, 2, "place", ["Iowa"]),
        ("Minsk Group Co-Chair", 0, 3, "organisation", ["Minsk Group"]),
        ("Minsk Group Co-Chair", 0, 4, "organisation", ["Minsk Group"]),
        ("Moon Jae-in", 0, 2, "person", ["Moon Jae-in"]),
        ("President Ann Lee", 0, 3, "person", ["Ann Lee"]),
        ("President", 0, 1, "person", []),
        ("Ivan Petrov.Maria Fischer", 0, 4, "person", ["Ivan Petrov", "Maria Fischer"]),
        ("Ivan Petrov Maria Fischer", 0, 4, "person", ["Ivan Petrov", "Maria Fischer"]),
        ("J. R. Fischer", 0, 3, "person", ["J. R. Fischer"]),
        ("US$40 a head", 0, 1, "place", []),
        ("U.S. dollars", 0, 1, "place", []),
        ("U.S. officials", 0, 1, "place", ["U.S."]),
        ("Costa Ricans pay less", 0, 2, "place", []),
        ("Costa Rica pays less", 0, 2, "place", ["Costa Rica"]),
        ("Prime Minister of Peru Qori Mamani", 3, 6, "person", ["Peru", "Qori Mamani"]),
        ("the ambassador to South Korea Max Kern", 3, 7, "place", ["South Korea", "Max Kern"]),
        ("the plan of Chad Smith", 3, 5, "person", ["Chad Smith"]),
        ("E", 0, 1, "person", []),
        ("Government", 0, 1, "organisation", []),
    ],
)
def test_where_names_begin_and_end(
    text: str, first: int, last: int, kind: str, expected: list[str]
) -> None:
    assert names(text, first, last, kind) == expected
