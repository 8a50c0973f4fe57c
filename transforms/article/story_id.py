"""The story that the article tells."""

from dateline.transforms.article.page import ArticlePage
from dateline.transforms.article.reading import Reading
from dateline.transforms.stories.text_identity import story_id


def read_story_id(page: ArticlePage) -> Reading[str]:
    """Derive the story's identity from the text."""
    return Reading(story_id(page.text), "")
