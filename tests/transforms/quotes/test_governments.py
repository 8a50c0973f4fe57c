import pytest

from dateline.transforms.names.entities import entity_id
from dateline.transforms.quotes.antecedents import Speaker
from dateline.transforms.quotes.governments import government_of


@pytest.mark.parametrize(
    ("kind", "name", "government"),
    [
        ("place", "Paris", "place/france"),
        ("organisation", "the Kremlin", "place/russia"),
        ("person", "Paris", None),
        ("place", "Port Ellis", None),
    ],
)
def test_a_capital_stands_for_a_government_and_keeps_its_name(
    kind: str, name: str, government: str | None
) -> None:
    assert government_of(Speaker(name, entity_id(kind, name))) == government


def test_nobody_stands_for_no_government() -> None:
    assert government_of(None) is None
    assert government_of(Speaker("Paris", None)) is None
