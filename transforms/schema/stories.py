"""The tables of stories: which articles tell the same, and how their texts differ."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from dateline.transforms.schema.closed_sets import (
    ChangedUnit,
    ChangeKind,
    StoryRole,
)
from dateline.transforms.schema.columns import Col
from dateline.transforms.schema.common import (
    SHA256,
    DocumentKey,
    OptionalEnd,
    OptionalStart,
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an article is found by: a sample of its shingles, and the rarer words of its lead."""

    table: ClassVar[str] = "sketches"
    schema: ClassVar[str] = "main"

    document_id: DocumentKey
    hashes: Annotated[tuple[int, ...], Col("The hashes of the sampled shingles, sorted")]
    marks: Annotated[
        tuple[int, ...],
        Col("The hashes of the rarer words of its beginning, with their weights, sorted"),
    ]


@dataclass(frozen=True, slots=True)
class Story:
    """One story, however many articles tell it in the same or nearly the same words."""

    table: ClassVar[str] = "stories"
    schema: ClassVar[str] = "main"

    story_id: Annotated[str, Col("Identity: `text_id` of its origin", key=True)]
    document_id: Annotated[
        str,
        Col(
            "Its origin: the agency's own page, else the earliest article",
            pattern=SHA256,
            references="documents.document_id",
        ),
    ]
    article_count: Annotated[
        int | None,
        Col("Articles that tell it; null in rows of older versions", unit="articles", minimum=1),
    ]
    text_count: Annotated[
        int | None,
        Col("Different texts among them; null in rows of older versions", unit="texts", minimum=1),
    ]
    agency: Annotated[
        str | None, Col("The agency or outlet that most of them credit; null where none does")
    ]
    topic_id: Annotated[
        str,
        Col("What it is about: `story_id` of the earliest story that reports the same event"),
    ]


@dataclass(frozen=True, slots=True)
class StoryMember:
    """One article's part in a story."""

    table: ClassVar[str] = "story_members"
    schema: ClassVar[str] = "main"

    story_id: Annotated[str, Col("The story", references="stories.story_id")]
    document_id: DocumentKey
    role: Annotated[
        str,
        Col(
            "origin: what the others were made of; reprint: nearly all of it; cut: a shorter part "
            "of it; extended: it and more; rewrite: the same in other words",
            values=StoryRole,
        ),
    ]
    similarity: Annotated[
        float,
        Col(
            "Shingles that it and the origin have, of all that either has",
            unit="share",
            minimum=0,
            maximum=1,
        ),
    ]
    containment: Annotated[
        float, Col("Its shingles that the origin has", unit="share", minimum=0, maximum=1)
    ]
    origin_containment: Annotated[
        float, Col("The origin's shingles that it has", unit="share", minimum=0, maximum=1)
    ]
    agency: Annotated[
        str | None, Col("The agency or outlet that it credits, in its dateline or elsewhere")
    ]
    earlier_version_id: Annotated[
        str | None,
        Col(
            "The fetch of the same address before this one, where it tells the story, too",
            pattern=SHA256,
        ),
    ]


@dataclass(frozen=True, slots=True)
class StoryChange:
    """One sentence or quotation in which an article of a story differs from another."""

    table: ClassVar[str] = "story_changes"
    schema: ClassVar[str] = "main"

    story_id: Annotated[str, Col("The story", references="stories.story_id")]
    document_id: DocumentKey
    change_number: Annotated[
        int, Col("Index among the article's changes, from 0", key=True, minimum=0)
    ]
    compared_document_id: Annotated[
        str,
        Col(
            "What it is compared with: the earlier version of the page, or else the origin",
            pattern=SHA256,
        ),
    ]
    unit: Annotated[str, Col("What differs", values=ChangedUnit)]
    change: Annotated[
        str,
        Col(
            "added: only here; dropped: only there; altered: here in other words",
            values=ChangeKind,
        ),
    ]
    start: OptionalStart
    end: OptionalEnd
    other_start: Annotated[
        int | None,
        Col(
            "First character in the other page",
            unit="code points into documents.text",
            minimum=0,
        ),
    ]
    other_end: Annotated[
        int | None,
        Col(
            "One past the last character in the other page",
            unit="code points into documents.text",
            minimum=0,
        ),
    ]
