"""How many words the article's text has."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading


def read_word_count(page: ArticlePage) -> Reading[int]:
    """Count the words of the text, which are what white space parts."""
    return Reading(len(page.text.split()), "")
