import pytest
from labelled_pages import GERMAN, PARAGRAPH, article_page

from dateline.transforms.article.language_tier import full_tier_languages, read_language_tier

SWEDISH = (
    "Regeringen lade på torsdagen fram ett förslag om hur kommunerna ska få bygga fler bostäder "
    "under de kommande åren, och oppositionen svarade att pengarna inte räcker till det."
)


@pytest.mark.parametrize(("body", "tier"), [(PARAGRAPH, 1), (GERMAN, 1), (SWEDISH, 2)])
def test_a_listed_language_is_read_in_full(body: str, tier: int) -> None:
    assert read_language_tier(article_page(("headline", "Haus"), ("body", body))).value == tier


def test_an_unknown_language_has_no_tier() -> None:
    reading = read_language_tier(article_page(("body", "A short line")))
    assert (reading.value, reading.basis) == (None, "language unknown")


def test_languages_are_listed_without_a_script_or_a_region() -> None:
    assert full_tier_languages()
    assert not {tag for tag in full_tier_languages() if "-" in tag}
