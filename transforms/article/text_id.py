"""What the article's text is known by."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading
from dateline.transforms.stories.text_identity import text_id


def read_text_id(page: ArticlePage) -> Reading[str]:
    """Derive the text's identity from its words."""
    return Reading(text_id(page.text), "")
