"""How much is read of an article in its language."""

from functools import cache

from dateline.seeds import lexicon
from dateline.transforms.article.in_language import read_in_language
from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading

FULL_TIER, BASIC_TIER = 1, 2
"""A language of whose pages all is read, and one whose quotations and names are left unread."""


@cache
def full_tier_languages() -> frozenset[str]:
    """The languages of whose pages all is read, as BCP 47 tags."""
    return frozenset(row["language"] for row in lexicon("languages"))


def read_language_tier(page: ArticlePage) -> Reading[int]:
    """Tell the tier of the article's language; a script or a region makes no other language."""
    language = read_in_language(page).value
    if language is None:
        return Reading(None, "language unknown")
    primary, _, _ = language.partition("-")
    if primary in full_tier_languages():
        return Reading(FULL_TIER, "listed language")
    return Reading(BASIC_TIER, "language not listed")
