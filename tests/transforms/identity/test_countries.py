"""Countries by the words that name them."""

import pytest

from dateline.transforms.identity.countries import (
    country_at,
    country_code,
    country_in,
    country_of_place,
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["Slovak", "President"], ("SVK", 1)),
        (["U.S.", "Senator"], ("USA", 1)),
        (["New", "Zealand", "coach"], ("NZL", 2)),
        (["us", "all"], (None, 0)),
        (["turkey", "farmer"], (None, 0)),
        (["Harbour", "Bank"], (None, 0)),
        (["Армении", "министр"], ("ARM", 1)),
        (["Հայաստանի", "վարչապետ"], ("ARM", 1)),
        (["საქართველოს", "მინისტრი"], ("GEO", 1)),
        (["ایران", "وزیر"], ("IRN", 1)),
        (["порта", "директор"], (None, 0)),
    ],
)
def test_the_country_at_the_start_of_words(words: list[str], found: tuple[str | None, int]) -> None:
    assert country_at(words, 0) == found


def test_codes_of_countries() -> None:
    assert country_code("Türkiye") == country_code("Turkey") == "TUR"
    assert country_code("Georgia") == "GEO"
    assert country_code("Atlantis") is None


def test_the_country_in_a_name() -> None:
    assert country_in("Government of Kenya") == country_in("Kenyan Foreign Ministry") == "KEN"
    assert country_in("U.S. Senate") == "USA"
    assert country_in("Kenyan-Peruvian Society") is None
    assert country_in("Harbour Port Authority") is None


def test_countries_and_the_seats_of_their_governments() -> None:
    assert country_of_place("Slovakia") == country_of_place("Bratislava") == "SVK"
    assert country_of_place("Georgia") is None
    assert country_of_place("Springfield") is None
