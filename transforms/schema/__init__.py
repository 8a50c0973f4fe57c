"""What rows are: each column declared once, with all that follows from it.

`pages`, `content`, `names` and `stories` declare what analysts ask, `operations` the run ledger.
"""

from dateline.transforms.schema.columns import Table, table_of
from dateline.transforms.schema.content import (
    Article,
    ArticleField,
    Quote,
    RelatedPost,
    TimeExpression,
)
from dateline.transforms.schema.names import Entity, Mention, NameForm
from dateline.transforms.schema.operations import (
    Batch,
    Check,
    Measure,
    Quarantined,
    Run,
    Sighting,
    Waiver,
)
from dateline.transforms.schema.pages import Document, Fingerprint, Line, RepeatedLine
from dateline.transforms.schema.stories import Sketch, Story, StoryChange, StoryMember

ROW_TYPES: tuple[type, ...] = (
    Document,
    Line,
    Article,
    ArticleField,
    RelatedPost,
    Quote,
    Mention,
    TimeExpression,
    NameForm,
    Entity,
    Sketch,
    Story,
    StoryMember,
    StoryChange,
    Fingerprint,
    RepeatedLine,
    Run,
    Batch,
    Measure,
    Check,
    Quarantined,
    Waiver,
    Sighting,
)
TABLES: dict[str, Table] = {table_of(row).qualified_name: table_of(row) for row in ROW_TYPES}
