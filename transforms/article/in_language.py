"""The language that the article is written in."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading


def read_in_language(page: ArticlePage) -> Reading[str]:
    """Read the language off the body, which is much surer than what a page says of itself."""
    language = page.language
    return Reading(language, "identified from the body" if language else "too little text")
