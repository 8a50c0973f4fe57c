"""How many words the article's text has."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading
from dateline.transforms.text.scripts import count_read_words


def read_word_count(page: ArticlePage) -> Reading[int]:
    """Count the words of the text: what white space parts, or letters where it parts no words."""
    return Reading(count_read_words(page.text), "")
