"""The story that the article tells."""

from transforms.article.page import ArticlePage
from transforms.article.reading import Reading
from transforms.stories import story_id


def read_story_id(page: ArticlePage) -> Reading[str]:
    """Derive the story's identity from the text."""
    return Reading(story_id(page.text), "")
