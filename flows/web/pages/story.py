"""A story: the articles that tell it, what they have of its origin, and what changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Annotated

from fastapi import Path, Query

from dateline.flows.web.errors import NoSuchPageError
from dateline.flows.web.page import WebPage
from dateline.transforms.schema.stories import Story
from dateline.warehouse.catalog.lake import Lake
from dateline.warehouse.read.story_articles import (
    TellingArticle,
    TextChange,
    story_by_id,
    telling_articles,
    text_changes,
)

# More are a boilerplate that was taken for a story; their comparison is quadratic.
_MOST_WORDS_COMPARED = 400


@dataclass(frozen=True, slots=True)
class StoryComparison:
    """What differs between an article of the story and the one that it is compared with."""

    document_id: str
    compared_document_id: str
    changes: Sequence[TextChange]


@dataclass(frozen=True, slots=True)
class StoryAnswer:
    """A story, the articles that tell it, and one comparison of two of them."""

    story: Story
    articles: Sequence[TellingArticle]
    comparison: StoryComparison | None


def story(
    lake: Lake,
    story_id: Annotated[str, Path(max_length=100)],
    article: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$")] = None,
) -> StoryAnswer:
    """A story and its articles; `article` chooses whose changes are shown, else the first one's."""
    found = story_by_id(lake, story_id)
    if found is None:
        raise NoSuchPageError(
            f"story {story_id!r} does not exist; an article's page leads to its story"
        )
    articles = telling_articles(lake, story_id)
    changed = [it for it in articles if it.compared_document_id and it.change_count]
    chosen = next((it for it in changed if article in (None, it.document_id)), None)
    comparison = None
    if chosen is not None and chosen.compared_document_id is not None:
        ids = chosen.document_id, chosen.compared_document_id
        comparison = StoryComparison(*ids, text_changes(lake, *ids))
    return StoryAnswer(found, articles, comparison)


Parts = Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class DrawnChange:
    """A change side by side: the parts of each text, with whether the other one lacks them."""

    change: TextChange
    before: Parts
    after: Parts


def drawn_story(answer: StoryAnswer) -> Sequence[DrawnChange]:
    """The changes side by side."""
    if answer.comparison is None:
        return ()
    return [
        DrawnChange(it, *_side_by_side(it.other_text or "", it.text or ""))
        for it in answer.comparison.changes
    ]


def _side_by_side(before: str, after: str) -> tuple[Parts, Parts]:
    """Two texts in parts, word by word where both are there and not too long."""
    left, right = before.split(), after.split()
    if not left or not right or max(len(left), len(right)) > _MOST_WORDS_COMPARED:
        return [(before, False)], [(after, False)]
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return (
        list(_parts((left[first:last], kind != "equal") for kind, first, last, _, _ in steps)),
        list(_parts((right[first:last], kind != "equal") for kind, _, _, first, last in steps)),
    )


def _parts(steps: Iterator[tuple[list[str], bool]]) -> Iterator[tuple[str, bool]]:
    for words, is_changed in steps:
        if words:
            yield " ".join(words), is_changed


STORY = WebPage(
    "/stories/{story_id}",
    story,
    "story.html.j2",
    table=lambda it: it.articles,
    drawn=drawn_story,
)
